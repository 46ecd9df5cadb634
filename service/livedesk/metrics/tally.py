"""The running account of one broadcast: a fold over its log whose memory does not grow with the entries.

Only people (by viewer key, each once), minutes (bounded), whom to thank (bounded) and the last 60 seconds
are kept; all else is a number. Entries that the platform replayed from before the connection (`history`)
happened in this Live: they count in the totals and among the people. They were not heard as they happened, so
they enter no rate, no mean, no peak and no minute of the timeline; the numbers of likes and viewers in them
are out of date.
"""

from copy import copy
from enum import IntEnum
from typing import assert_never

from msgspec import Struct, field

from livedesk.events import (
    Caption,
    Comment,
    Connected,
    Decision,
    Deleted,
    Ended,
    Entry,
    Erased,
    Follow,
    Gap,
    Gift,
    Join,
    Like,
    LiveCenter,
    Noted,
    Paused,
    PlatformPin,
    PlatformQuestion,
    Resumed,
    Settled,
    Share,
    Taught,
    Undecoded,
    Viewer,
    Viewers,
)
from livedesk.metrics.clock import Clock
from livedesk.metrics.thanks import Due, Thanks
from livedesk.privacy.redaction import markers

MINUTE_MS = 60_000

TIMELINE_MINUTES = 720
"""Minutes the timeline keeps: TikTok ends a Live after eight hours, and twelve hours bound the memory."""


MOST_GAPS = 500
"""Gaps the timeline keeps, the newest: eight hours with one a minute."""


class Minute(Struct):
    """One minute of the timeline, from `at` on.

    `viewers` is the largest number reported in it (None where none was), `likes` what the room's total grew
    by, `gap_seconds` how much of it nothing could be heard.
    """

    at: int
    viewers: int | None = None
    comments: int = 0
    likes: int = 0
    gap_seconds: float = 0.0


class Span(Struct, frozen=True, gc=False):
    """A stretch of time."""

    start: int
    end: int


class Pulse(Struct, frozen=True, kw_only=True):
    """How a broadcast stands, for the desk; times in milliseconds since 1970.

    `metrics.DEFINITIONS` says what each figure is. `comments_per_minute` is here the comments heard in the
    last 60 seconds, for a Live that runs.
    """

    viewers_now: int
    viewers_peak: int
    comments: int
    comments_per_minute: int
    likes: int
    gifts: int
    follows: int
    shares: int
    joins: int
    coverage: float
    gap_seconds: float
    live_seconds: float
    started_at: int | None
    ended_at: int | None
    paused: bool
    timeline: list[Minute]
    gaps: list[Span]
    thanks: Due | None


class Act(IntEnum):
    """What a person can do, a bit each."""

    COMMENT = 1
    LIKE = 2
    GIFT = 4
    FOLLOW = 8
    SHARE = 16


class People(Struct):
    """Who took part and how, each person counted once however often they did it."""

    _acts: dict[str, int] = {}
    _counts: dict[int, int] = {}

    def __len__(self) -> int:
        """Return how many distinct people did anything."""
        return len(self._acts)

    def add(self, viewer: Viewer | None, act: Act) -> None:
        """Note that this viewer did this. Somebody unknown is nobody who could be told apart: not counted."""
        if viewer is None or not viewer.key:
            return
        done = self._acts.get(viewer.key, 0)
        if not done & act:
            self._acts[viewer.key] = done | act
            self._counts[act] = self.count(act) + 1

    def count(self, act: Act) -> int:
        """Return how many distinct people did this."""
        return self._counts.get(act, 0)


class Likes(Struct):
    """The growth of the room's own total since it was first seen.

    Batches are not summed: the platform sends some more than once, others never. A total smaller than one
    seen before is an old one that came late or from a server that lags, so the largest stands.
    """

    _first_at: int = 0
    _first: int = 0
    _largest: int = 0

    @property
    def count(self) -> int:
        """Likes since the first total."""
        return self._largest - self._first

    def see(self, at: int, total: int) -> int:
        """Take a total in and return by how much the likes grew; 0 is a total that the platform left out."""
        if total <= 0:
            return 0
        before = self.count
        if not self._largest:
            self._first_at, self._first = at, total
        elif (at, total) < (self._first_at, self._first):
            self._first_at, self._first = at, min(total, self._largest)
        self._largest = max(self._largest, total)
        return self.count - before


