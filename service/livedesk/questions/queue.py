"""The queue of a broadcast: a pure fold over its log.

Each comment that asks goes to a matter (`group` says which, from the comments alone), each decision to the
matter of its question. A matter's state is the fold of its own few records, so an entry costs the same early
and late in a broadcast, and undo is exact. What concerns all questions at once stands here: which one is
being answered now, and whether the Live has ended.

The log blanks a deleted text for good. A fold begun afterwards (a restart) cannot know what the comment asked: the
question it began then goes by the seq of its next comment, and is open, for decisions that named it find nothing.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from sys import intern
from typing import Any, assert_never

from msgspec import Struct
from msgspec.structs import asdict, replace

from livedesk.events import (
    Acknowledged,
    Answered,
    Approved,
    Asked,
    Caption,
    Claimed,
    Comment,
    Connected,
    Decision,
    Deferred,
    Deleted,
    Dismissed,
    Ended,
    Entry,
    Erased,
    Follow,
    Gap,
    Gift,
    Join,
    Like,
    Listed,
    LiveCenter,
    Merged,
    Noted,
    Paused,
    Pinned,
    PlatformPin,
    PlatformQuestion,
    Referred,
    Released,
    Reopened,
    Resumed,
    Settled,
    Share,
    Split,
    Taught,
    Thanked,
    Undecoded,
    Undone,
    Unlisted,
    Unpinned,
    Viewers,
    Whispered,
    Withdrawn,
)
from livedesk.questions.answers import Answers, AnswersState, HintsState, Said
from livedesk.questions.detect import UNKNOWN, Detection, detector
from livedesk.questions.group import Groups, GroupsState, Placed
from livedesk.questions.habit import Habit
from livedesk.questions.lessons import Lesson, Lessons
from livedesk.questions.lexicon import Lexicon
from livedesk.questions.library import Library
from livedesk.questions.matter import Asking, Case, Matter, MatterState, Ruling, refusal
from livedesk.questions.question import WAITING, Hint, Question, Status, from_settled, head_starts, order
from livedesk.questions.typed import Typed

LANGUAGES = ("id", "en", "pl")

WINDOW = 2_000
"""So many of the latest comments that ask nothing are kept for `asked` to pick from; older are forgotten."""

COMMON = ("language", "topic", "topics", "why")
"""What many questions have in common."""

VARIANTS = 5
"""So many other wordings of a question are shown."""


class ShownState(Struct, frozen=True, kw_only=True):
    """What questions depend on beside their matters, of which the first `shown` have some.

    `settled` are the questions that retention has left.
    """

    ended: bool
    answers: HintsState
    lessons: list[Lesson]
    shown: int
    acknowledged: list[tuple[int, int]]
    settled: list[Question] | None


class QueueState(ShownState, frozen=True, kw_only=True):
    """What a queue holds beside its matters, so that it can be written down; a matter is named by its place."""

    seq: int
    habit: Habit
    groups: GroupsState
    typed: dict[int, str]
    answers: AnswersState
    applied: dict[int, list[int]]
    by_group: dict[str, int]
    where: dict[int, int]
    messages: dict[str, int]
    by_viewer: dict[str, list[int]]
    passed_over: list[Entry]
    taken: list[Entry]


class Queue:
    """The questions of one broadcast. Feed it every entry in order of seq; an entry fed twice counts once."""

    def __init__(self, languages: Sequence[str] = LANGUAGES, library: Library | None = None) -> None:
        """Begin with an empty queue; `languages` are those that a comment may be told to be in.

        `library` offers facts and catalogues beside the questions; it changes nothing else.
        """
        self._library = library or Library()
        self._detector = detector(tuple(languages))
        self._habit = Habit()
        self._groups = Groups(self._detector.lexicon)
        self._typed = Typed(self._detector.lexicon)
        self._answers = Answers(self._detector.lexicon)
        self._lessons = Lessons(self._detector.lexicon)
        self._applied: dict[int, list[int]] = {}  # a lesson's seq → the comments it decided
        self._seq = 0
        self._ended = False
        self._matters: dict[Matter, None] = {}
        self._by_group: dict[str, Matter] = {}
        self._where: dict[int, Matter] = {}  # a comment's seq or a question's id → its matter
        self._messages: dict[str, int] = {}  # message id of a comment that asks → its seq
        self._by_viewer: dict[str, list[int]] = {}
        self._passed_over: deque[Entry] = deque(maxlen=WINDOW)
        self._taken: dict[int, Entry] = {}  # the decisions that stand, by seq
        self._acknowledged: list[
            tuple[int, int]
        ] = []  # (seq of the decision, question), the last one is on air
        self._built: dict[int, Question] = {}
        self._statuses: Counter[Status] = Counter()  # of those that are built
        self._unbuilt: set[int] = set()  # all others
        self._settled: list[int] | None = None  # the questions that retention has left, by id

    def state(self) -> QueueState:
        """Return all that the queue holds beside its matters, to go on from; it is good until the next entry."""
        places = {matter: place for place, matter in enumerate(self._all_matters())}
        return QueueState(
            seq=self._seq,
            ended=self._ended,
            habit=self._habit,
            groups=self._groups.state(),
            typed=self._typed.state(),
            answers=self._answers.state(),
            lessons=self._lessons.state(),
            applied=self._applied,
            shown=len(self._matters),
            by_group={group: places[matter] for group, matter in self._by_group.items()},
            where={seq: places[matter] for seq, matter in self._where.items()},
            messages=self._messages,
            by_viewer=self._by_viewer,
            passed_over=list(self._passed_over),
            taken=list(self._taken.values()),
            acknowledged=self._acknowledged,
            settled=None if self._settled is None else [self._built[id_] for id_ in self._settled],
        )

    def matters(self) -> Iterator[MatterState]:
        """Yield all that its matters hold, each in its place; it is good until the next entry."""
        return (matter.state() for matter in self._all_matters())

    def _all_matters(self) -> Iterable[Matter]:
        """Return the matters that have questions and those still referred to, in the order in which they are kept."""
        return dict.fromkeys([*self._matters, *self._by_group.values(), *self._where.values()])

    def restore(self, state: QueueState, kept: Iterable[MatterState]) -> None:
        """Go on from there; only a queue that nothing was fed to can, of the same languages as the one before."""
        matters = [Matter.restored(each) for each in kept]
        self._seq, self._ended = state.seq, state.ended
        self._habit = state.habit
        self._groups.restore(state.groups)
        self._typed.restore(state.typed)
        self._answers.restore(state.answers)
        self._lessons.restore(state.lessons)
        self._applied = state.applied
        self._matters = dict.fromkeys(matters[: state.shown])
        self._by_group = {group: matters[place] for group, place in state.by_group.items()}
        self._where = {seq: matters[place] for seq, place in state.where.items()}
        self._messages, self._by_viewer = state.messages, state.by_viewer
        self._passed_over.extend(state.passed_over)
        self._taken = {entry.seq: entry for entry in state.taken}
        self._acknowledged = state.acknowledged
        self._unbuilt.update(id_ for matter in self._matters for id_ in matter.ids)
        if state.settled is not None:
            self._keep(state.settled)

    def shown(self, state: ShownState, kept: Iterable[MatterState]) -> list[Question]:
        """Return the questions of a state, in order, without going on from there: hardly more than they is held.

        Only a queue that nothing was fed to can.
        """
        self._ended, self._acknowledged = state.ended, state.acknowledged
        self._lessons.restore(state.lessons)
        self._answers.show(state.answers)
        matters = map(Matter.restored, islice(kept, state.shown))
        cases = (case for matter in matters for case in matter.cases.values() if case.stands())
        return sorted([*(state.settled or ()), *_sharing(map(self._build, cases))], key=order)

    def apply(self, entry: Entry) -> set[int]:
        """Take an entry in and return the ids of the questions that changed, appeared or went."""
        if entry.seq <= self._seq:
            return set()
        self._seq = entry.seq
        if isinstance(entry.body, Settled):
            return self._settle(entry.body)
        changed = self._take(entry)
        if entry.seq in self._taken or isinstance(entry.body, (Taught, Undone)):
            self._lessons.take(entry, self._text_of)
        for id_ in changed:
            if (before := self._built.pop(id_, None)) is not None:
                self._statuses[before.status] -= 1
        self._unbuilt |= changed
        return changed

    def questions(self, status: Status | None = None) -> list[Question]:
        """Return the questions, or those of one status, in the order the host should take them."""
        questions = [question for id_ in self._ids() if (question := self.question(id_)) is not None]
        return sorted((each for each in questions if status in {None, each.status}), key=order)

    def statuses(self) -> Counter[Status]:
        """Count the questions by status; that costs what changed since it was last asked, however many there are."""
        for id_ in self._unbuilt:
            self.question(id_)
        self._unbuilt.clear()
        return +self._statuses

    def question(self, id_: int) -> Question | None:
        """Return one question; None where it never was, was merged into another, undone or deleted."""
        if id_ not in self._built:
            case = self._case(id_)
            if case is None or not case.stands():
                return None
            built = self._built[id_] = self._build(case)
            self._statuses[built.status] += 1
        return self._built[id_]

    @property
    def lexicon(self) -> Lexicon:
        """The words by which comments are read."""
        return self._detector.lexicon

    def asks(self, comment: int) -> bool:
        """Tell whether this comment is, or was, on the queue."""
        return comment in self._where

    def refusal(self, decision: Decision) -> str | None:
        """Say in one sentence why this decision cannot be taken now, or None where it can."""
        if self._settled is not None:
            return "What was said in this Live is gone by retention: nothing can be decided in it any more."
        match decision:
            case Undone():
                return (
                    None
                    if decision.entry in self._taken
                    else "There is nothing to undo: it was undone already."
                )
            case Asked():
                return self._refusal_to_ask(decision)
            case LiveCenter() | Thanked():
                return None  # it is about no question
            case Acknowledged() | Reopened() | Dismissed():
                return refusal(decision, self._case) or self._refusal_of_shown(decision)
            case _:
                return refusal(decision, self._case)

    def last_decision(self) -> Entry | None:
        """Return the latest decision that stands, which is what undo takes back."""
        return next(reversed(self._taken.values()), None)

    def _ids(self) -> list[int]:
        return [*(self._settled or ()), *(id_ for matter in self._matters for id_ in matter.ids)]

    def _settle(self, settled: Settled) -> set[int]:
        """Keep the questions as they stand in this entry, and nothing else."""
        before = self._ids()
        self._matters.clear()
        self._where.clear()
        self._passed_over.clear()
        self._taken.clear()
        self._unbuilt.clear()
        return {*before, *self._keep(list(map(from_settled, settled.questions)))}

    def _keep(self, settled: Sequence[Question]) -> list[int]:
        """Keep these questions, which nothing changes any more, in place of all others; return their ids."""
        self._settled = [question.id for question in settled]
        self._built = {question.id: question for question in settled}
        self._statuses = Counter(question.status for question in settled)
        return self._settled

    def _take(self, entry: Entry) -> set[int]:  # noqa: C901, PLR0911 — one per kind of entry
        match entry.body:
            case Comment() | PlatformQuestion():
                return self._hear(entry, entry.body)
            case (  # the most frequent first
                Like()
                | Join()
                | Viewers()
                | Gift()
                | Follow()
                | Share()
                | Gap()
                | LiveCenter()
                | Paused()
                | PlatformPin()
                | Resumed()
                | Settled()
                | Taught()
                | Noted()
                | Undecoded()
            ):
                return set()
            case Caption(text=text, final=final):
                return self._listen(Said(entry.seq, entry.at, text, "host", piece=True)) if final else set()
            case Deleted() | Erased():
                return self._delete(entry.seq, entry.body)
            case Ended():
                return self._end(ended=True)
            case Connected():
                return self._end(ended=False)
            case Undone():
                return self._undo(entry.body)
            case Asked():
                return self._ask(entry, entry.body)
            case Thanked():
                return self._note(entry)
            case (
                Acknowledged()
                | Answered()
                | Deferred()
                | Referred()
                | Dismissed()
                | Reopened()
                | Merged()
                | Split()
                | Pinned()
                | Unpinned()
                | Claimed()
                | Released()
                | Whispered()
                | Listed()
                | Unlisted()
                | Approved()
                | Withdrawn()
            ):
                return self._rule(entry, entry.body)
            case _:
                assert_never(entry.body)

    # What viewers do.

    def _hear(self, entry: Entry, body: Comment | PlatformQuestion) -> set[int]:
        if entry.message_id is not None and entry.message_id in self._messages:
            return set()
        detection = self._asked(body)
        if detection is None:
            self._passed_over.append(entry)
            return self._listen(_said(entry, body)) | self._ask_as_taught(entry, body)
        heard = self._listen(_said(entry, body)) if _may_answer(body) else set()
        placed = self._groups.place(body.text, _key(entry))
        matter = self._by_group.get(placed.group)
        if matter is None:
            placed, matter = self._as_typed(placed, body.text)
            self._by_group[placed.group] = matter
        asking = _asking(entry, body.text, placed, detection, by=entry.seq)
        lesson = self._lesson(entry, body, question=False)
        asking.taught_by = None if lesson is None else lesson.seq
        return heard | self._admit(asking, entry, matter)

    def _as_typed(self, placed: Placed, text: str) -> tuple[Placed, Matter]:
        """Return the matter for what is like nothing before it: of what was typed by hand, or a new one."""
        found = self._typed.most_like(text)
        if found is None:
            return placed, Matter()
        wording, seq = found
        return replace(placed, like=wording), self._where[seq]

    def _lesson(self, entry: Entry, body: Comment | PlatformQuestion, *, question: bool) -> Lesson | None:
        """Return the lesson by which such a comment asks, or does not; the button and the host need none."""
        if isinstance(body, PlatformQuestion) or body.role == "host":
            return None
        lesson = self._lessons.of(body.text)
        if lesson is None or lesson.question is not question:
            return None
        self._applied.setdefault(lesson.seq, []).append(entry.seq)
        return lesson

    def _ask_as_taught(self, entry: Entry, body: Comment | PlatformQuestion) -> set[int]:
        """Put a comment on the queue that looks like none that asks, but is worded like one that staff put there."""
        lesson = self._lesson(entry, body, question=True)
        if lesson is None:
            return set()
        found = self._detector.detect(body.text)
        why = "worded like what was put on the queue before"
        detection = replace(found, question=True, score=max(found.score, self._detector.threshold), why=why)
        return self._admit_apart(_asking(entry, body.text, _apart(lesson), detection, by=entry.seq), entry)

    def _admit_apart(self, asking: Asking, source: Entry) -> set[int]:
        """Take in what is on the queue by staff's decision."""
        matter = self._by_group.setdefault(asking.group, Matter())
        return self._admit(asking, source, matter)

    def _asked(self, body: Comment | PlatformQuestion) -> Detection | None:
        """Return what a comment asks; None where it asks nothing.

        The host's own words never ask the desk, and moderators mostly answer: theirs ask with a mark only.
        """
        if isinstance(body, PlatformQuestion):
            found = self._detector.detect(body.text)
            return replace(found, question=True, score=1.0, why="asked with TikTok's question button")
        staff = body.role == "host" or (body.role == "moderator" and "?" not in body.text)
        asked = None if staff else self._detector.asked(body.text, self._habit)
        if asked is None or asked.language != UNKNOWN:
            return asked
        return replace(asked, language=body.language or UNKNOWN)

    def _admit(self, asking: Asking, source: Entry, matter: Matter) -> set[int]:
        """Take an asking in that `source` said."""
        self._matters[matter] = None
        self._where[asking.by] = self._where[asking.seq] = matter
        if source.message_id is not None:
            self._messages[source.message_id] = asking.seq
        if asking.viewer is not None:
            self._by_viewer.setdefault(asking.viewer, []).append(asking.seq)
        apart = not asking.comment or asking.wording.startswith("\0")
        handle = source.viewer.handle if source.viewer else ""
        self._answers.ask(
            asking.seq, asking.at, asking.text, viewer=asking.viewer, handle=handle, apart=apart
        )
        return matter.ask(asking)

    def _listen(self, said: Said) -> set[int]:
        """Return the questions that what was said may have answered."""
        return self._questions_of(self._answers.hear(said))

    def _questions_of(self, askings: Iterable[int]) -> set[int]:
        cases = (self._where[seq].case_of(seq) for seq in askings)
        return {case.id for case in cases if case is not None}

    def _build(self, case: Case) -> Question:
        question = _build(case, self._status(case), self._hints(case))
        beside = {
            "head_starts": head_starts(question),
            "facts": self._library.facts(question, self._detector.lexicon),
            "catalogue": self._library.catalogue(question, self._detector.lexicon),
        }
        return replace(question, **beside) if any(beside.values()) else question

    def _hints(self, case: Case) -> tuple[Hint, ...]:
        """Return what may have answered this question; after a decision nothing more is looked for."""
        hints = self._answers.hints([asking.seq for asking in case.standing()])
        closed = case.status not in WAITING
        return tuple(hint for hint in hints if not closed or hint.seq < case.decided)

    def _delete(self, seq: int, deleted: Deleted | Erased) -> set[int]:
        if isinstance(deleted, Erased):
            deleted = Deleted(viewer_keys=deleted.viewer_keys)
        named = {self._messages[id_] for id_ in deleted.message_ids if id_ in self._messages}
        named.update(*(self._by_viewer.get(key, ()) for key in deleted.viewer_keys))
        kept = (entry for entry in self._passed_over if not _is_deleted(entry, deleted))
        self._passed_over = deque(kept, maxlen=WINDOW)
        unquoted = self._questions_of(self._answers.forget(deleted))
        return unquoted.union(*(self._where[comment].forget(seq, comment) for comment in named))

    def _end(self, *, ended: bool) -> set[int]:
        """Nobody can be answered on air once the Live has ended; if it goes on after all, they can again."""
        if ended == self._ended:
            return set()
        self._ended = ended
        cases = (case for matter in self._matters for case in matter.cases.values())
        return {case.id for case in cases if case.status in WAITING}

    # What staff decide. The fold passes over what is refused: it can only stand in logs of other versions.

    def _rule(self, entry: Entry, ruling: Ruling) -> set[int]:
        if self.refusal(ruling) is not None:
            return set()
        matter = self._where[ruling.question]
        if isinstance(ruling, Merged):
            matter = self._join(matter, self._where[ruling.into])
        changed = matter.rule(entry, ruling)
        self._where.update(dict.fromkeys((entry.seq, *changed), matter))
        self._taken[entry.seq] = entry
        if isinstance(ruling, Acknowledged):
            changed |= self._on_air()
            self._acknowledged.append((entry.seq, ruling.question))
        return changed

    def _note(self, entry: Entry) -> set[int]:
        """Keep a decision that is about no question, so that undo finds it."""
        if self._settled is None:
            self._taken[entry.seq] = entry
        return set()

    def _ask(self, entry: Entry, asked: Asked) -> set[int]:
        if self._refusal_to_ask(asked) is not None:
            return set()
        source = entry if asked.comment is None else self._recent(asked.comment)
        if source is None:
            return set()
        text = source.body.text if isinstance(source.body, Comment | PlatformQuestion) else asked.text
        why = f"put on the queue by {asked.by}" if asked.comment is not None else f"typed by {asked.by}"
        detection = replace(self._detector.detect(text), question=True, score=1.0, why=why)
        self._taken[entry.seq] = entry
        if asked.comment is None:
            return self._ask_as_typed(entry, text, detection)
        placed = _apart(Lesson(self._lessons.wording(text), question=True, seq=entry.seq))
        return self._admit_apart(_asking(source, text, placed, detection, by=entry.seq), source)

    def _ask_as_typed(self, entry: Entry, text: str, detection: Detection) -> set[int]:
        """Put what staff typed with the comments that ask it; where none does, those that come join it."""
        placed = self._groups.look_up(text)
        if placed is not None:
            matter = self._by_group[placed.group]
        else:
            placed, former = self._typed.place(entry.seq, text)
            matter = Matter() if former is None else self._where[former]
        return self._admit(_asking(entry, text, placed, detection, by=entry.seq), entry, matter)

    def _undo(self, undone: Undone) -> set[int]:
        entry = self._taken.pop(undone.entry, None)
        if entry is None or isinstance(entry.body, Thanked):
            return set()
        changed = self._withdraw(undone.entry)
        self._typed.remove(undone.entry)
        applied = self._applied.pop(undone.entry, [])
        if isinstance(entry.body, Dismissed):
            changed |= self._unteach(applied)
        else:
            changed = changed.union(*map(self._withdraw, applied))
        if isinstance(entry.body, Acknowledged):
            self._acknowledged = [pair for pair in self._acknowledged if pair[0] != undone.entry]
            changed |= self._on_air()
        return changed

    def _unteach(self, comments: Sequence[int]) -> set[int]:
        """Take comments as they would have been without the lesson; return the questions that changed."""
        changed = set()
        for matter in dict.fromkeys(self._where[seq] for seq in comments):
            touched = matter.unteach(comments)
            self._where.update(dict.fromkeys(touched, matter))
            changed |= touched
        return changed

    def _withdraw(self, seq: int) -> set[int]:
        """Leave out what an entry brought; return the questions that changed."""
        matter = self._where[seq]
        changed = matter.withdraw(seq)
        self._where.update(dict.fromkeys(changed, matter))
        if not matter:
            self._matters.pop(matter, None)
        return changed

    def _join(self, one: Matter, other: Matter) -> Matter:
        """Make one matter of two, the smaller going into the larger."""
        if one is other:
            return one
        smaller, larger = sorted((one, other), key=len)
        self._by_group.update({asking.group: larger for asking in smaller.askings()})
        self._where.update(dict.fromkeys(smaller.seqs(), larger))
        del self._matters[smaller]
        larger.absorb(smaller)
        return larger

    def _on_air(self) -> set[int]:
        return {question for _, question in self._acknowledged[-1:]}

    def _refusal_of_shown(self, decision: Acknowledged | Reopened | Dismissed) -> str | None:
        """Refuse what the questions beside it, a lesson, or the end of the Live stand against."""
        question = self.question(decision.question)
        if isinstance(decision, Dismissed):
            dismissed = question is not None and question.status == "dismissed"
            return "This question was dismissed already, for its words." if dismissed else None
        if question is None or question.status not in WAITING:
            return None
        if isinstance(decision, Reopened):
            return None if question.status == "acknowledged" else "This question is open already."
        if question.status == "missed":
            return "The Live has ended: nothing can be answered on air any more."
        return "This question is being answered already." if question.status == "acknowledged" else None

    def _refusal_to_ask(self, asked: Asked) -> str | None:
        if asked.comment is None:
            return None if asked.text.strip() else "A question needs a text, or the comment that asks it."
        matter = self._where.get(asked.comment)
        if matter is not None and matter.case_of(asked.comment) is not None:
            return f"Comment {asked.comment} is on the queue already."
        if self._recent(asked.comment) is None:
            return f"Comment {asked.comment} is too far back or no comment: write the question instead."
        return None

    def _recent(self, seq: int) -> Entry | None:
        return next((entry for entry in reversed(self._passed_over) if entry.seq == seq), None)

    def _text_of(self, seq: int) -> str | None:
        """Return the text of a comment on the queue or passed over lately, None of anything else."""
        askings = self._where[seq].askings() if seq in self._where else []
        asked = next((asking for asking in askings if asking.seq == seq and asking.comment), None)
        passed = self._recent(seq) if asked is None else None
        if passed is not None and isinstance(passed.body, Comment | PlatformQuestion):
            return passed.body.text
        return None if asked is None else asked.text

    def _case(self, id_: int) -> Case | None:
        matter = self._where.get(id_)
        return None if matter is None else matter.cases.get(id_)

    def _status(self, case: Case) -> Status:
        """Return the status as shown: only the last acknowledged is on air, and the end makes missed."""
        status = case.status
        if status == "acknowledged" and (case.decided, case.id) not in self._acknowledged[-1:]:
            status = "open"
        if status == "open" and (lessons := case.taught_by()) and all(map(self._lessons.stands, lessons)):
            return "dismissed"
        return "missed" if self._ended and status in WAITING else status


