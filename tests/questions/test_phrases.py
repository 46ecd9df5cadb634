"""Finding phrases in words."""

import pytest

from livedesk.questions.phrases import REMEMBERED, Phrases


def found(phrase: str, said: str, suffixes: tuple[str, ...] = ()) -> bool:
    return bool(Phrases([(phrase, True)], suffixes).find(said.split()))


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("jam buka", "kak jam buka min"),
        ("when|where is|are", "so where are you"),
        ("wypożycz*", "gdzie wypozyczalnia"),
        ("*pinjam*", "bisa dipinjamkan gak"),
        ("ada * gak", "ada novel gak"),
        ("e-book*", "e books"),
        ("konto czyteln*", "moje konto czytelnicze"),
    ],
)
def test_a_phrase_is_found_where_it_is_said(phrase: str, said: str) -> None:
    assert found(phrase, said)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [("jam buka", "jam"), ("jam buka", "jam kita buka"), ("ada * gak", "ada gak"), ("free", "freedom")],
)
def test_a_phrase_is_not_found_where_it_is_not_said(phrase: str, said: str) -> None:
    assert not found(phrase, said)


def test_a_word_may_bear_a_suffix() -> None:
    assert found("alamat", "alamatnya", ("nya",))
    assert not found("alamat", "alamatnya")


def test_a_match_says_from_where_to_where() -> None:
    assert Phrases([("b c", "x")]).find(["a", "b", "c"]) == [(1, 3, "x")]


def test_what_is_remembered_is_bounded_and_changes_nothing() -> None:
    phrases = Phrases([("a*", "x")])
    for number in range(REMEMBERED + 10):
        assert phrases.find([f"a{number}"])
    assert len(phrases._begun) <= REMEMBERED