class Audience(Struct):
    """How many watched: the last sample, the largest, and the mean weighted by how long each one stood.

    A sample stands until the next one, and never into a gap, a pause or past the end.
    """

    now: int = 0
    peak: int = 0
    samples: int = 0
    _sampled_at: int = 0
    _stands_from: int | None = None
    _viewer_ms: int = 0
    _heard_ms: int = 0

    def sample(self, at: int, viewers: int, *, on_air: bool) -> None:
        """Take a sample in; of two at one time the larger stands, a late one can only be a peak."""
        self.samples += 1
        self.peak = max(self.peak, viewers)
        if at < self._sampled_at:
            return
        self.stop(at)
        self.now = max(self.now, viewers) if at == self._sampled_at else viewers
        self._sampled_at = at
        self._stands_from = at if on_air else None

    def stop(self, at: int) -> None:
        """Let the last sample stand no longer than this."""
        if self._stands_from is not None:
            span = max(0, at - self._stands_from)
            self._viewer_ms += span * self.now
            self._heard_ms += span
            self._stands_from = None

    def go_on(self, at: int) -> None:
        """After a pause the last sample stands again."""
        if self.samples and self._stands_from is None:
            self._stands_from = at

    def mean(self, until: int) -> float | None:
        """Σ viewers·time ÷ Σ time up to `until`; None where no sample stood for any time."""
        span = 0 if self._stands_from is None else max(0, until - self._stands_from)
        heard = self._heard_ms + span
        return (self._viewer_ms + span * self.now) / heard if heard else None


class LastMinute(Struct):
    """Counts what happened in the 60 seconds before now, one counter a second."""

    _seconds: list[list[int]] = []

    def add(self, at: int) -> None:
        """Count one at this time; a time before the last one counts as the last one's second."""
        second = at // 1000
        if self._seconds and self._seconds[-1][0] >= second:
            self._seconds[-1][1] += 1
        else:
            self._seconds = [*self._seconds[-59:], [second, 1]]

    def count(self, now: int) -> int:
        """Return how many happened in the 60 seconds up to `now`."""
        since = now // 1000 - 60
        return sum(count for second, count in self._seconds if second > since)


class Timeline(Struct):
    """The broadcast minute by minute. A minute in which nothing was said or sampled has no entry."""

    _minutes: dict[int, Minute] = {}
    _changed: dict[int, int] = {}  # minute → seq of the entry that changed it last
    _gaps: list[tuple[int, Span]] = []  # the seq of its entry, and when

    def minute(self, at: int, seq: int) -> Minute | None:
        """Return the minute of this time for entry `seq` to change; None where the timeline is full."""
        number = at // MINUTE_MS
        minute = self._minutes.get(number)
        if minute is None:
            if len(self._minutes) >= TIMELINE_MINUTES:
                return None
            minute = self._minutes[number] = Minute(number * MINUTE_MS)
        self._changed[number] = seq
        return minute

    def gap(self, start: int, end: int, seq: int) -> None:
        """Lay a gap over the minutes it touches."""
        if start < end:
            self._gaps = [*self._gaps[1 - MOST_GAPS :], (seq, Span(start, end))]
        while start < end:
            minute = self.minute(start, seq)
            if minute is None:
                return
            until = min(end, minute.at + MINUTE_MS)
            minute.gap_seconds += (until - start) / 1000
            start = until

    def changed_after(self, seq: int) -> list[Minute]:
        """Return the minutes, oldest first, that entries after this seq changed."""
        changed = sorted(number for number, by in self._changed.items() if by > seq)
        return [copy(self._minutes[number]) for number in changed]

    def gaps_after(self, seq: int) -> list[Span]:
        """Return the gaps that entries after this seq told of, in their order."""
        return [span for by, span in self._gaps if by > seq]


