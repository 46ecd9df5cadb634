"""What dashboards are sent, encoded once for all of them.

Every frame carries the `seq` it brings its reader to. Times are ISO 8601 in UTC on the wire. Questions that do not fit
into a frame follow in further ones.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from livedesk.events import Entry
from livedesk.hub import Frame
from livedesk.log import Broadcast
from livedesk.metrics import Pulse, Tally
from livedesk.metrics.thanks import Due
from livedesk.questions.question import WAITING, Question, encode
from livedesk.questions.queue import Queue
from livedesk.rules.marks import Mark
from livedesk.sources import Health, State
from livedesk.wire import encode_entry, iso

MOST_BYTES = 256 * 1024
"""Of questions in one frame: many clients take a mebibyte at most, and a page shows the first before all are there."""


class BroadcastFields(Struct, frozen=True, kw_only=True):
    """One broadcast as programs see it; `ended_at` is null while it goes on."""

    id: int
    handle: str
    room_id: str
    status: Literal["live", "ended"]
    rehearsal: bool
    started_at: str
    ended_at: str | None
    counts: dict[str, int]
    coverage: float


class Minute(Struct, frozen=True, kw_only=True):
    """A minute of the broadcast; `viewers` is the largest number reported in it, null where none was."""

    at: str
    viewers: int | None
    comments: int
    likes: int
    gap_seconds: float


class Missed(Struct, frozen=True, kw_only=True, rename={"start": "from", "end": "until"}):
    """A stretch in which nothing could be received."""

    start: str
    end: str


class PulseFields(Struct, frozen=True, kw_only=True):
    """The counts and rates of a broadcast as they stand, by the definitions of docs/metrics.md."""

    viewers_now: int
    viewers_peak: int
    comments: int
    comments_per_minute: int
    likes: int
    gifts: int
    follows: int
    shares: int
    joins: int
    questions: int
    unanswered: int
    coverage: float
    gap_seconds: float
    live_seconds: float
    started_at: str | None
    ended_at: str | None
    paused: bool
    timeline: list[Minute]
    gaps: list[Missed]
    thanks: Due | None


class HealthFields(Struct, frozen=True, kw_only=True):
    """How well the source hears; see `sources.Health`."""

    state: State
    since: str
    message: str
    code: str
    retry_at: str | None
    attempt: int
    last_frame_at: str | None
    undecoded: dict[str, int]


class SnapshotFrame(Struct, frozen=True, kw_only=True, tag_field="type", tag="snapshot"):
    """The state as it stands. Entries that follow begin after `seq`; `health` is null where nobody listens.

    The questions are in the host's order; what of very many does not fit in follows as questions that changed.
    """

    seq: int
    broadcast: BroadcastFields
    questions: list[msgspec.Raw]
    pulse: PulseFields
    health: HealthFields | None


class EntriesFrame(Struct, frozen=True, kw_only=True, tag_field="type", tag="entries"):
    """What has become durable, in order."""

    seq: int
    entries: list[msgspec.Raw]


class QuestionsFrame(Struct, frozen=True, kw_only=True, tag_field="type", tag="questions"):
    """The questions that changed, and the ids of those that are no more (merged away, undone, deleted)."""

    seq: int
    questions: list[msgspec.Raw]
    removed: list[int]


class PulseFrame(PulseFields, frozen=True, kw_only=True, tag_field="type", tag="pulse"):
    """Counts and rates, at most once a second: only what changed of `timeline`, `gaps` and `thanks`."""

    seq: int


class HealthFrame(HealthFields, frozen=True, kw_only=True, tag_field="type", tag="health"):
    """How well the source hears has changed."""

    seq: int


class MarksFrame(Struct, frozen=True, kw_only=True, tag_field="type", tag="marks"):
    """Comments that seem to break the house's rules, for host and helpers alone; after a snapshot, the latest."""

    seq: int
    marks: list[Mark]


StreamFrame: TypeAlias = SnapshotFrame | EntriesFrame | QuestionsFrame | PulseFrame | HealthFrame | MarksFrame


def snapshot(
    seq: int, broadcast: Broadcast, tally: Tally, queue: Queue, *, health: Health | None, now: int
) -> Iterator[Frame]:
    """Say how everything stands at the first of these frames; `seq` is after which the reader's entries will begin."""
    pieces = _pieces(queue.questions())
    first = SnapshotFrame(
        seq=seq,
        broadcast=broadcast_fields(broadcast, tally, queue),
        questions=next(pieces),
        pulse=msgspec.convert(_pulse(tally.pulse(now), queue), PulseFields),
        health=None if health is None else health_fields(health),
    )
    yield _frame(first, seq)
    for piece in pieces:
        yield _frame(QuestionsFrame(seq=seq, questions=piece, removed=[]), seq)


