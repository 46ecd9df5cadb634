"""A broadcast as a non-participant observer writes it down: one row for each thing that can be coded.

Comments, questions, gifts, follows, shares, bursts of likes, what the host says and what staff decide; joins and
single likes are too many to be looked at. Where livedesk knows a code (`codebook`) it proposes one and signs as
`coder`; everything else is left to people.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from livedesk.events import (
    Answered,
    Asked,
    Body,
    Caption,
    Comment,
    Deferred,
    Ended,
    Entry,
    Follow,
    Gap,
    Gift,
    Like,
    Paused,
    PlatformQuestion,
    Referred,
    Resumed,
    Share,
    Undone,
    Viewers,
)
from livedesk.exports.sampling import Sample, stratified
from livedesk.exports.tables import Table, called, of_rows
from livedesk.metrics.tally import Likes
from livedesk.privacy.redaction import without_handles
from livedesk.questions.question import Question
from livedesk.questions.topics import topics
from livedesk.wire import iso

CODER = "livedesk"
"""Who signs for the codes that no person gave."""

SPAN_MS = 10_000
BURST = 3
"""A burst is a span of ten seconds with more than three times the likes of the median span with likes."""

LISTENED_FOR = ("like", "undone")
"""The kinds of entry that `listen` needs, which are read before the rest."""

Actor: TypeAlias = Literal["viewer", "host", "moderator", "platform"]
Symbol: TypeAlias = Literal["comment", "like_burst", "gift", "share", "follow", "emoji", "join"]
QuoteStatus: TypeAlias = Literal["verbatim", "paraphrased", "withheld"]


Seen: TypeAlias = dict[str, Any]
"""The fields of an observation that tell what was seen."""


class Observation(Struct, frozen=True, kw_only=True):
    """One row of the observation sheet.

    `timecode` is the time since the broadcast began, `responds_to` the `obs_id` of what is answered.
    `quote_status` says what `verbatim` holds: the words as they were written, other words for them, or nothing any
    more because they were deleted. Blank where nobody said anything.
    """

    obs_id: str
    session_id: str
    timecode: str
    clock_time: str
    actor: Actor
    viewer_pid: str | None = None
    act_code: str | None = None
    topic: str | None = None
    verbatim: str | None = None
    responds_to: str | None = None
    response_latency_s: float | None = None
    viewers_at_moment: int | None = None
    symbol: Symbol | None = None
    mind_self_society: str | None = None
    descriptive_note: str | None = None
    reflective_note: str | None = None
    coder: str | None = None
    coded_at: str | None = None
    quote_status: QuoteStatus | None = None


class Heard(Struct, frozen=True):
    """What has to be known of the whole broadcast before its first row: decisions taken back, bursts of likes."""

    undone: frozenset[int] = frozenset()
    bursts: Mapping[int, str] = {}


class Watched(Struct, frozen=True):
    """One broadcast to be observed: its id and start, entries in order of seq, and the questions they fold to.

    With a `sample`, only so many rows, drawn for two people to code without knowing what livedesk thinks.
    """

    broadcast: int
    started_at: int
    entries: Iterable[Entry]
    questions: Sequence[Question] = ()
    heard: Heard = Heard()
    sample: Sample | None = None


def listen(entries: Iterable[Entry]) -> Heard:
    """Find out from a broadcast's entries (`LISTENED_FOR` will do) what has to be known before its first row."""
    undone, likes = set(), Likes()
    spans: Counter[int] = Counter()
    first: dict[int, int] = {}
    for entry in entries:
        if isinstance(entry.body, Undone):
            undone.add(entry.body.entry)
        elif isinstance(entry.body, Like) and not entry.history:
            span = entry.at // SPAN_MS
            if growth := likes.see(entry.at, entry.body.total):
                spans[span] += growth
                first.setdefault(span, entry.seq)
    usual = median(spans.values()) if spans else 0
    told = {span: f"{likes} likes in {SPAN_MS // 1000} s, median {usual:g}" for span, likes in spans.items()}
    return Heard(
        frozenset(undone), {first[span]: told[span] for span in spans if spans[span] > BURST * usual}
    )


