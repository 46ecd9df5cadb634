"""One matter: whatever viewers asked in the same words, and what staff decided about it.

A matter is a small log of its own, of askings and rulings. Folding it gives its questions, and it can hold
several: what is asked anew after an answer is a new question, `split` makes two of one, and `merged` brings
two matters together. Undo leaves the ruling out and folds the matter once more, so the result is exactly what
it would be had the ruling never been made, whatever was asked in between; other matters are not touched.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import assert_never

from msgspec import Struct
from msgspec.structs import asdict

from livedesk.events import (
    Acknowledged,
    Answered,
    Claimed,
    Deferred,
    Dismissed,
    Entry,
    Merged,
    Pinned,
    Referred,
    Reopened,
    Split,
    Unpinned,
)
from livedesk.questions import teamwork
from livedesk.questions.detect import Detection, shared
from livedesk.questions.question import Status
from livedesk.questions.teamwork import Care, Teamwork

Closing = Answered | Deferred | Referred | Dismissed
Ruling = Acknowledged | Closing | Reopened | Merged | Split | Pinned | Unpinned | Teamwork
"""The decisions about a question that exists."""

TEXTS = 2_000
"""So many texts are remembered, to be shared by comments that say the same."""

SETTLED = frozenset({"answered", "deferred", "referred", "dismissed"})
"""Who asks after this asks a new question; only what is worded like something dismissed stays with it (lessons.py)."""


class Asking(Struct, array_like=True, gc=False):
    """One comment that asks, or, where `comment` is false, what staff typed. Only deletion changes it.

    Entry `by` put it on the queue: of a comment mostly itself. `group` is what one answer is thought to serve, `like`
    the wording in it that this one is most like. `taught_by` is the entry that taught that such a comment asks nothing.
    """

    seq: int
    by: int
    at: int
    viewer: str | None
    text: str
    wording: str
    group: str
    like: str
    detection: Detection
    comment: bool = True
    taught_by: int | None = None
    deleted: bool = False

    def share(self) -> None:
        """Hold what is equal once: each has come with strings of its own."""
        self.text = _same(self.text)
        self.detection = shared(self.detection)
        self.viewer = None if self.viewer is None else intern(self.viewer)
        self.group = self.wording if self.group == self.wording else self.group
        self.like = self.wording if self.like == self.wording else self.like

    @property
    def held_by(self) -> str:
        """Return what finds its question: what is taught to ask nothing stays apart from what asks."""
        return self.wording if self.taught_by is None else f"{self.wording}\0{self.taught_by}"


@lru_cache(maxsize=TEXTS)
def _same(text: str) -> str:
    """Return one string for all that are equal: chat repeats itself."""
    return text


class Deletion(Struct, frozen=True, gc=False):
    """Entry `by` deleted this comment."""

    by: int
    comment: int


Record = Asking | Deletion | Entry


class Course(Struct, kw_only=True, omit_defaults=True, gc=False):
    """How it went with a question so far; `decided` is the seq of the decision that gave it its status."""

    id: int
    status: Status = "open"
    decided: int = 0
    decided_at: int = 0
    decided_by: str = ""
    pinned: bool = False
    care: Care = Care()


class Case(Course, gc=False):
    """A question in the course of the fold."""

    askings: list[Asking]

    def standing(self) -> list[Asking]:
        """Return the askings that were not deleted."""
        return [asking for asking in self.askings if not asking.deleted]

    def taught_by(self) -> set[int]:
        """Return the lessons by which this is no question; none where somebody decided, or an asking is untaught."""
        if self.decided:
            return set()
        lessons = {asking.taught_by for asking in self.standing()}
        return set() if None in lessons else {seq for seq in lessons if seq is not None}

    def stands(self) -> bool:
        """Tell whether any asking is left."""
        return any(not asking.deleted for asking in self.askings)


class CaseState(Course, gc=False):
    """A question as it is kept; an asking is named by its place among those of its matter."""

    askings: list[int]


class MatterState(Struct, frozen=True, omit_defaults=True, gc=False):
    """What a matter holds, so that it can be written down.

    Of a matter that was asked once, and that is all, the rest follows from the asking: it is left out.
    """

    askings: list[Asking]
    cases: list[CaseState] = []
    holders: dict[str, int] = {}
    deletions: list[Deletion] = []
    rulings: list[Entry] = []


class Fold(Struct):
    """A matter's records and what they fold to: cases by id, and which of them takes the next comment of a wording."""

    records: list[Record]
    cases: dict[int, Case]
    holders: dict[str, int]


