"""Which comments ask the same."""

import pytest

from livedesk.questions.group import Wordings
from livedesk.questions.lexicon import lexicon


def same(one: str, other: str, viewers: tuple[str | None, str | None]) -> bool:
    wordings = Wordings(lexicon(("id", "en", "pl")))
    return wordings.of(one, viewers[0]) == wordings.of(other, viewers[1])


TWO = ("ani", "budi")
ONE = ("ani", "ani")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kak buka sabtu gak", "Buka sabtu gakkk kak??"),
        ("czy można zarezerwować?", "dzień dobry czy mozna zarezerwowac"),
        ("what time do you close", "hi, what time do you close please"),
    ],
)
def test_the_same_words_by_anybody_are_one_question(one: str, other: str) -> None:
    assert same(one, other, TWO)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("buka sabtu gak", "buka minggu gak"),
        ("can i keep it 2 weeks", "can i keep it 3 weeks"),
        ("do you have circe", "do you have emma"),
        ("ada novel bumi tere liye gak", "ada novel bulan tere liye gak"),
    ],
)
def test_another_day_number_or_title_is_another_question(one: str, other: str) -> None:
    assert not same(one, other, TWO)
    assert not same(one, other, ONE)


def test_a_viewer_who_adds_words_asks_again() -> None:
    assert same("jam berapa tutup", "jam berapa tutup tolong dijawab", ONE)
    assert same("do you have circe in audio", "do you have circe", ONE)


def test_another_viewer_who_adds_words_asks_something_else_for_now() -> None:
    assert not same("jam berapa tutup", "jam berapa tutup perpustakaan", TWO)


def test_an_added_day_is_not_asking_again() -> None:
    assert not same("jam berapa tutup", "jam berapa tutup sabtu", ONE)


def test_marks_alone_are_one_wording() -> None:
    assert same("?", " ? ", TWO)


def test_viewers_who_are_not_known_are_not_taken_for_one() -> None:
    assert not same("jam berapa tutup", "jam berapa tutup tolong dijawab", (None, None))
