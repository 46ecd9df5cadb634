"""Broadcasts side by side: one line each, the same by weekday and by hour, and how the figures went over time (pure).

Each figure stands with the coverage of its broadcast. Medians are over broadcasts: one that lasted long counts once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from statistics import median

from msgspec import Struct

from livedesk import notes
from livedesk.events import Aspect, Noted
from livedesk.metrics import VERSION, Value
from livedesk.privacy.redaction import without_handles
from livedesk.report.words import Words

COLUMNS = (
    *("viewers_peak_concurrent", "viewers_avg_concurrent", "comments_per_minute", "questions_confirmed"),
    *("answer_rate", "median_response_s", "askers_served", "reference_transactions", "coverage"),
)
"""The figures of each broadcast that are shown, by their names in docs/metrics.md."""

GROUPED = ("viewers_peak_concurrent", "comments_per_minute", "answer_rate", "median_response_s")
"""Those whose medians are shown by weekday and hour, and which are drawn over time."""

GROUPED_BY: tuple[Aspect, ...] = (*notes.SETUP, "tags")
"""What is noted in the same words again and again; contents are all different."""

HEIGHT = 120
WIDTH = 440


class Side(Struct, frozen=True):
    """One broadcast: when it began, in milliseconds since 1970, its figures, and what staff noted of it."""

    id: int
    handle: str
    started_at: int
    figures: Mapping[str, Value]
    notes: Sequence[Noted] = ()


class Group(Struct, frozen=True):
    """The broadcasts of one weekday, hour or set-up: how many, and the medians of their figures."""

    name: str
    broadcasts: int
    medians: Mapping[str, float | None]


class Trend(Struct, frozen=True):
    """One figure over time: a bar for each broadcast, oldest first, and the largest value.

    `marks` are where the numbers of `Changes` stand below the bars.
    """

    figure: str
    bars: Sequence[tuple[float, float, float, float]]
    most: float
    marks: Sequence[tuple[float, int]] = ()


class Changes(Struct, frozen=True):
    """What of the set-up was other than before in one broadcast, the `place`-th; `number` is its mark on the page."""

    number: int
    place: int
    side: Side
    changes: Sequence[notes.Change]


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


def by_aspect(sides: Iterable[Side], aspect: Aspect) -> list[Group]:
    """Group broadcasts by what was noted of an aspect from their beginning on; by each tag, where there are several."""
    found: dict[str, list[Side]] = {}
    called: dict[str, str] = {}
    for side in sides:
        noted = notes.at_the_beginning(side.notes).get(aspect, "")
        for value in notes.tags(noted) if aspect == "tags" else filter(None, [noted]):
            called.setdefault(notes.plain(value), without_handles(value))
            found.setdefault(notes.plain(value), []).append(side)
    return [_group(called[value], found[value]) for value in sorted(found)]


def what_changed(sides: Iterable[Side]) -> list[Changes]:
    """Say in which of these broadcasts, oldest first, the set-up was other than in the handle's broadcast before."""
    known: dict[str, dict[Aspect, str]] = {}
    found: list[Changes] = []
    for place, side in enumerate(sides):
        before = known.get(side.handle, {})
        if changed := notes.changes(side.started_at, side.notes, before):
            found.append(Changes(len(found) + 1, place, side, changed))
        known[side.handle] = notes.after(side.notes, before)
    return found


def trends(sides: Sequence[Side], changed: Sequence[Changes] = ()) -> list[Trend]:
    """Draw the grouped figures of these broadcasts, oldest first, with a mark where something `changed`."""
    return [_trend(figure, [side.figures.get(figure) for side in sides], changed) for figure in GROUPED]


def values(sides: Sequence[Side], w: Words) -> dict[str, object]:
    """Return what the template of the page needs."""
    oldest_first = sorted(sides, key=lambda side: side.started_at)
    changed = what_changed(oldest_first)
    return {
        "w": w,
        "sides": oldest_first[::-1],
        "columns": COLUMNS,
        "grouped": GROUPED,
        "groups": _tables(sides, w),
        "trends": trends(oldest_first, changed),
        "changed": changed,
        "without_handles": without_handles,
        "told": told,
        "width": WIDTH,
        "height": HEIGHT,
        "version": VERSION,
    }


def _tables(sides: Sequence[Side], w: Words) -> list[tuple[str, list[Group]]]:
    """Return the tables of groups by their headings; an aspect of which nothing is noted has none."""
    by_time = [(w.t("by_weekday"), by_weekday(sides, w)), (w.t("by_hour"), by_hour(sides, w))]
    noted = [
        (w.t("by_aspect", aspect=w.t(f"noted_{aspect}")), by_aspect(sides, aspect)) for aspect in GROUPED_BY
    ]
    return by_time + [(heading, groups) for heading, groups in noted if groups]


def _groups(sides: Iterable[Side], key: Callable[[Side], int], name: Callable[[int], str]) -> list[Group]:
    grouped: dict[int, list[Side]] = {}
    for side in sides:
        grouped.setdefault(key(side), []).append(side)
    return [_group(name(each), grouped[each]) for each in sorted(grouped)]


def _group(name: str, sides: Sequence[Side]) -> Group:
    return Group(name, len(sides), {figure: _median(sides, figure) for figure in GROUPED})


def _median(sides: Sequence[Side], figure: str) -> float | None:
    known = [value for side in sides if isinstance(value := side.figures.get(figure), int | float)]
    return median(known) if known else None


def _trend(figure: str, found: Sequence[Value], changed: Sequence[Changes]) -> Trend:
    numbers = [value if isinstance(value, int | float) else 0.0 for value in found]
    most = max(numbers, default=0.0)
    step = WIDTH / max(1, len(numbers))
    wide = min(step - 2, 40)
    bars = [
        (
            round(place * step, 1),
            round(HEIGHT - HEIGHT * number / (most or 1), 1),
            round(wide, 1),
            round(HEIGHT * number / (most or 1), 1),
        )
        for place, number in enumerate(numbers)
    ]
    marks = [(round(each.place * step + wide / 2, 1), each.number) for each in changed]
    return Trend(figure, bars, most, marks)


def _moment(side: Side, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(side.started_at / 1000, zone)