class Matter:
    """The fold over one matter's askings and rulings.

    Most matters are asked once, and that is all. Of these the asking alone is held: what it folds to takes ten times
    the room, and is made whenever somebody looks.
    """

    __slots__ = ("_alone", "_fold")

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self._alone: Asking | None = None
        self._fold: Fold | None = None

    def state(self) -> MatterState:
        """Return all that it holds, to go on from; it is good until the next record."""
        if self._alone is not None:
            return MatterState([self._alone])
        fold, askings = self._looked_at(), self.askings()
        places = {id(asking): place for place, asking in enumerate(askings)}
        return MatterState(
            askings,
            [
                CaseState(**asdict(case) | {"askings": [places[id(asking)] for asking in case.askings]})
                for case in fold.cases.values()
            ],
            fold.holders,
            [record for record in fold.records if isinstance(record, Deletion)],
            [record for record in fold.records if isinstance(record, Entry)],
        )

    @classmethod
    def restored(cls, state: MatterState) -> "Matter":
        """Return the matter whose state this was."""
        matter = cls()
        for asking in state.askings:
            asking.share()
        if state.askings and not state.cases:
            matter.ask(state.askings[0])
            return matter
        cases = {
            kept.id: Case(**asdict(kept) | {"askings": [state.askings[place] for place in kept.askings]})
            for kept in state.cases
        }
        matter._fold = Fold(_in_order(state.askings, state.deletions, state.rulings), cases, state.holders)
        return matter

    def _looked_at(self) -> Fold:
        """Return its fold, to be looked at: of one asking it is made for whoever looks."""
        if self._fold is not None:
            return self._fold
        if self._alone is None:
            return Fold([], {}, {})
        asking, id_ = self._alone, self._alone.seq
        return Fold([asking], {id_: Case([asking], id=id_)}, {asking.held_by: id_})

    def _kept(self) -> Fold:
        """Return its fold, to go on with: from now on it is held."""
        self._fold, self._alone = self._looked_at(), None
        return self._fold

    @property
    def cases(self) -> Mapping[int, Case]:
        """Its questions, by id."""
        return self._looked_at().cases

    @property
    def ids(self) -> Collection[int]:
        """The ids of its questions."""
        return self.cases if self._alone is None else (self._alone.seq,)

    def __bool__(self) -> bool:
        """Tell whether anything was asked."""
        return bool(self.askings())

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._looked_at().records)

    def askings(self) -> list[Asking]:
        """Return all askings, deleted ones too, in the order they came."""
        return [record for record in self._looked_at().records if isinstance(record, Asking)]

    def case_of(self, seq: int) -> Case | None:
        """Return the case that this comment stands in."""
        cases = self.cases.values()
        return next((case for case in cases if any(asking.seq == seq for asking in case.askings)), None)

    def ask(self, asking: Asking) -> set[int]:
        """Take one asking in; return the id of the question it belongs to."""
        if asking.by == asking.seq and self._fold is None and self._alone is None:
            self._alone = asking
            return {asking.seq}
        self._kept().records.append(asking)
        return self._ask(asking)

    def rule(self, entry: Entry, ruling: Ruling) -> set[int]:
        """Take a ruling in that `refusal` has nothing against; return the ids of the questions it changes."""
        self._kept().records.append(entry)
        return self._rule(entry, ruling)

    def withdraw(self, seq: int) -> set[int]:
        """Leave out what entry `seq` brought and fold again; return every id that was or is in it."""
        before = set(self.cases)
        fold = self._kept()
        fold.records = [record for record in fold.records if _brought_by(record) != seq]
        self._fold_again()
        return before | set(self.cases)

    def unteach(self, comments: Collection[int]) -> set[int]:
        """Take these comments as nobody taught anything about them; return every id that was or is in it."""
        before = set(self.cases)
        for asking in self.askings():
            if asking.seq in comments:
                asking.taught_by = None
        self._fold_again()
        return before | set(self.cases)

    def forget(self, seq: int, comment: int) -> set[int]:
        """Blank a comment that entry `seq` deletes; return the question it leaves, which keeps its id."""
        deletion = Deletion(seq, comment)
        self._kept().records.append(deletion)
        return self._forget(deletion)

    def seqs(self) -> set[int]:
        """Return the seqs of everything recorded here: comments and entries."""
        return {*map(_brought_by, self._looked_at().records), *(asking.seq for asking in self.askings())}

    def absorb(self, other: "Matter") -> None:
        """Go on with the records and cases of both, of which the other then has none: they may move between the two."""
        fold, others = self._kept(), other.give_up()
        fold.records = _in_order(fold.records, others.records)
        fold.cases |= others.cases
        fold.holders |= others.holders

    def give_up(self) -> Fold:
        """Return all that it holds, of which it then has nothing."""
        fold, self._fold, self._alone = self._looked_at(), None, None
        return fold

    def _fold_again(self) -> None:
        fold = self._kept()
        fold.cases, fold.holders = {}, {}
        for asking in self.askings():
            asking.deleted = False
        for record in fold.records:
            self._replay(record)

    def _replay(self, record: Record) -> None:
        if isinstance(record, Asking):
            self._ask(record)
        elif isinstance(record, Deletion):
            self._forget(record)
        elif isinstance(record.body, Ruling) and refusal(record.body, self.cases.get) is None:
            self._rule(record, record.body)

    def _ask(self, asking: Asking) -> set[int]:
        case = self._dismissed_as(asking) or self._holder(asking)
        if case is None or not case.stands() or (case.status in SETTLED and case.decided != asking.taught_by):
            case = self._begin(asking, after=case)
        case.askings.append(asking)
        self._kept().holders.setdefault(asking.held_by, case.id)
        return {case.id}

    def _holder(self, asking: Asking) -> Case | None:
        """Return the question that takes comments worded like this, else that of the wording it is most like."""
        fold = self._kept()
        like = asking.like if asking.taught_by is None else asking.held_by
        return fold.cases.get(fold.holders.get(asking.held_by, fold.holders.get(like, 0)))

    def _dismissed_as(self, asking: Asking) -> Case | None:
        """Return the question whose dismissal taught that this asks nothing, if it is here."""
        taught = (case for case in self._kept().cases.values() if case.decided == asking.taught_by)
        return next(taught, None)

    def _begin(self, asking: Asking, after: Case | None) -> Case:
        """Begin a question; all wordings that led to the settled one before it lead to this one now."""
        fold = self._kept()
        case = fold.cases[asking.seq] = Case([], id=asking.seq)
        fold.holders[asking.held_by] = case.id
        if after is not None:
            self._hand_over(after.id, case.id)
        return case

    def _hand_over(self, former: int, holder: int) -> None:
        holders = self._kept().holders
        for wording, id_ in holders.items():
            if id_ == former:
                holders[wording] = holder

    def _forget(self, deletion: Deletion) -> set[int]:
        case = self.case_of(deletion.comment)
        if case is None:
            return set()
        for asking in case.askings:
            if asking.seq == deletion.comment:
                asking.deleted, asking.text = True, ""
        return {case.id}

    def _rule(self, entry: Entry, ruling: Ruling) -> set[int]:
        case = self._kept().cases[ruling.question]
        if isinstance(ruling, Teamwork):
            case.care = teamwork.cared(case.care, entry, ruling)
            return {case.id}
        match ruling:
            case Merged():
                return self._merge(case, self._kept().cases[ruling.into])
            case Split():
                return self._split(case, ruling.comments, entry.seq)
            case Pinned() | Unpinned():
                case.pinned = isinstance(ruling, Pinned)
            case Acknowledged() | Answered() | Deferred() | Referred() | Dismissed() | Reopened():
                case.status = _status_after(ruling)
                case.decided, case.decided_at, case.decided_by = entry.seq, entry.at, ruling.by
            case _:
                assert_never(ruling)
        return {case.id}

    def _merge(self, case: Case, into: Case) -> set[int]:
        del self._kept().cases[case.id]
        into.care = teamwork.joined(into.care, case.care)
        into.askings = sorted([*into.askings, *case.askings], key=lambda asking: asking.seq)
        self._hand_over(case.id, into.id)
        return {case.id, into.id}

    def _split(self, case: Case, comments: tuple[int, ...], seq: int) -> set[int]:
        """Make a question of `comments`, named after the first, or after entry `seq` if the name is taken."""
        fold = self._kept()
        moved = [asking for asking in case.askings if asking.seq in comments]
        case.askings = [asking for asking in case.askings if asking.seq not in comments]
        id_ = seq if moved[0].seq in fold.cases else moved[0].seq
        fold.cases[id_] = Case(moved, id=id_)
        left = {asking.held_by for asking in case.askings}
        for asking in moved:
            if asking.held_by not in left:
                fold.holders[asking.held_by] = id_
        return {case.id, id_}