def timecode(milliseconds: int) -> str:
    """Return a time since the beginning as `hh:mm:ss.0`; what was before it counts as the beginning."""
    tenths = max(0, milliseconds) // 100
    minutes, tenths = divmod(tenths, 600)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{tenths // 10:02d}.{tenths % 10}"


class _Observer:
    """Writes down a broadcast, entry by entry."""

    def __init__(self, watched: Watched, *, names: bool) -> None:
        self._watched = watched
        self._names = names
        self._asking = {seq: each for each in watched.questions for seq in (*each.comments, each.id)}
        self._count_as = {name: topic.count_as for name, topic in topics().by_name.items()}
        self._viewers: int | None = None

    def observe(self, entry: Entry) -> Observation | None:
        """Return the row of this entry, None where it makes none."""
        if isinstance(entry.body, Viewers):
            self._viewers = self._viewers if entry.history else entry.body.now
            return None
        if isinstance(entry.body, Gap):
            self._viewers = None  # how many watch is unknown until the platform says so again
        seen = self._seen(entry)
        if seen is None:
            return None
        return Observation(
            obs_id=called(self._watched.broadcast, entry.seq),
            session_id=called(self._watched.broadcast),
            timecode=timecode(entry.at - self._watched.started_at),
            clock_time=iso(entry.at),
            viewers_at_moment=self._viewers,
            coder=CODER if seen.get("act_code") else None,
            **seen,
        )

    def _seen(self, entry: Entry) -> Seen | None:
        match entry.body:
            case Comment() | PlatformQuestion() | Caption():
                return self._words(entry, entry.body)
            case Like() if entry.seq in self._watched.heard.bursts:
                return _symbol("like_burst", "S_LIKE_BURST", self._watched.heard.bursts[entry.seq])
            case Gift() | Follow() | Share():
                return _symbols(entry, entry.body)
            case Answered() | Deferred() | Referred() | Asked() if (
                entry.seq not in self._watched.heard.undone
            ):
                return self._decision(entry, entry.body)
            case Gap() | Paused() | Resumed() | Ended():
                return {"actor": "platform", "descriptive_note": _platform(entry.body)}
            case _:
                return None

    def _words(self, entry: Entry, body: Comment | PlatformQuestion | Caption) -> Seen | None:
        if isinstance(body, Caption):
            return None if not body.final else {"actor": "host", **self._quote(body.text)}
        actor: Actor = body.role if isinstance(body, Comment) else "viewer"
        seen: Seen = {"actor": actor, "symbol": "comment", **self._quote(body.text), **_pid(entry)}
        question = self._asking.get(entry.seq)
        if question is not None and question.status != "dismissed":
            return seen | {"act_code": f"V_{question.kind.upper()}", "topic": question.topic}
        if body.text and not any(map(str.isalnum, body.text)):
            return seen | {"act_code": "S_EMOJI_ONLY", "symbol": "emoji"}
        return seen

    def _quote(self, text: str) -> Seen:
        if not text:
            return {"quote_status": "withheld"}
        return {"verbatim": text if self._names else without_handles(text), "quote_status": "verbatim"}

    def _decision(self, entry: Entry, body: Answered | Deferred | Referred | Asked) -> Seen | None:
        if isinstance(body, Asked):
            heard = {
                "actor": "viewer",
                "act_code": "V_QUESTION",
                "descriptive_note": "heard by staff elsewhere",
            }
            return heard | self._quote(body.text) if body.text else None
        question = self._asking.get(body.question)
        waited = None if question is None else max(0, entry.at - question.asked_at) / 1000
        topic = None if question is None else question.topic
        return {
            "actor": "host",
            "act_code": self._act(body, topic),
            "topic": topic,
            "responds_to": None if question is None else called(self._watched.broadcast, question.id),
            "response_latency_s": waited,
            "descriptive_note": _told(body),
        }

    def _act(self, body: Answered | Deferred | Referred, topic: str | None) -> str | None:
        match body:
            case Deferred():
                return "L_DEFER"
            case Referred():
                return "L_REFER"
            case _ if topic is None:
                return None
            case _ if topic == "recommendation":
                return "L_RECOMMEND"
            case _:
                return "L_ANSWER_FACT" if self._count_as.get(topic) == "reference" else "L_ANSWER_SERVICE"


def _symbol(symbol: Symbol, code: str, note: str) -> Seen:
    return {"actor": "viewer", "symbol": symbol, "act_code": code, "descriptive_note": note}


def _symbols(entry: Entry, body: Gift | Follow | Share) -> Seen | None:
    match body:
        case Gift(count=count, final=final):
            return _symbol("gift", "S_GIFT", f"gifts: {count}") | _pid(entry) if final else None
        case Follow():
            return _symbol("follow", "S_FOLLOW", "follows") | _pid(entry)
        case Share():
            return _symbol("share", "S_SHARE", "shares") | _pid(entry)


def _pid(entry: Entry) -> Seen:
    return {"viewer_pid": entry.viewer.key} if entry.viewer is not None else {}


def _told(body: Answered | Deferred | Referred) -> str:
    match body:
        case Answered(note=note):
            return f"marked answered: {note}" if note else "marked answered"
        case Referred(to=to):
            return f"referred to {to}" if to else "referred"
        case Deferred():
            return "put off until after the Live"


def _platform(body: Body) -> str:
    match body:
        case Gap(seconds=seconds):
            return f"nothing could be heard for {seconds:g} s before this"
        case Ended(reason=reason):
            return "end of the Live" if reason == "ended" else f"end of the Live: {reason}"
        case Paused():
            return "pause"
        case _:
            return "end of the pause"


def observations(watched: Watched, *, names: bool = False) -> Iterator[Observation]:
    """Yield the rows of a broadcast in order, or those of its sample.

    With `names`, words keep the handles in them; viewers are pseudonyms in any case.
    """
    observer = _Observer(watched, names=names)
    seen = (row for entry in watched.entries if (row := observer.observe(entry)) is not None)
    return seen if watched.sample is None else _to_code_apart(seen, watched.sample)


def _to_code_apart(rows: Iterable[Observation], sample: Sample) -> Iterator[Observation]:
    """Draw a sample of what was said, by the codes proposed, and hide these from who codes it."""
    said = (row for row in rows if row.quote_status == "verbatim")
    for row in stratified(said, lambda row: row.act_code or "", sample):
        yield replace(row, act_code=None, topic=None, symbol=None, coder=None)


def _records(watched: Watched, names: bool) -> Iterator[Observation]:  # noqa: FBT001 - one shape for all tables
    return observations(watched, names=names)


OBSERVATIONS: Table[Watched, Observation] = of_rows(Observation, _records)
