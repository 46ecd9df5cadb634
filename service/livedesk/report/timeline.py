"""How a broadcast went, as shapes on a picture 952 units wide: where each curve, bar, gap and question stands (pure).

`timeline.svg` draws them. Coordinates are rounded to tenths, times are milliseconds since 1970.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from livedesk.metrics import Minute
from livedesk.questions.question import Question

WIDTH = 952
LEFT, RIGHT = 8, 944
VIEWERS_TOP, VIEWERS_BASE = 26, 130
COMMENTS_TOP, COMMENTS_BASE = 160, 200
LIKES_TOP, LIKES_BASE = 226, 256
QUESTIONS_TOP = 294
LANE = 19
NARROW_LANE = 7
WIDE_LANES = 10
"""With more lanes than these, they are narrow."""

MOST_LANES = 36
"""Questions that find no room in these are counted below the picture instead of drawn."""

BANDS = ((180, "#0d5c4c"), (360, "#a88600"), (600, "#c87400"))
OVER = "#b5371d"
CALM = "#6b7d7e"
"""Colours of a wait of so many seconds, of a longer one, and of what was settled another way."""

TICKS = (1, 2, 5, 10, 15, 20, 30, 60, 120)
MOST_TICKS = 9
MINUTE_MS = 60_000
LABEL_ROOM = 5
"""Units between the end of one question's line and the beginning of the next in its lane."""

Span = tuple[int, int]


class Bar(Struct, frozen=True):
    """A column of one minute, from `y` down to its base."""

    x: float
    y: float
    width: float
    height: float


class Row(Struct, frozen=True):
    """Bars over one base; `most` is the largest number, which reaches to the top."""

    bars: list[Bar]
    most: int


class Line(Struct, frozen=True):
    """A question from `x` to `x_end` at height `y`, in a colour; open where nobody answered it."""

    x: float
    x_end: float
    y: float
    colour: str
    answered: bool
    settled: bool


class Picture(Struct, frozen=True):
    """Everything that is drawn."""

    height: float
    base: float
    areas: list[str]
    curves: list[str]
    peak: tuple[float, float, int, int] | None
    comments: Row
    likes: Row
    gaps: list[tuple[float, float, float]]
    pauses: list[tuple[float, float]]
    lines: list[Line]
    undrawn: int
    thick: float
    ticks: list[tuple[float, int]]
    noted: list[float]


class Live(Struct, frozen=True):
    """What is drawn of a broadcast."""

    started_at: int
    ended_at: int
    minutes: Sequence[Minute]
    gaps: Sequence[Span]
    pauses: Sequence[Span]
    questions: Sequence[Question]
    noted: Sequence[int] = ()
    """When something changed that staff noted, in order."""


def picture(live: Live) -> Picture:
    """Place everything."""
    scale = _Scale(live.started_at, max(live.ended_at, live.started_at + 60_000))
    lanes, undrawn = _lanes(live.questions, scale)
    lane = LANE if len(lanes) <= WIDE_LANES else NARROW_LANE
    base = QUESTIONS_TOP + max(1, len(lanes)) * lane + 4
    runs = _runs(live, scale)
    return Picture(
        height=base + 24,
        base=base,
        areas=[_area(run) for run in runs],
        curves=[_path(run) for run in runs],
        peak=_peak(live.minutes, scale),
        comments=_row(
            [(each.at, each.comments) for each in live.minutes], COMMENTS_TOP, COMMENTS_BASE, scale
        ),
        likes=_row([(each.at, each.likes) for each in live.minutes], LIKES_TOP, LIKES_BASE, scale),
        gaps=[(scale.x(start), scale.width(start, end), (end - start) / 1000) for start, end in live.gaps],
        pauses=[(scale.x(start), scale.width(start, end)) for start, end in live.pauses],
        lines=[
            _line(question, scale, QUESTIONS_TOP + lane * place, live.ended_at)
            for place, questions in enumerate(lanes)
            for question in questions
        ],
        undrawn=undrawn,
        thick=5 if lane == LANE else 3,
        ticks=_ticks(scale),
        noted=[scale.x(at) for at in live.noted],
    )


class _Scale(Struct, frozen=True):
    start: int
    end: int

    def x(self, at: float) -> float:
        share = (min(max(at, self.start), self.end) - self.start) / (self.end - self.start)
        return round(LEFT + (RIGHT - LEFT) * share, 1)

    def width(self, start: float, end: float) -> float:
        return max(2.0, round(self.x(end) - self.x(start), 1))


Point = tuple[float, float]