def _sharing(questions: Iterable[Question]) -> Iterator[Question]:
    """Yield questions that share what many have in common: read back, each has come with words of its own."""
    known: dict[Any, Any] = {}
    for each in questions:
        values = ((name, getattr(each, name)) for name in COMMON)
        yield replace(each, **{name: known.setdefault(value, value) for name, value in values})


def fold(entries: Iterable[Entry], languages: Sequence[str] = LANGUAGES) -> list[Question]:
    """Return the questions that a broadcast's entries, in order of seq, add up to, in queue order."""
    queue = Queue(languages)
    for entry in entries:
        queue.apply(entry)
    return queue.questions()


def _asking(source: Entry, text: str, placed: Placed, detection: Detection, *, by: int) -> Asking:
    heard = isinstance(source.body, Comment | PlatformQuestion)
    asking = Asking(
        seq=source.seq,
        by=by,
        at=source.at,
        viewer=_key(source) if heard else None,
        text=text,
        wording=placed.wording,
        group=placed.group,
        like=placed.like,
        detection=detection,
        comment=heard,
    )
    asking.share()
    return asking


def _key(entry: Entry) -> str | None:
    """Return whose comment it is: the same string for all that they write."""
    return None if entry.viewer is None else intern(entry.viewer.key)


def _apart(lesson: Lesson) -> Placed:
    """Return a wording no comment has: what staff put on the queue must not change how comments are grouped."""
    wording = f"\0{lesson.seq} {lesson.wording}"
    return Placed(wording, wording, wording)