class Tally(Struct):
    """Folds the entries of one broadcast, in the order of their seqs. Encoded and decoded it is the same."""

    clock: Clock = field(default_factory=Clock)
    audience: Audience = field(default_factory=Audience)
    people: People = field(default_factory=People)
    likes: Likes = field(default_factory=Likes)
    timeline: Timeline = field(default_factory=Timeline)
    thanks: Thanks = field(default_factory=Thanks)
    comments: int = 0
    comments_heard: int = 0
    platform_questions: int = 0
    gifts: int = 0
    joins: int = 0
    redactions: int = 0
    live_center: LiveCenter = LiveCenter()
    # The figures as they were before retention took away what they are worked out from.
    settled: dict[str, int | float | str | None] | None = None
    unknown: dict[int, int] = {}  # an Act → how often somebody unknown did it
    _last_minute: LastMinute = field(default_factory=LastMinute)

    @property
    def follows(self) -> int:
        """People who began to follow, each once."""
        return self.people.count(Act.FOLLOW) + self.unknown.get(Act.FOLLOW, 0)

    @property
    def shares(self) -> int:
        """People who shared the Live, each once."""
        return self.people.count(Act.SHARE) + self.unknown.get(Act.SHARE, 0)

    def viewers_mean(self) -> float | None:
        """Return the average concurrent viewers over the time heard; None where none were sampled."""
        until = self.clock.last_at if self.clock.ended_at is None else self.clock.ended_at
        return self.audience.mean(until or 0)

    def apply(self, entry: Entry) -> None:
        """Take the next entry into account."""
        self.thanks.apply(entry)
        body = entry.body
        match body:  # the most frequent first
            case Comment() | Like() | Join() | Viewers() | Gift() | Follow() | Share():
                self._hear(entry)
                self._count(entry, body)
            case Connected() | Gap() | Paused() | Resumed() | Ended():
                self._hear(entry)
                self._turn(entry, body)
            case PlatformQuestion():
                self._hear(entry)
                self.platform_questions += 1
                self.redactions += len(markers(body.text))
            case Caption(final=True):
                self._hear(entry)
                self.redactions += len(markers(body.text))
            case Caption() | Deleted() | PlatformPin() | Undecoded():
                self._hear(entry)
            case LiveCenter():
                self.live_center = body
            case _:
                if isinstance(body, Settled):
                    self.settled = body.figures
                elif not isinstance(
                    body, Decision | Erased | Noted | Taught
                ):  # they change questions, not these counts
                    assert_never(body)

    def pulse(self, now_ms: int, after: int = 0) -> Pulse:
        """Say how things stand.

        `now_ms` is the present, for the last minute's comments. With `after`, a seq, there are only the
        minutes that later entries changed, the gaps they told of, and no thanks where they brought none.
        """
        return Pulse(
            viewers_now=self.audience.now,
            viewers_peak=self.audience.peak,
            comments=self.comments,
            comments_per_minute=self._last_minute.count(now_ms),
            likes=self.likes.count,
            gifts=self.gifts,
            follows=self.follows,
            shares=self.shares,
            joins=self.joins,
            coverage=self.clock.coverage(),
            gap_seconds=self.clock.gap_ms / 1000,
            live_seconds=self.clock.live_ms() / 1000,
            started_at=self.clock.started_at,
            ended_at=self.clock.ended_at,
            paused=self.clock.paused_at is not None,
            timeline=self.timeline.changed_after(after),
            gaps=self.timeline.gaps_after(after),
            thanks=self.thanks.due(after),
        )

    def _hear(self, entry: Entry) -> None:
        if not entry.history:
            self.clock.hear(entry.at)

    def _count(self, entry: Entry, body: Comment | Like | Join | Viewers | Gift | Follow | Share) -> None:
        match body:
            case Comment():
                self._comment(entry, body)
            case Like():
                self._like(entry, body)
            case Join():
                self.joins += 1
            case Viewers():
                self._viewers(entry, body)
            case Gift():
                self._gift(entry, body)
            case Follow():
                self._once(entry, Act.FOLLOW)
            case Share():
                self._once(entry, Act.SHARE)
            case _:
                assert_never(body)

    def _comment(self, entry: Entry, body: Comment) -> None:
        self.comments += 1
        self.redactions += len(markers(body.text))
        if body.role != "host":
            self.people.add(entry.viewer, Act.COMMENT)
        if entry.history:
            return
        self.comments_heard += 1
        self._last_minute.add(entry.received_at)
        if (minute := self.timeline.minute(entry.at, entry.seq)) is not None:
            minute.comments += 1

    def _like(self, entry: Entry, body: Like) -> None:
        self.people.add(entry.viewer, Act.LIKE)
        if entry.history:
            return
        growth = self.likes.see(entry.at, body.total)
        if growth and (minute := self.timeline.minute(entry.at, entry.seq)) is not None:
            minute.likes += growth

    def _viewers(self, entry: Entry, body: Viewers) -> None:
        if entry.history:
            return
        self.audience.sample(entry.at, body.now, on_air=self.clock.on_air)
        if (minute := self.timeline.minute(entry.at, entry.seq)) is not None:
            minute.viewers = max(minute.viewers or 0, body.now)

    def _gift(self, entry: Entry, body: Gift) -> None:
        if body.final:
            self.gifts += body.count
            self.people.add(entry.viewer, Act.GIFT)

    def _once(self, entry: Entry, act: Act) -> None:
        if entry.viewer is not None and entry.viewer.key:
            self.people.add(entry.viewer, act)
        else:
            self.unknown[act] = self.unknown.get(act, 0) + 1

    def _turn(self, entry: Entry, body: Connected | Gap | Paused | Resumed | Ended) -> None:
        at = entry.at
        match body:
            case Connected():
                self.clock.connect(at)
            case Gap():
                start, end = self.clock.gap(at, body.seconds)
                self.audience.stop(start)
                self.timeline.gap(start, end, entry.seq)
            case Paused():
                self.audience.stop(at)
                self.clock.pause(at)
            case Resumed():
                if self.clock.paused_at is not None:
                    self.clock.resume(at)
                    self.audience.go_on(at)
            case Ended():
                self.audience.stop(at)
                self.clock.end(at)
            case _:
                assert_never(body)
