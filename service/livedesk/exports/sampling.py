"""A sample for two people to code apart: some of every stratum, the same for the same seed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")


class Sample(Struct, frozen=True):
    """How many to draw, and the seed by which the same ones are drawn again."""

    size: int
    seed: int = 0


def stratified(rows: Iterable[T], stratum: Callable[[T], str], sample: Sample) -> list[T]:
    """Draw from each stratum by its share of the rows, at least one where there is room, in the order they came.

    One pass: of every stratum at most `size` rows are kept (Vitter's algorithm R), however many there are.
    """
    chance = Random(sample.seed)  # noqa: S311 - it draws a sample, it guards no secret
    counts: Counter[str] = Counter()
    kept: dict[str, list[tuple[int, T]]] = {}
    for number, row in enumerate(rows):
        name = stratum(row)
        counts[name] += 1
        pool = kept.setdefault(name, [])
        if len(pool) < sample.size:
            pool.append((number, row))
        elif (place := chance.randrange(counts[name])) < sample.size:
            pool[place] = (number, row)
    drawn = [
        one for name, many in _shares(counts, sample.size).items() for one in chance.sample(kept[name], many)
    ]
    return [row for _, row in sorted(drawn, key=lambda one: one[0])]


def _shares(counts: Mapping[str, int], size: int) -> Counter[str]:
    """Divide the sample among the strata: first one each, the largest first, then by d'Hondt's divisors."""
    given: Counter[str] = Counter()
    for _ in range(min(size, sum(counts.values()))):
        wanting = [name for name in counts if given[name] < counts[name]]
        given[max(wanting, key=lambda name: (not given[name], counts[name] / (given[name] + 1)))] += 1
    return given