def _runs(live: Live, scale: _Scale) -> list[list[Point]]:
    """Return the curve of the viewers, broken where nothing was heard.

    The largest number of a minute stands at its middle; the first and the last of a run reach to its edges.
    """
    most = max((each.viewers or 0 for each in live.minutes), default=0) or 1
    spans = _heard(live)
    sampled: dict[Span, list[tuple[int, float]]] = {span: [] for span in spans}
    for minute in live.minutes:
        if minute.viewers is not None and spans:
            y = round(VIEWERS_BASE - (VIEWERS_BASE - VIEWERS_TOP) * minute.viewers / most, 1)
            sampled[max(spans, key=lambda span: _overlap(minute.at, span))].append((minute.at, y))
    return [_run(span, found, scale) for span, found in sampled.items() if found]


def _run(span: Span, sampled: Sequence[tuple[int, float]], scale: "_Scale") -> list[Point]:
    """Return the points of one run: each minute's middle, and the edges of the first and the last."""
    (first, first_y), (last, last_y) = sampled[0], sampled[-1]
    timed = [(first, first_y), *((at + MINUTE_MS // 2, y) for at, y in sampled), (last + MINUTE_MS, last_y)]
    return [(scale.x(min(max(at, span[0]), span[1])), y) for at, y in timed]


def _overlap(minute: int, span: Span) -> int:
    return min(minute + MINUTE_MS, span[1]) - max(minute, span[0])


def _heard(live: Live) -> list[Span]:
    """Return the spans between the gaps."""
    edges = [live.started_at, *(edge for gap in sorted(live.gaps) for edge in gap), live.ended_at]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _path(run: Sequence[Point]) -> str:
    """Return a curve through these points that never swings over them."""
    (x, y), *_ = run
    steps = [f"C{(a + c) / 2:.1f} {b} {(a + c) / 2:.1f} {d} {c} {d}" for (a, b), (c, d) in pairwise(run)]
    return f"M{x} {y}" + "".join(steps)


def _area(run: Sequence[Point]) -> str:
    return f"{_path(run)}V{VIEWERS_BASE}H{run[0][0]}Z"


def _peak(minutes: Iterable[Minute], scale: _Scale) -> tuple[float, float, int, int] | None:
    sampled = [each for each in minutes if each.viewers]
    if not sampled:
        return None
    highest = max(sampled, key=lambda each: each.viewers or 0)
    return (scale.x(highest.at + 30_000), VIEWERS_TOP, highest.viewers or 0, highest.at)


def _row(counted: Sequence[tuple[int, int]], top: int, base: int, scale: _Scale) -> Row:
    most = max((count for _, count in counted), default=0)
    bars = []
    for at, count in counted:
        height = round((base - top) * count / (most or 1), 1)
        if height:
            width = max(1.0, scale.width(at, at + 60_000) - 1)
            bars.append(Bar(scale.x(at), round(base - height, 1), width, height))
    return Row(bars, most)


def _lanes(questions: Iterable[Question], scale: _Scale) -> tuple[list[list[Question]], int]:
    """Put questions into the first lane that has room for them; return the lanes and how many found none."""
    lanes: list[list[Question]] = []
    ends: list[float] = []
    undrawn = 0
    for question in sorted(questions, key=lambda each: each.asked_at):
        begins, ends_at = scale.x(question.asked_at), scale.x(question.answered_at or scale.end)
        free = next((place for place, end in enumerate(ends) if end + LABEL_ROOM < begins), len(lanes))
        if free == len(lanes):
            if free == MOST_LANES:
                undrawn += 1
                continue
            lanes.append([])
            ends.append(0)
        lanes[free].append(question)
        ends[free] = max(ends_at, begins + LABEL_ROOM)
    return lanes, undrawn


def _line(question: Question, scale: _Scale, y: float, ended_at: int) -> Line:
    answered = question.answered_at is not None
    end = question.answered_at or ended_at
    settled = question.status in {"deferred", "referred"}
    colour = CALM if settled else wait_colour((end - question.asked_at) / 1000) if answered else OVER
    return Line(scale.x(question.asked_at), scale.x(end), y, colour, answered, settled)


def wait_colour(seconds: float) -> str:
    """Return the colour of a wait."""
    return next((colour for most, colour in BANDS if seconds < most), OVER)


def _ticks(scale: _Scale) -> list[tuple[float, int]]:
    """Return where the axis bears a time, at round minutes of the clock."""
    minutes = (scale.end - scale.start) / 60_000
    step = next((step for step in TICKS if minutes / step <= MOST_TICKS), TICKS[-1]) * 60_000
    first = -(-scale.start // step) * step
    return [(scale.x(at), at) for at in range(first, scale.end + 1, step)]
