"""A model of labels: what it adds up in long numbers is what adding up one weight after the other comes to."""

from collections.abc import Sequence
from itertools import chain
from math import exp, isqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.questions.linear import BUCKETS, DENSE, Head, Linear, features, hashed, pack, unpack

UNIT = 0.02
LABELS = tuple("abcdefghijk")
Rows = dict[int, list[tuple[int, int]]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    random = Random(3)  # noqa: S311 (weights of a test)
    labels = range(len(LABELS))
    return {
        bucket: [(label, random.randint(-127, 127)) for label in random.sample(labels, random.randrange(4))]
        for bucket in range(BUCKETS)
    }


@pytest.fixture(scope="module")
def model(rows: Rows) -> Linear:
    return unpack(pack(Head(LABELS, UNIT, tuple(range(-5, 6))), rows))


def by_hand(rows: Rows, said: Sequence[str], concepts: Sequence[str]) -> list[float]:
    """Return the probability of each label."""
    places = [place for feature in features(said, concepts) for place in hashed(feature)]
    length = max(1, isqrt(sum(weight**2 for _, weight in places)))
    told = [length * bias for bias in range(-5, 6)]
    for label, number in chain.from_iterable(
        [(label, weight * number) for label, number in rows[bucket]] for bucket, weight in places
    ):
        told[label] += number
    raised = [exp((each - max(told)) * UNIT / length) for each in told]
    return [each / sum(raised) for each in raised]


words = st.lists(st.sampled_from(["buka", "jam", "9", "123", "buku", "ć", "\ud83d", "x" * 90]), max_size=70)
concepts = st.sets(st.sampled_from(["open", "day", "late", "card", "fine7"]))


@settings(deadline=None)
@given(words, concepts)
def test_adding_up_long_numbers_is_adding_up_each_weight(
    model: Linear, rows: Rows, said: list[str], concepts: set[str]
) -> None:
    expected = by_hand(rows, said, sorted(concepts))
    found = model.likely(said, concepts, least=0.05, most=len(LABELS))
    assert {at for _, at in found} >= {at for at, share in enumerate(expected) if share > 0.06}
    assert [share for share, _ in found] == pytest.approx([expected[at] for _, at in found], rel=0.02)
    assert found == sorted(found)


def test_what_never_comes_again_is_not_remembered(model: Linear) -> None:
    model.likely(["jam", "buka", "7", "42"], [], least=0.0, most=1)
    remembered = model._told.cache_info().currsize
    for number in range(50):
        model.likely(["jam", "buka", str(number)], [], least=0.0, most=1)
    assert model._told.cache_info().currsize == remembered


def test_which_number_it_is_makes_no_difference() -> None:
    assert features(["jam", "17"], []) == features(["jam", "23"], [])
    assert features(["jam", "17"], []) != features(["jam", "230"], [])


def test_there_may_be_more_labels_than_a_byte_can_number() -> None:
    labels = tuple(map(str, range(1_000)))
    rows = {bucket: [(999, 100)] for bucket, _ in hashed("wjam")}
    model = unpack(pack(Head(labels, UNIT, (0,) * len(labels)), rows))
    assert model.likely(["jam"], [], least=0.0, most=1)[-1][1] == 999


def test_a_bucket_with_many_weights_adds_the_same_as_one_with_few() -> None:
    labels = tuple(map(str, range(2 * DENSE)))
    few = {bucket: [(7, 90)] for bucket, _ in hashed("wjam")}
    many = {bucket: [(label, 90 if label == 7 else 1) for label in range(DENSE)] for bucket in few}
    sparse, dense = (unpack(pack(Head(labels, UNIT, (0,) * len(labels)), rows)) for rows in (few, many))
    (likeliest,) = sparse.likely(["jam"], [], least=0.0, most=1)
    for _ in range(2):
        (found,) = dense.likely(["jam"], [], least=0.0, most=1)
        assert found[1] == likeliest[1] == 7
        assert found[0] == pytest.approx(likeliest[0], rel=0.02)
    assert dense._rows
    assert not sparse._rows


def test_rows_of_the_greatest_weights_do_not_run_into_one_another() -> None:
    said = [f"{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(60)]
    named = [f"concept {at}" for at in range(12)]
    labels, unit = tuple(map(str, range(2 * DENSE))), 0.001
    row = [(at, 127 if at % 2 else 43) for at in range(len(labels))]
    places = [place for feature in features(said, named) for place in hashed(feature)]
    model = unpack(pack(Head(labels, unit, (0,) * len(labels)), {bucket: row for bucket, _ in places}))
    shares = {at: share for share, at in model.likely(said, named, least=0.0, most=len(labels))}
    apart = (127 - 43) * sum(weight for _, weight in places)
    length = isqrt(sum(weight**2 for _, weight in places))
    for even in range(0, len(labels), 2):
        assert shares[even + 1] / shares[even] == pytest.approx(exp(apart * unit / length), rel=0.01)