def entries(new: Sequence[Entry]) -> Frame:
    """Hand on entries; there is at least one."""
    seq = new[-1].seq
    return _frame(EntriesFrame(seq=seq, entries=[msgspec.Raw(encode_entry(entry)) for entry in new]), seq)


def changed_questions(seq: int, queue: Queue, changed: Collection[int]) -> Iterator[Frame]:
    """Hand on the questions that changed."""
    found = {id_: queue.question(id_) for id_ in sorted(changed)}
    there = [question for question in found.values() if question is not None]
    gone = [id_ for id_, question in found.items() if question is None]
    for piece in _pieces(there):
        yield _frame(QuestionsFrame(seq=seq, questions=piece, removed=gone), seq)
        gone = []


def pulse(seq: int, tally: Tally, queue: Queue, now: int, *, after: int) -> Frame:
    """Say the counts, with the minutes of the timeline that entries after `after` changed."""
    fields = _pulse(tally.pulse(now, after), queue) | {"type": "pulse", "seq": seq}
    return _frame(msgspec.convert(fields, PulseFrame), seq)


def health(seq: int, heard: Health) -> Frame:
    """Say how well the source hears."""
    return _frame(HealthFrame(seq=seq, **msgspec.structs.asdict(health_fields(heard))), seq)


def marks(seq: int, found: Sequence[Mark]) -> Frame:
    """Say which comments seem to break the house's rules."""
    return _frame(MarksFrame(seq=seq, marks=list(found)), seq)


def broadcast_fields(broadcast: Broadcast, tally: Tally, queue: Queue) -> BroadcastFields:
    """Describe a broadcast with its counts."""
    counted = tally.pulse(0)
    counts = {
        name: getattr(counted, name) for name in ("comments", "likes", "gifts", "follows", "shares", "joins")
    }
    return BroadcastFields(
        id=broadcast.id,
        handle=broadcast.handle,
        room_id=broadcast.room_id,
        status="live" if counted.ended_at is None else "ended",
        rehearsal=broadcast.rehearsal,
        started_at=iso(broadcast.started_at if counted.started_at is None else counted.started_at),
        ended_at=_iso(counted.ended_at),
        counts=counts | _question_counts(queue),
        coverage=counted.coverage,
    )


def health_fields(heard: Health) -> HealthFields:
    """Describe how well a source hears."""
    fields = msgspec.structs.asdict(heard)
    times = {name: _iso(fields[name]) for name in ("since", "retry_at", "last_frame_at")}
    return HealthFields(**(fields | times))


def _pulse(counted: Pulse, queue: Queue) -> dict[str, object]:
    fields = msgspec.structs.asdict(counted)
    times = {name: _iso(fields[name]) for name in ("started_at", "ended_at")}
    minutes = [
        Minute(**(msgspec.structs.asdict(minute) | {"at": iso(minute.at)})) for minute in counted.timeline
    ]
    gaps = [Missed(start=iso(gap.start), end=iso(gap.end)) for gap in counted.gaps]
    return fields | times | _question_counts(queue) | {"timeline": minutes, "gaps": gaps}


def _pieces(questions: Iterable[Question]) -> Iterator[list[msgspec.Raw]]:
    """Encode questions, in lists of `MOST_BYTES` at most or of one question; there is at least one list."""
    piece: list[msgspec.Raw] = []
    size = 0
    for question in questions:
        encoded = encode(question)
        if piece and size + len(encoded) > MOST_BYTES:
            yield piece
            piece, size = [], 0
        piece.append(msgspec.Raw(encoded))
        size += len(encoded)
    yield piece


def _iso(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else iso(milliseconds)


def _frame(message: StreamFrame, seq: int) -> Frame:
    return Frame(seq, msgspec.json.encode(message).decode(), str(message.__struct_config__.tag))


def _question_counts(queue: Queue) -> dict[str, int]:
    """Count the questions that are some, and those of them nobody has dealt with."""
    statuses = queue.statuses()
    return {
        "questions": statuses.total() - statuses["dismissed"],
        "unanswered": sum(statuses[status] for status in WAITING),
    }
