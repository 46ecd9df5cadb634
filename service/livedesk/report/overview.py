"""Broadcasts side by side: one line each, the same by weekday and by hour, and how the figures went over time (pure).

Each figure stands with the coverage of its broadcast. Medians are over broadcasts: one that lasted long counts once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from statistics import median

from msgspec import Struct

from livedesk.metrics import VERSION, Value
from livedesk.report.words import Words

COLUMNS = (
    *("viewers_peak_concurrent", "viewers_avg_concurrent", "comments_per_minute", "questions_confirmed"),
    *("answer_rate", "median_response_s", "askers_served", "reference_transactions", "coverage"),
)
"""The figures of each broadcast that are shown, by their names in docs/metrics.md."""

GROUPED = ("viewers_peak_concurrent", "comments_per_minute", "answer_rate", "median_response_s")
"""Those whose medians are shown by weekday and hour, and which are drawn over time."""

HEIGHT = 120
WIDTH = 440


class Side(Struct, frozen=True):
    """One broadcast: when it began, in milliseconds since 1970, and its figures."""

    id: int
    handle: str
    started_at: int
    figures: Mapping[str, Value]


class Group(Struct, frozen=True):
    """The broadcasts of one weekday or hour: how many, and the medians of their figures."""

    name: str
    broadcasts: int
    medians: Mapping[str, float | None]


class Trend(Struct, frozen=True):
    """One figure over time: a bar for each broadcast, oldest first, and the largest value."""

    figure: str
    bars: Sequence[tuple[float, float, float, float]]
    most: float


def told(figure: str, value: Value, w: Words) -> str:
    """Write a figure as its unit asks for; a dash where it cannot be known."""
    if not isinstance(value, int | float):
        return "–"
    if figure in {"answer_rate", "coverage"}:
        return w.percent(value, 1 if figure == "coverage" else 0)
    if figure == "median_response_s":
        return w.short(value)
    return w.decimal(value) if figure == "comments_per_minute" else w.number(value)


def by_weekday(sides: Sequence[Side], w: Words) -> list[Group]:
    """Group broadcasts by the weekday on which they began, from Monday on."""
    return _groups(sides, lambda side: _moment(side, w.zone).weekday(), w.weekday)


def by_hour(sides: Sequence[Side], w: Words) -> list[Group]:
    """Group broadcasts by the hour in which they began."""
    return _groups(sides, lambda side: _moment(side, w.zone).hour, lambda hour: f"{hour:02d}:00")


def trends(sides: Sequence[Side]) -> list[Trend]:
    """Draw the grouped figures of these broadcasts, oldest first."""
    return [_trend(figure, [side.figures.get(figure) for side in sides]) for figure in GROUPED]


def values(sides: Sequence[Side], w: Words) -> dict[str, object]:
    """Return what the template of the page needs."""
    oldest_first = sorted(sides, key=lambda side: side.started_at)
    return {
        "w": w,
        "sides": oldest_first[::-1],
        "columns": COLUMNS,
        "grouped": GROUPED,
        "groups": [("by_weekday", by_weekday(sides, w)), ("by_hour", by_hour(sides, w))],
        "trends": trends(oldest_first),
        "told": told,
        "width": WIDTH,
        "height": HEIGHT,
        "version": VERSION,
    }


def _groups(sides: Iterable[Side], key: Callable[[Side], int], name: Callable[[int], str]) -> list[Group]:
    grouped: dict[int, list[Side]] = {}
    for side in sides:
        grouped.setdefault(key(side), []).append(side)
    return [
        Group(name(each), len(grouped[each]), {figure: _median(grouped[each], figure) for figure in GROUPED})
        for each in sorted(grouped)
    ]


def _median(sides: Sequence[Side], figure: str) -> float | None:
    known = [value for side in sides if isinstance(value := side.figures.get(figure), int | float)]
    return median(known) if known else None


def _trend(figure: str, found: Sequence[Value]) -> Trend:
    numbers = [value if isinstance(value, int | float) else 0.0 for value in found]
    most = max(numbers, default=0.0)
    step = WIDTH / max(1, len(numbers))
    bars = [
        (
            round(place * step, 1),
            round(HEIGHT - HEIGHT * number / (most or 1), 1),
            round(min(step - 2, 40), 1),
            round(HEIGHT * number / (most or 1), 1),
        )
        for place, number in enumerate(numbers)
    ]
    return Trend(figure, bars, most)


def _moment(side: Side, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(side.started_at / 1000, zone)
