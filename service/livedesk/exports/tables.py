"""What can be exported: the columns of each table, how a record fills them, and its JSON line.

Columns are a promise to the spreadsheets and scripts of libraries: new ones are put at the end, none is renamed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from livedesk.events import Body, Entry, Noted, Settled, kind
from livedesk.exports.names import entry_without_names, question_without_names
from livedesk.metrics import DEFINITIONS, VERSION, Value, response_seconds
from livedesk.metrics.live_center import NUMBERS
from livedesk.privacy.redaction import without_handles
from livedesk.questions.question import Question, shape
from livedesk.wire import encode_entry, iso

Source = TypeVar("Source")
Record = TypeVar("Record")

Cell: TypeAlias = str | int | float | bool | Sequence[str | int] | None
"""What stands in one field of a table; None is an empty one."""


class Cue(NamedTuple):
    """Something said at a moment of the recording: milliseconds from its beginning, which may be negative."""

    at: int
    id: str
    speaker: str
    text: str


class Table(Struct, Generic[Source, Record], frozen=True):
    """`records` takes the source and whether names are wanted; `row` fills `columns`; `line` is JSON, no newline.

    `cues` are a record's moments in a recording that begins at a time, for tables of what was said.
    """

    columns: tuple[str, ...]
    records: Callable[[Source, bool], Iterator[Record]]
    row: Callable[[Record], list[Cell]]
    line: Callable[[Record], bytes]
    cues: Callable[[Record, int], Iterator[Cue]] | None = None
    since: int = 0

    def beginning(self, since: int) -> "Table[Source, Record]":
        """Return the table for a recording that begins at this time, in milliseconds since 1970."""
        return msgspec.structs.replace(self, since=since)


def called(broadcast: int, seq: int | None = None) -> str:
    """Return what a broadcast, or an entry of it, is called in tables; no spreadsheet takes it for a date."""
    return f"L{broadcast}" if seq is None else f"L{broadcast}-{seq}"


def of_rows(row: type[Struct], records: Callable[[Source, bool], Iterator[Any]]) -> Table[Source, Any]:
    """Return a table whose records are its rows: a column for each field."""
    return Table(row.__struct_fields__, records, _cells, msgspec.json.encode)


def _cells(row: Struct) -> list[Cell]:
    return list(msgspec.structs.astuple(row))


# The log: every entry, in order. `livedesk fold` reads its JSON lines back.

_ENVELOPE = ("seq", "kind", "at", "received_at", "viewer", "handle", "nickname", "message_id", "history")

_BODY = (
    *("text", "language", "role", "mentions", "count", "total", "now", "gift", "streak_id", "final"),
    *("message_ids", "viewer_keys", "pinned_message_id", "room_id", "attempt", "seconds", "reason"),
    *("message_type", "payload"),
    *("question", "by", "note", "to", "into", "comments", "comment", "entry"),
    *("asks", "asks_not", "link", "place", "kept", "figures", "questions"),
    *("aspect", "offset_s"),
    *NUMBERS,
    *("until", "entries"),
)


def _log_records(entries: Iterable[Entry], names: bool) -> Iterator[Entry]:  # noqa: FBT001 - one shape for all tables
    return iter(entries) if names else map(entry_without_names, entries)


@lru_cache
def _places(body: type[Body]) -> list[tuple[int, str]]:
    """Say which of a body's fields stands in which column."""
    return [(_BODY.index(name), name) for name in body.__struct_fields__]


def _log_row(entry: Entry) -> list[Cell]:
    body = entry.body
    said: list[Cell] = [None] * len(_BODY)
    for place, name in _places(type(body)):
        said[place] = getattr(body, name)
    if isinstance(body, Settled):
        for name, left in (("figures", body.figures), ("questions", body.questions)):
            said[_BODY.index(name)] = msgspec.json.encode(left).decode()
    times = (iso(entry.at), iso(entry.received_at))
    return [entry.seq, kind(body), *times, *_who(entry), entry.message_id, entry.history, *said]


def _who(entry: Entry) -> tuple[str | None, str | None, str | None]:
    viewer = entry.viewer
    return (
        (None, None, None) if viewer is None else (viewer.key, viewer.handle or None, viewer.nickname or None)
    )


LOG = Table[Iterable[Entry], Entry]((*_ENVELOPE, *_BODY), _log_records, _log_row, encode_entry)


# What viewers said and gave, each in its place in the recording.


class Said(Struct, frozen=True):
    """An entry of a comment or a gift, and its seconds from the start of the Live or of a recording of it."""

    entry: Entry
    offset_s: float


