"""What comments are about."""

import pytest

from livedesk.questions.detect import detector
from livedesk.questions.topics import TopicsUnreadable, topics, with_own

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
    assert here.detect("what is the late fine on ebooks").topics == ("fines_lost", "digital")


def test_two_topics_are_offered_for_whatever_is_asked() -> None:
    found = here.detect("co sądzicie?")
    assert found.topic == found.topics[0]
    assert len(set(found.topics)) == 2


def test_a_comment_without_words_has_no_topic() -> None:
    found = here.detect("???")
    assert (found.topic, found.topics) == (None, ())


def test_every_topic_has_labels_and_keywords_in_all_three_languages() -> None:
    for name, topic in topics().by_name.items():
        assert set(topic.label) == set(topic.keywords) == {"id", "pl", "en"}, name
        assert 1 <= topic.read_level <= 6


def test_there_are_fifteen_topics() -> None:
    assert len(topics().by_name) == 15


OWN = """
[hours]
count_as = "schedule"
label = { en = "When we are open" }
keywords = { en = ["rhubarb"] }

[seeds]
count_as = "other"
label = { en = "Seed library" }
keywords = { en = ["seed library", "seeds"] }
"""


def test_a_library_adds_topics_and_changes_what_others_count_as() -> None:
    own = with_own(OWN)
    assert own.of(["is", "the", "seed", "library", "open"], {"hours": 0.9})[0] == "seeds"
    assert own.of(["do", "you", "have", "rhubarb"], {"catalogue_item": 0.9})[0] == "hours"
    hours = own.by_name["hours"]
    assert (hours.count_as, hours.label["en"], hours.label["pl"]) == (
        "schedule",
        "When we are open",
        "Godziny otwarcia",
    )
    assert own.by_name["digital"] == topics().by_name["digital"]


@pytest.mark.parametrize(
    "text",
    [
        "[seeds]\ncount_as = 'other'",
        "[hours]\ncount_as = 'nothing'",
        "[hours]\ncolour = 'red'",
        "hours = ",
        "[hours]\nread_level = 9",
    ],
)
def test_a_file_that_cannot_be_used_is_refused(text: str) -> None:
    with pytest.raises(TopicsUnreadable):
        with_own(text)