def _in_order(*records: Iterable[Record]) -> list[Record]:
    return sorted(chain(*records), key=_brought_by)


def _brought_by(record: Record) -> int:
    """Return the seq of the entry that brought it."""
    return record.seq if isinstance(record, Entry) else record.by


def refusal(ruling: Ruling, find: Callable[[int], Case | None]) -> str | None:  # noqa: PLR0911 — one per ruling
    """Say in one sentence why this cannot be done now, or None where it can; `find` gives a case by id."""
    case = find(ruling.question)
    if case is None or not case.stands():
        return f"There is no question {ruling.question}; it may have been merged, undone or deleted."
    if isinstance(ruling, Claimed) and case.status in SETTLED:
        return f"This question was {case.status} already, by {case.decided_by}."
    if isinstance(ruling, Teamwork):
        return teamwork.refusal(case.care, ruling)
    match ruling:
        case Merged():
            return _refusal_to_merge(ruling, find(ruling.into))
        case Split():
            return _refusal_to_split(case, ruling)
        case Pinned():
            return "This question is pinned already." if case.pinned else None
        case Unpinned():
            return None if case.pinned else "This question is not pinned."
        case Reopened():
            open_already = case.status == "open" and not case.taught_by()
            return "This question is open already." if open_already else None
        case Acknowledged() | Answered() | Deferred() | Referred() | Dismissed():
            return _refusal_of_status(case, ruling)
        case _:
            assert_never(ruling)


