"""What counts as praise."""

import pytest

from livedesk.events import Comment, Entry, Viewer
from livedesk.questions.lexicon import lexicon
from livedesk.questions.praise import Praise, Quote, is_praise, praise

LEXICON = lexicon(("id", "en", "pl"))


def said(*texts: str, role: str = "viewer") -> list[Entry]:
    return [
        Entry(seq, 1, 0, 0, Comment(text, role=role), Viewer(f"k{seq}"))  # type: ignore[arg-type]
        for seq, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "rak bukunya bagus bgt",
        "kereeen kak",
        "jaka piękna biblioteka",
        "super pomysł",
        "love this library so much",
    ],
)
def test_speaking_well_of_something_is_praise_in_every_language(text: str) -> None:
    assert is_praise(LEXICON.read(text))


@pytest.mark.parametrize(
    "text",
    ["halo kak dari Batu", "ga bagus suaranya", "nie podoba mi się", "not great tbh", "dobry wieczór", ""],
)
def test_greetings_and_what_is_turned_around_are_none(text: str) -> None:
    assert not is_praise(LEXICON.read(text))


def test_the_same_words_of_several_people_are_one_quotation_and_come_first() -> None:
    found = praise(said("mantap kak", "love how calm this library is", "Mantap kak!", "halo"), (), LEXICON)
    assert (found.comments, found.people) == (3, 3)
    assert found.quotes == (Quote("mantap kak", 2), Quote("love how calm this library is", 1))


def test_what_asks_and_what_the_host_says_is_no_praise() -> None:
    assert praise(said("ada buku bagus gak kak"), {1}, LEXICON) == Praise()
    assert praise(said("bukunya bagus ya", role="host"), (), LEXICON) == Praise()


def test_a_quotation_names_nobody() -> None:
    assert praise(said("keren @rina"), (), LEXICON).quotes[0].text == "keren @…"
