"""The plain spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.questions.lexicon import lexicon
from livedesk.questions.text import LIMIT, bare, plain, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GAKKKK", "gak"),
        ("ŁÓDŹ źródła", "lodz zrodla"),
        ("Don’t can't", "dont cant"),
        ("Ｈｅｌｌｏ", "hello"),
        ("z̸̛a̵l̶g̷o̵", "zalgo"),
        ("2000 maaf book", "2000 maaf book"),
    ],
)
def test_a_text_has_one_plain_spelling(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_words_are_split_at_hyphens_and_signs() -> None:
    assert words(plain("e-book, wi-fi… kura-kura!")) == ["e", "book", "wi", "fi", "kura", "kura"]


def test_addresses_of_pages_and_people_are_left_out() -> None:
    assert bare("lihat https://a.b/c?d @budi.01 ya").split() == ["lihat", "ya"]
    assert bare("lihat perpus-kota.go.id/katalog?q=1 atau x.id").split() == ["lihat", "atau", "x.id"]


@given(st.text(alphabet=st.characters(), max_size=400))
def test_the_plain_spelling_of_any_text_is_words(text: str) -> None:
    assert all(word == word.casefold() and word for word in words(plain(text)))


@given(
    st.lists(
        st.text(st.characters() | st.sampled_from("aaołK'’@?\u0301\u00a8\u00a0\u200b\x1c\x85"), max_size=9),
        max_size=3,
    )
)
def test_words_are_spelled_one_by_one_as_they_are_all_at_once(said: list[str]) -> None:
    known, text = lexicon(("id", "en", "pl")), " ".join(said)
    assert known.read(text) == tuple(known.spell_out(words(plain(bare(text)))))


@given(st.sampled_from(["a", "ą", "?", "\u0301", "\ud83d", "\ufdfa", " a", "\u202e"]), st.integers(1, 10_000))
def test_only_the_beginning_of_a_long_text_is_read(piece: str, times: int) -> None:
    assert plain(piece * times) == plain((piece * times)[:LIMIT])
