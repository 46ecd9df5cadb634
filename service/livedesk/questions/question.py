"""What the desk shows of a question, and its shape on the wire."""

from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from livedesk import wire
from livedesk.events import SettledQuestion

Kind: TypeAlias = Literal["question", "request", "trouble"]
Status: TypeAlias = Literal["open", "acknowledged", "answered", "deferred", "referred", "dismissed", "missed"]

Speaker: TypeAlias = Literal["host", "viewer"]
"""Who said what may be an answer; moderators speak for the host."""

WAITING: frozenset[Status] = frozenset({"open", "acknowledged", "missed"})
"""Nobody has dealt with these yet."""

AGAIN_SECONDS = 180
"""A question asked again stands in the queue as if it had waited three minutes longer."""

TROUBLE_SECONDS = 300
"""A report of trouble goes before what was asked up to five minutes earlier: fresh trouble comes first."""

PERSON_SECONDS = 60
MOST_PERSONS_SECONDS = 300
"""Each person more who asks the same counts a minute of waiting, five at most."""


class Hint(Struct, frozen=True, kw_only=True):
    """Something said that may have answered a question: by the host in a caption or reply, or by a viewer."""

    source: Speaker = msgspec.field(name="from")
    seq: int
    text: str
    score: float


class HeadStart(Struct, frozen=True, kw_only=True):
    """Why a question stands as if it had waited so many seconds longer."""

    reason: Literal["asked_again", "people", "trouble"]
    seconds: int


class Fact(Struct, frozen=True, kw_only=True):
    """Something the library keeps ready to answer with."""

    text: str
    language: str


class Link(Struct, frozen=True, kw_only=True):
    """Where to look for a title; `name` is the catalogue's, empty for the library's own."""

    name: str
    title: str
    url: str


class Whisper(Struct, frozen=True):
    """A helper's word to the host, told by entry `seq`; `text` or `link` may be empty."""

    seq: int
    by: str
    text: str
    link: str


class Question(Struct, frozen=True, kw_only=True, gc=False):
    """One group of comments that ask the same. Times are milliseconds since 1970 in UTC.

    `id` is the seq of the comment that began it (of the entry itself, where staff typed it). `text` is that comment's
    wording and stays while the host reads it; `variants` are the other wordings, newest first. `asked_again_at` is when
    somebody last repeated their own question. `askers` counts people, `comments` are seqs, `typed` says how often staff
    typed it by hand. `head_starts` say why it stands further up than its wait alone would put it. `facts` and
    `catalogue` are what the library's own file offers for an answer. `claimed_by` is who looks something up for it,
    `whispers` what helpers tell the host, `listed` its place on the host's list, the smallest first; `approved` ones
    may be shown to viewers.
    """

    id: int
    text: str
    language: str
    topic: str | None
    topics: tuple[str, ...] = ()
    kind: Kind
    status: Status
    asked_at: int
    asked_again_at: int | None = None
    answered_at: int | None = None
    askers: int
    comments: tuple[int, ...]
    typed: int = 0
    variants: tuple[str, ...] = ()
    score: float
    why: str
    pinned: bool = False
    hints: tuple[Hint, ...] = ()
    facts: tuple[Fact, ...] = ()
    catalogue: tuple[Link, ...] = ()
    head_starts: tuple[HeadStart, ...] = ()
    claimed_by: str | None = None
    whispers: tuple[Whisper, ...] = ()
    listed: float | None = None
    approved: bool = False


def head_starts(question: Question) -> tuple[HeadStart, ...]:
    """Return what besides its wait moves a question up, the most first."""
    starts = []
    if question.kind == "trouble":
        starts.append(HeadStart(reason="trouble", seconds=TROUBLE_SECONDS))
    if question.askers > 1:
        people = min(PERSON_SECONDS * (question.askers - 1), MOST_PERSONS_SECONDS)
        starts.append(HeadStart(reason="people", seconds=people))
    if question.asked_again_at is not None:
        starts.append(HeadStart(reason="asked_again", seconds=AGAIN_SECONDS))
    return tuple(sorted(starts, key=lambda each: -each.seconds))


def order(question: Question) -> tuple[bool, bool, int, int]:
    """Sort key of the queue: what nobody has dealt with, the pinned of it, then the longest waiting.

    Trouble, many people and impatience are waiting time on top (`head_starts`), so the key does not depend on the
    present time: nothing moves under the host's eyes because minutes pass.
    """
    head_start = 1000 * sum(each.seconds for each in question.head_starts)
    return (
        question.status not in WAITING,
        not question.pinned,
        question.asked_at - head_start,
        question.id,
    )


def without_words(question: Question) -> SettledQuestion:
    """Return what is left of a question when its words go."""
    names = SettledQuestion.__struct_fields__
    return SettledQuestion(**{name: getattr(question, name) for name in names})


def from_settled(settled: SettledQuestion) -> Question:
    """Return a question whose words are gone as it is shown."""
    return msgspec.convert({"text": "", "score": 0.0, "why": "", **msgspec.structs.asdict(settled)}, Question)


TIMES = ("asked_at", "asked_again_at", "answered_at")


def shape(question: Question) -> dict[str, Any]:
    """Return the question as the contract's JSON object: times in ISO 8601 UTC with milliseconds."""
    fields: dict[str, Any] = msgspec.to_builtins(_with_written_times(question))
    return fields


def encode(question: Question) -> bytes:
    """Encode a question as a JSON object in the contract's shape."""
    return msgspec.json.encode(_with_written_times(question))


def _with_written_times(question: Question) -> Question:
    """Return the question for the encoder, which takes what is there: its times as text."""
    times = ((name, getattr(question, name)) for name in TIMES)
    return replace(question, **{name: wire.iso(time) for name, time in times if time is not None})