_COMMENT = (
    *("seq", "kind", "at", "offset_s", "viewer", "handle", "nickname", "role", "language", "text"),
    "history",
)
_GIFT = ("seq", "at", "offset_s", "viewer", "handle", "nickname", "gift", "count")


def _said_records(source: Iterable[Said], names: bool) -> Iterator[Said]:  # noqa: FBT001 - as above
    if names:
        return iter(source)
    return (Said(entry_without_names(each.entry), each.offset_s) for each in source)


def _comment_row(said: Said) -> list[Cell]:
    entry, body = said.entry, said.entry.body
    spoken = [getattr(body, name, None) for name in ("role", "language", "text")]
    who = _who(entry)
    return [entry.seq, kind(body), iso(entry.at), said.offset_s, *who, *spoken, entry.history]


def _gift_row(said: Said) -> list[Cell]:
    entry, body = said.entry, said.entry.body
    gift = [getattr(body, name, None) for name in ("gift", "count")]
    return [entry.seq, iso(entry.at), said.offset_s, *_who(entry), *gift]


def _object(columns: Sequence[str], row: Callable[[Record], list[Cell]]) -> Callable[[Record], bytes]:
    """Return what writes a record as one JSON object whose fields are the columns."""
    return lambda record: msgspec.json.encode(dict(zip(columns, row(record), strict=True)))


def _comment_cues(said: Said, since: int) -> Iterator[Cue]:
    entry = said.entry
    speaker = "" if entry.viewer is None else entry.viewer.handle or entry.viewer.key
    yield Cue(entry.at - since, str(entry.seq), speaker, getattr(entry.body, "text", ""))


COMMENTS = Table[Iterable[Said], Said](
    _COMMENT, _said_records, _comment_row, _object(_COMMENT, _comment_row), _comment_cues
)
GIFTS = Table[Iterable[Said], Said](_GIFT, _said_records, _gift_row, _object(_GIFT, _gift_row))


# The questions, in the order given: that of the queue.

_QUESTION = (
    *(
        "id",
        "text",
        "language",
        "topic",
        "kind",
        "status",
        "asked_at",
        "answered_at",
        "response_seconds",
        "askers",
    ),
    *("comments", "typed", "asked_again_at", "score", "why", "pinned", "hints", "variants"),
)


def _question_records(questions: Iterable[Question], names: bool) -> Iterator[Question]:  # noqa: FBT001 - as above
    return iter(questions) if names else map(question_without_names, questions)


def _question_row(question: Question) -> list[Cell]:
    fields = shape(question) | {
        "response_seconds": response_seconds(question),
        "hints": len(question.hints),
        "variants": " | ".join(question.variants),
    }
    return [fields[column] for column in _QUESTION]


def _question_line(question: Question) -> bytes:
    return msgspec.json.encode(shape(question))


def _question_cues(question: Question, since: int) -> Iterator[Cue]:
    """Yield when it was first asked, and when it was marked answered: on air, some seconds after the answer."""
    yield Cue(question.asked_at - since, f"{question.id}-asked", "?", question.text)
    if question.answered_at is not None:
        yield Cue(question.answered_at - since, f"{question.id}-answered", "✓", question.text)


QUESTIONS = Table[Iterable[Question], Question](
    _QUESTION, _question_records, _question_row, _question_line, _question_cues
)


# What staff noted of the broadcast: its set-up and its content.

_NOTE = ("aspect", "offset_s", "text", "by")


def _note_records(notes: Iterable[Noted], names: bool) -> Iterator[Noted]:  # noqa: FBT001 - as above
    return (note if names else replace(note, text=without_handles(note.text)) for note in notes)


def _note_row(note: Noted) -> list[Cell]:
    return [getattr(note, column) for column in _NOTE]


NOTES = Table[Iterable[Noted], Noted](_NOTE, _note_records, _note_row, _object(_NOTE, _note_row))


# The summary: one row for each figure, with what it is and how much of the Live it rests on.


class Figure(Struct, frozen=True):
    """One published figure; `coverage` stands beside a rate and is empty beside a count."""

    figure: str
    value: Value
    unit: str
    coverage: Value
    definition: str
    note: str
    definitions_version: str = VERSION


def _summary_records(figures: Mapping[str, Value], names: bool) -> Iterator[Figure]:  # noqa: ARG001, FBT001 - as above
    for name, value in figures.items():
        what = DEFINITIONS[name]
        coverage = figures["coverage"] if what.rate else None
        yield Figure(name, value, what.unit, coverage, what.sentence, what.note)


SUMMARY: Table[Mapping[str, Value], Figure] = of_rows(Figure, _summary_records)
