"""Many libraries' cards side by side: medians and quartiles of each cell that has five libraries or more.

A cell is a quarter, a type of library and a size band: AFBP warns to compare within a type only. A card names no
library, so within a quarter every card counts as another library, and the same card twice as one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import quantiles
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from livedesk.benchmark.card import FEW, FIGURES, Card

LEAST_LIBRARIES = 5

FEW_PEOPLE = 2.5
FEW_SHARE = 0.05
"""What `<5` is taken for: so many people, or such a share of the questions."""


class Cell(NamedTuple):
    """Which libraries are compared: one quarter, one type, one band."""

    period: str
    library_type: str
    population_band: str


class Quartiles(Struct, frozen=True):
    """A figure over the libraries of a cell: how many have it, lower quartile, median, upper quartile."""

    libraries: int
    lower: float
    median: float
    upper: float


Figures: TypeAlias = dict[str, float]


class Comparison(Struct, frozen=True):
    """What can be said of many cards: the `cells` large enough, how many cards the others have, what was left out."""

    cells: Mapping[Cell, Mapping[str, Quartiles]]
    too_few: Mapping[Cell, int]
    twice: int = 0
    other_definitions: int = 0


def compare(cards: Sequence[Card]) -> Comparison:
    """Compare cards whose figures mean the same; where definitions differ, those of the most cards count."""
    distinct = list({repr(each): each for each in cards}.values())
    usual = Counter(each.definitions_hash for each in distinct).most_common(1)
    alike = [each for each in distinct if each.definitions_hash == usual[0][0]]
    cells: dict[Cell, list[Figures]] = defaultdict(list)
    for each in alike:
        cells[cell(each)].append(figures(each))
    return Comparison(
        cells={
            name: _quartiles(many) for name, many in sorted(cells.items()) if len(many) >= LEAST_LIBRARIES
        },
        too_few={name: len(many) for name, many in sorted(cells.items()) if len(many) < LEAST_LIBRARIES},
        twice=len(cards) - len(distinct),
        other_definitions=len(distinct) - len(alike),
    )


def cell(card: Card) -> Cell:
    """Return the cell that a card belongs to."""
    return Cell(card.period, card.library_type, card.population_band)


def figures(card: Card) -> Figures:
    """Return the figures of a card that are compared, those it has."""
    medians = {name: getattr(card, f"median_{name}") for name in FIGURES}
    people = {
        name: FEW_PEOPLE if value == FEW else value for name, value in medians.items() if value is not None
    }
    shares = {
        f"topic {topic}": FEW_SHARE if share == FEW else share for topic, share in card.topic_share.items()
    }
    return people | shares


def report(comparison: Comparison, own: Card | None = None) -> Iterator[str]:
    """Yield the lines of a report; with a card of one's `own`, its figures beside those of its cell."""
    for name, rows in comparison.cells.items():
        yield f"{name.period}, {name.library_type} libraries, {name.population_band} inhabitants"
        beside = figures(own) if own is not None and cell(own) == name else {}
        yield f"  {'':<30}{'libraries':>10}{'lower':>9}{'median':>9}{'upper':>9}{'yours' if beside else '':>9}"
        for figure, row in rows.items():
            numbers = "".join(f"{value:>9.3g}" for value in (row.lower, row.median, row.upper))
            yours = f"{beside[figure]:>9.3g}" if figure in beside else ""
            yield f"  {figure:<30}{row.libraries:>10}{numbers}{yours}"
        yield ""
    for name, many in comparison.too_few.items():
        yield (
            f"{name.period}, {name.library_type}, {name.population_band}: {many} of the {LEAST_LIBRARIES} libraries "
            "that a comparison needs."
        )
    if comparison.twice:
        yield f"Cards that were there more than once, and count once: {comparison.twice}."
    if comparison.other_definitions:
        yield f"Cards left out, because their figures have other definitions than most: {comparison.other_definitions}."


def _quartiles(many: Iterable[Figures]) -> dict[str, Quartiles]:
    """Return the quartiles of each figure that at least five libraries have."""
    by_figure: dict[str, list[float]] = defaultdict(list)
    for each in many:
        for figure, value in each.items():
            by_figure[figure].append(value)
    return {
        figure: Quartiles(len(values), *quantiles(values, n=4, method="inclusive"))
        for figure, values in by_figure.items()
        if len(values) >= LEAST_LIBRARIES
    }