def _refusal_to_merge(ruling: Merged, into: Case | None) -> str | None:
    if ruling.question == ruling.into:
        return "A question cannot be merged into itself."
    if into is None or not into.stands():
        return (
            f"There is no question {ruling.into} to merge into; it may have been merged, undone or deleted."
        )
    return None


def _refusal_to_split(case: Case, ruling: Split) -> str | None:
    here = {asking.seq for asking in case.standing()}
    apart = set(ruling.comments)
    if not apart:
        return "Say which comments ask something else."
    if not apart <= here:
        return "These comments are not all part of this question."
    if apart == here:
        return "All comments of a question cannot be split off: nothing would be left of it."
    return None


def _refusal_of_status(case: Case, ruling: Acknowledged | Closing) -> str | None:
    wanted = _status_after(ruling)
    if case.status == "answered" or (case.status == wanted and wanted != "acknowledged"):
        return f"This question was {case.status} already, by {case.decided_by}."
    if wanted == "acknowledged" and case.status not in {"open", "acknowledged"}:
        return f"This question was {case.status} by {case.decided_by}: reopen it first."
    return None


def _status_after(ruling: Acknowledged | Closing | Reopened) -> Status:
    match ruling:
        case Acknowledged():
            return "acknowledged"
        case Answered():
            return "answered"
        case Deferred():
            return "deferred"
        case Referred():
            return "referred"
        case Dismissed():
            return "dismissed"
        case Reopened():
            return "open"
        case _:
            assert_never(ruling)
