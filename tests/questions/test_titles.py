"""The title in a comment that asks for a book."""

import pytest

from livedesk.questions.lexicon import lexicon
from livedesk.questions.titles import title_in

LEXICON = lexicon(("id", "en", "pl"))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("ada novel laut bercerita gak kak", "laut bercerita"),
        ("kak Filosofi Teras ada di perpus ga", "Filosofi Teras"),
        ("ada tak buku Salina dalam koleksi", "Salina"),
        ("macie nowego Mroza", "Mroza"),
        ("czy jest książka Empuzjon", "Empuzjon"),
        ("do you have onyx storm", "onyx storm"),
        ("do you have babel by rf kuang?", "babel"),
        ("is the women by kristin hannah there?", "the women"),
        ("got any copies of diary of a wimpy kid", "diary of a wimpy kid"),
        ("macie „Chłopki” Joanny Kuciel-Frydryszak?", "Chłopki"),
        ('is "fourth wing" in', "fourth wing"),
    ],
)
def test_the_title_is_found_as_it_was_typed(text: str, title: str) -> None:
    assert title_in(text, LEXICON) == title


@pytest.mark.parametrize(
    "text", ["", "kak", "ada buku gak kak", "do you have any books", "czy macie książki", "?"]
)
def test_where_there_is_no_title_none_is_found(text: str) -> None:
    assert title_in(text, LEXICON) is None


@pytest.mark.parametrize(
    "text", ["“" * 5000, "a" * 10_000, "'a" * 3000, "\u202e" * 900, "ada " * 4000, "\ud800"]
)
def test_hostile_text_costs_nothing_and_raises_nothing(text: str) -> None:
    title = title_in(text, LEXICON)
    assert title is None or len(title) <= 500
