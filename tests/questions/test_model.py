"""The model's file, and that its features see what they should."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.questions.detect import detector
from livedesk.questions.model import (
    HEADS,
    LONGEST_WORD,
    MOST_WORDS,
    Model,
    features,
    hashed,
    packed,
    parts,
    read_model,
    shipped,
)

here = detector(("id", "en", "pl"))


def tables(value: int = 0) -> list[tuple[bytes, float, float]]:
    return [(bytes([value % 256]) * (1 << bits), 0.5, -1.0) for bits in HEADS.values()]


def seen(text: str) -> list[int]:
    return features(*here.read(text))


def weigh(model: Model, text: str) -> float:
    return model.weigh(*here.read(text)).question


def test_what_is_written_is_read() -> None:
    model = read_model(packed(tables(1)))
    assert weigh(model, "where is it") == pytest.approx(-1.0 + 0.5 * len(seen("where is it")))


def test_a_model_that_knows_nothing_says_its_bias() -> None:
    assert weigh(read_model(packed(tables())), "where is it") == -1.0


def test_words_are_weighed_alike_the_second_time() -> None:
    assert weigh(shipped(), "where is the library") == weigh(shipped(), "where is the library")


def test_the_file_fits_where_it_may_be_half_a_mebibyte() -> None:
    assert sum(1 << bits for bits in HEADS.values()) <= 512 * 1024


def test_another_order_of_words_is_seen() -> None:
    assert sorted(seen("is it open")) != sorted(seen("it is open"))


def test_a_misspelt_word_shares_most_of_its_parts() -> None:
    right, wrong = set(parts("perpustakaan")), set(parts("perpustakan"))
    assert len(right & wrong) > len(right) / 2


def test_digits_are_all_alike() -> None:
    assert parts("2023") == parts("1987") != parts("19")


def test_which_number_it_is_makes_no_difference_and_takes_no_memory() -> None:
    model = shipped()
    assert model.weigh(("room", "12"), (0, 2), []) == model.weigh(("room", "47"), (0, 2), [])
    remembered = len(model._known)
    for number in range(50, 99):
        model.weigh(("room", str(number)), (0, 2), [])
    assert len(model._known) == remembered


@settings(deadline=None)
@given(st.text(max_size=400))
def test_features_are_whole_numbers_and_few(text: str) -> None:
    assert all(isinstance(feature, int) for feature in seen(text))
    assert len(seen(text)) <= MOST_WORDS * (3 * LONGEST_WORD + 10)


def test_half_a_surrogate_pair_has_a_hash() -> None:
    assert hashed("\ud83d") != hashed("\ude00")
