"""Which comments ask, and what they ask."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from livedesk.events import Comment, Entry, Viewer
from livedesk.questions import sensitivity
from livedesk.questions.detect import UNKNOWN, Detector, detector, marked
from livedesk.questions.lexicon import known_languages
from livedesk.questions.queue import fold

LANGUAGES = ("id", "en", "pl")
PROBES: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("probes.toml").read_text("utf-8")
)
ASKING = [
    (language, kind, text)
    for language, kinds in PROBES.items()
    for kind, texts in kinds.items()
    if kind != "none"
    for text in texts
]
CALM = [text for kinds in PROBES.values() for text in kinds["none"]]

here = detector(LANGUAGES)


@pytest.mark.parametrize(("language", "kind", "text"), ASKING)
def test_it_finds_what_asks_without_a_mark(language: str, kind: str, text: str) -> None:
    found = here.detect(text)
    assert found.question
    assert (found.kind, found.language) == (kind, language)


@pytest.mark.parametrize("text", CALM)
def test_it_leaves_alone_what_asks_nothing(text: str) -> None:
    assert not here.detect(text).question


@pytest.mark.parametrize("text", CALM)
def test_a_mark_makes_anything_a_question(text: str) -> None:
    found = here.detect(f"{text}?")
    assert found.question
    assert "question mark" in found.why


@pytest.mark.parametrize("mark", ["?", "？", "؟", "⁇", "⁉", "¿"])
def test_a_question_mark_of_any_script_asks(mark: str) -> None:
    assert here.detect(f"qwxz {mark}").question


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/search?q=books",
        "www.example.org/?page=2 super",
        "example.org/find?x=1",
        "(・_・?)",
        "o_? haha",
    ],
)
def test_a_mark_in_an_address_or_a_face_asks_nothing(text: str) -> None:
    assert not here.detect(text).question


def test_a_question_beside_an_address_is_still_found() -> None:
    assert here.detect("https://example.org/a?b=c is that the link?").question


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("KAK BUKA SABTU GAKKKKK", "kak buka sabtu gak"),
        ("gdzie są książki dla dzieci", "gdzie sa ksiazki dla dzieci"),
        ("can't log in", "can’t log in"),
        ("𝐰𝐡𝐞𝐫𝐞 𝐚𝐫𝐞 𝐲𝐨𝐮", "where are you"),
        ("w\u200bhere are you", "where are you"),
    ],
)
def test_spelling_does_not_change_what_is_found(text: str, same: str) -> None:
    assert here.detect(text).score == here.detect(same).score >= 0.5


def test_it_says_why() -> None:
    assert here.detect("kak buka sabtu gak").why == "ends with “gak”"
    assert here.detect("how cute").why.startswith("begins with “how”, but ")
    assert here.detect("halo").why == "nothing that asks"


def test_all_languages_are_looked_for_at_once() -> None:
    mixed = "min can i pinjam buku dari rumah"
    assert here.detect(mixed).question
    assert Detector(("pl",)).detect(mixed).question


def test_a_comment_is_said_to_be_in_one_of_the_languages_asked_for() -> None:
    malay = "esok buka pukul berapa"
    assert Detector(("ms",)).detect(malay).language == "ms"
    assert Detector(("pl",)).detect(malay).language == UNKNOWN


def test_what_gives_no_language_away_is_unknown() -> None:
    assert here.detect("😀 12").language == UNKNOWN


def test_a_language_without_a_file_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no language 'xx'; there are en, es, id, ms, pl"):
        Detector(("xx",))


def test_every_language_file_works_alone() -> None:
    for language in known_languages():
        assert Detector((language,)).detect("?").question


def test_more_sensitivity_finds_more() -> None:
    scores = [here.detect(text).score for text in CALM]
    asking = [
        sum(Detector(LANGUAGES, sensitivity).detect(text).question for text in CALM)
        for sensitivity in (0, 0.5, 0.9, 1)
    ]
    assert asking[:2] == [0, 0]
    assert asking[2:] == [sum(score >= 0.1 for score in scores), sum(score >= 0.05 for score in scores)]


def test_the_sensitivity_of_the_settings_holds_for_every_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivity, "_adopted", [0.5])
    sensitivity.adopt(0)
    asking = Entry(1, 1, 1, 1, Comment("kak buka sabtu gak"), Viewer("ani"), "m1")
    assert fold([asking]) == []
    sensitivity.adopt(0.5)
    assert [question.text for question in fold([asking])] == ["kak buka sabtu gak"]


@pytest.mark.parametrize("sensitivity", [0, 0.5, 1])
def test_a_mark_asks_however_little_is_wanted(sensitivity: float) -> None:
    assert Detector(LANGUAGES, sensitivity).detect("qwxz?").question


HOSTILE = [
    "a" * 10_000,
    ("a" + "\u0301" * 50) * 200,
    "\ud83d" * 5_000,
    "\u202e\u200f" * 5_000,
    "\ufdfa" * 10_000,
    "gak " * 2_500,
    "a." * 5_000 + "/",
    "(" * 10_000,
    "@" * 10_000,
    "'" * 10_000,
    "a\x00b\x1b[2J",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_raises_nothing(text: str) -> None:
    assert 0 <= here.detect(text).score <= 1


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_gets_the_same_sensible_answer_twice(text: str) -> None:
    found = here.detect(text)
    assert found == here.detect(text)
    assert found.question == (found.score >= 0.5)
    assert found.topic == (found.topics[0] if found.topics else None)


@settings(deadline=None)
@given(st.text(max_size=100), st.sampled_from(["?", "？", "؟"]))
def test_a_mark_never_makes_a_question_less_likely(text: str, mark: str) -> None:
    assume(not marked(text))  # a second mark may be surprise
    assert here.detect(f"{text} {mark}").score >= here.detect(text).score
