"""The interoperable row of a reference service: one for each question, for help desks and statistics.

The names follow what reference statistics ask for (READ scale, IMLS Public Libraries Survey, NISO Z39.7). Columns are
a promise, as in `tables`. What nobody told livedesk is blank: which sources were used, what a topic counts as that
staff have to sort each time.
"""

from collections.abc import Iterable, Iterator, Mapping
from sys import intern

from msgspec import Struct
from msgspec.structs import replace

from livedesk.events import (
    Answered,
    Asked,
    Deferred,
    Dismissed,
    Entry,
    Merged,
    PlatformQuestion,
    Referred,
    Undone,
)
from livedesk.exports.tables import called, of_rows
from livedesk.metrics import response_seconds
from livedesk.privacy.redaction import without_handles
from livedesk.questions.question import Question
from livedesk.questions.topics import Topic, topics, version
from livedesk.wire import iso

SCHEMA_VERSION = "1"

RULINGS = ("answered", "deferred", "referred", "dismissed", "merged", "asked", "undone")
"""The kinds of entries that say what became of questions."""

_Closing = Answered | Deferred | Referred | Dismissed


class Transaction(Struct, frozen=True, kw_only=True):
    """One question as a reference service counts it; None is blank."""

    transaction_id: str
    session_id: str
    library_id: str | None
    asked_at: str
    offset_s: float
    platform: str = "tiktok"
    mode: str = "virtual_live"
    viewer_pid: str | None
    lang: str | None
    question_text: str
    detected_by: str
    confidence: float
    topic: str | None
    count_as: str | None
    read_level: int | None
    status: str
    answered_at: str | None
    response_time_s: float | None
    answer_mode: str | None
    answer_note: str | None
    sources_used: str | None = None
    referred_to: str | None
    asked_by_count: int
    merged_ids: tuple[int, ...]
    staff_code: str | None
    taxonomy_version: str
    schema_version: str = SCHEMA_VERSION


class Session(Struct, frozen=True):
    """The broadcast that transactions are of; `library_id` is the library's ISIL."""

    id: int
    started_at: int
    library_id: str = ""


class Opening(Struct, frozen=True, gc=False):
    """Who began a question, and whether with the platform's own button."""

    viewer: str | None
    by_button: bool


def openings(comments: Iterable[Entry]) -> dict[int, Opening]:
    """Return how the questions began that these comments began, by seq; of the comments themselves nothing is held."""
    return {
        entry.seq: Opening(
            None if entry.viewer is None else intern(entry.viewer.key),
            by_button=isinstance(entry.body, PlatformQuestion),
        )
        for entry in comments
    }


class Rulings:
    """What staff decided and what still stands of it, folded from entries of the kinds `RULINGS`."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.closing: dict[int, _Closing] = {}
        self.by_hand: set[int] = set()
        self._into: dict[int, int] = {}
        for entry in _standing(entries):
            self._take(entry)

    def merged(self, question: int) -> tuple[int, ...]:
        """Return the questions that were merged into this one, also by way of others."""
        return tuple(sorted(id_ for id_ in self._into if self._root(id_) == question))

    def _take(self, entry: Entry) -> None:
        match entry.body:
            case Answered() | Deferred() | Referred() | Dismissed() as ruling:
                self.closing[ruling.question] = ruling
            case Merged(question=question, into=into):
                self._into[question] = into
            case Asked(comment=comment):
                self.by_hand.add(entry.seq if comment is None else comment)
            case _:
                pass

    def _root(self, question: int) -> int:
        seen = set()
        while question in self._into and question not in seen:
            seen.add(question)
            question = self._into[question]
        return question


def transactions(
    session: Session, questions: Iterable[Question], began: Mapping[int, Opening], rulings: Rulings
) -> Iterator[Transaction]:
    """Yield each question as a transaction; `began` tells how they did, by seq."""
    for question in questions:
        topic = topics().by_name.get(question.topic or "")
        ruling = rulings.closing.get(question.id)
        opening = began.get(question.id)
        settled = ruling if question.status in {"answered", "deferred", "referred", "dismissed"} else None
        yield Transaction(
            transaction_id=called(session.id, question.id),
            session_id=called(session.id),
            library_id=session.library_id or None,
            asked_at=iso(question.asked_at),
            offset_s=(question.asked_at - session.started_at) / 1000,
            viewer_pid=None if opening is None else opening.viewer,
            lang=question.language or None,
            question_text=question.text,
            detected_by=_detected_by(question, opening, rulings),
            confidence=question.score,
            topic=question.topic,
            count_as=_counted_as(topic),
            read_level=None if topic is None else topic.read_level,
            status=question.status,
            answered_at=None if question.answered_at is None else iso(question.answered_at),
            response_time_s=response_seconds(question),
            answer_mode="spoken" if question.status == "answered" else None,
            answer_note=settled.note or None if isinstance(settled, Answered) else None,
            referred_to=settled.to or None if isinstance(settled, Referred) else None,
            asked_by_count=question.askers,
            merged_ids=rulings.merged(question.id),
            staff_code=None if settled is None else settled.by,
            taxonomy_version=version(),
        )


def _standing(entries: Iterable[Entry]) -> list[Entry]:
    """Return the rulings that were not undone."""
    standing: dict[int, Entry] = {}
    for entry in entries:
        if isinstance(entry.body, Undone):
            standing.pop(entry.body.entry, None)
        else:
            standing[entry.seq] = entry
    return list(standing.values())


def _detected_by(question: Question, opening: Opening | None, rulings: Rulings) -> str:
    if question.id in rulings.by_hand:
        return "manual"
    return "platform_qa" if opening is not None and opening.by_button else "lexicon"


def _counted_as(topic: Topic | None) -> str | None:
    if topic is None:
        return "other"
    return None if topic.count_as == "confirm" else topic.count_as


def _records(source: Iterable[Transaction], names: bool) -> Iterator[Transaction]:  # noqa: FBT001 - as in tables
    if names:
        return iter(source)
    return (replace(each, question_text=without_handles(each.question_text)) for each in source)


TRANSACTIONS = of_rows(Transaction, _records)
