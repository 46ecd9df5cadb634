"""What comments are about."""

import pytest

from livedesk.questions.detect import detector
from livedesk.questions.topics import Topics, topics

here = detector(("id", "en", "pl"))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("jam berapa tutupnya hari minggu", "hours"),
        ("alamatnya dmn kak", "location_contact"),
        ("kalo ktp luar kota bisa bikin kartu gak", "membership"),
        ("dendanya brp", "fines_lost"),
        ("minggu ini ada acara apa", "events"),
        ("do you still charge late fees", "fines_lost"),
        ("libby wont let me log in", "digital"),
        ("when is story time", "events"),
        ("can i donate books", "donation_purchase"),
        ("na jak długo się wypożycza", "borrowing"),
        ("polecicie coś w stylu tokarczuk", "recommendation"),
        ("sa jeszcze kody legimi", "digital"),
        ("bedzie powtorka", "about_live"),
    ],
)
def test_a_comment_has_a_topic(text: str, topic: str) -> None:
    assert here.detect(text).topic == topic


def test_two_topics_are_offered_the_best_first() -> None:
    assert here.detect("do you charge late fees for ebooks").topics == ("fines_lost", "digital")


def test_a_comment_without_a_keyword_has_no_topic() -> None:
    found = here.detect("co sądzicie")
    assert (found.topic, found.topics) == (None, ())


def test_every_topic_has_labels_and_keywords_in_all_three_languages() -> None:
    for name, topic in topics().by_name.items():
        assert set(topic.label) == set(topic.keywords) == {"id", "pl", "en"}, name
        assert 1 <= topic.read_level <= 6


def test_there_are_fifteen_topics() -> None:
    assert len(topics().by_name) == 15


def test_the_longer_phrase_wins() -> None:
    by_name = topics().by_name
    only = Topics({name: by_name[name] for name in ("membership", "digital")})
    assert only.of(["akun", "perpus", "kartu"]) == ("digital", "membership")