def _is_deleted(entry: Entry, deleted: Deleted) -> bool:
    viewer = entry.viewer.key if entry.viewer else None
    return entry.message_id in deleted.message_ids or viewer in deleted.viewer_keys


def _may_answer(body: Comment | PlatformQuestion) -> bool:
    """Tell whether a comment that seems to ask may be an answer all the same: it addresses somebody, without a mark."""
    return isinstance(body, Comment) and "?" not in body.text and bool(body.mentions or "@" in body.text)


def _said(entry: Entry, body: Comment | PlatformQuestion) -> Said:
    """Return a comment as what it may be to others: an answer, by the host where a moderator wrote it."""
    role, mentions = (body.role, body.mentions) if isinstance(body, Comment) else ("viewer", ())
    return Said(
        entry.seq,
        entry.at,
        body.text,
        "viewer" if role == "viewer" else "host",
        viewer=entry.viewer.key if entry.viewer else "",
        message=entry.message_id,
        mentions=mentions,
    )


def _build(case: Case, status: Status, hints: tuple[Hint, ...]) -> Question:
    askings = case.standing()
    several = len(askings) > 1  # most are asked once: what only several askings can have is not looked for
    first = (
        next((asking for asking in askings if asking.seq == case.id), askings[0]) if several else askings[0]
    )
    return Question(
        id=case.id,
        text=first.text,
        language=first.detection.language,
        topic=first.detection.topic,
        topics=first.detection.topics,
        kind=first.detection.kind,
        status=status,
        asked_at=min([asking.at for asking in askings]),
        asked_again_at=_asked_again_at(askings) if several else None,
        answered_at=case.decided_at if status == "answered" else None,
        askers=_people(askings),
        comments=tuple([asking.seq for asking in askings if asking.comment]),
        typed=sum([not asking.comment for asking in askings]),
        variants=_variants(first.text, askings) if several else (),
        score=first.detection.score,
        why=first.detection.why,
        pinned=case.pinned,
        hints=hints,
        **asdict(case.care),
    )


def _people(askings: Sequence[Asking]) -> int:
    """Count who asks. What staff typed may be a comment that came later: it is nobody else."""
    heard = {asking.viewer or asking.seq for asking in askings if asking.comment}
    return max(len(heard), sum([not asking.comment for asking in askings]))


def _asked_again_at(askings: Sequence[Asking]) -> int | None:
    """Return when somebody last repeated their own question, or None."""
    known: set[str] = set()
    again = None
    for asking in askings:
        if asking.viewer is not None and asking.viewer in known:
            again = asking.at
        elif asking.viewer is not None:
            known.add(asking.viewer)
    return again


def _variants(text: str, askings: Sequence[Asking]) -> tuple[str, ...]:
    """Return the latest wordings other than `text`, newest first."""
    others = {asking.text.casefold(): asking.text for asking in askings}
    others.pop(text.casefold(), None)
    return tuple(reversed(others.values()))[:VARIANTS]
