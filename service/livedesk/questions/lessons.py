"""What a library's staff have taught: which comments ask nothing although they look so, and which do ask.

Every lesson is a decision of the log: `dismissed` says that a question was none, `asked` with a comment that a comment
was one, `reopened` takes back what an earlier lesson did. A lesson holds for comments in nearly the same words and
for no others, the newest that fits counts, and undoing the decision takes the lesson back.

What earlier broadcasts taught stands in the log too, as `taught` at the broadcast's start: the fold needs nothing else.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec
from msgspec import Struct

from livedesk import LivedeskError
from livedesk.events import Asked, Dismissed, Entry, Reopened, Taught, Undone
from livedesk.questions.lexicon import Lexicon

CARRIED = 200
"""So many lessons go on to the next broadcast, the newest."""

LONGEST = 200
"""Wordings longer than so many characters teach nothing."""

FEWEST_WORDS = 3
ALIKE = 0.75
"""Two wordings of at least three words are alike where so much of all their words is in both."""

KINDS = ("taught", "dismissed", "asked", "reopened", "undone")
"""The entries that lessons are made of; beside them only the texts of the comments they name."""

TextOf = Callable[[int], str | None]
"""Gives the text of the comment with this seq, None where there is none."""


class NoLesson(LivedeskError, ValueError):  # noqa: N818 - named after the fact
    """A line of what should be exported lessons is none."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(
            f"Line {line} is no lesson ({reason}): give what 'livedesk lessons export' writes, "
            'such as {"wording": "who is that", "question": false}.'
        )
        self.line = line


class Lesson(Struct, frozen=True, gc=False):
    """Comments worded nearly so ask something, or do not. `seq` is of the entry that taught it."""

    wording: str
    question: bool
    seq: int = 0


class Lessons:
    """The lessons that stand. Feed it the entries of `KINDS` in the order of the log."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin with nothing learned."""
        self._lexicon = lexicon
        self._standing: list[Lesson] = []  # the newest last
        self._with_word: dict[str, list[Lesson]] = {}

    def take(self, entry: Entry, text_of: TextOf) -> None:
        """Learn from an entry; whatever is no lesson is passed over."""
        match entry.body:
            case Taught(asks=asks, asks_not=asks_not):
                taught = ((asks_not, False), (asks, True))
                self._stand(
                    Lesson(each, question, entry.seq)
                    for wordings, question in taught
                    for each in reversed(wordings)
                )
            case Dismissed(question=id_):
                self.learn(text_of(id_), question=False, seq=entry.seq)
            case Asked(comment=int() as comment):
                self.learn(text_of(comment), question=True, seq=entry.seq)
            case Reopened(question=id_):
                text = text_of(id_) or ""
                if (lesson := self.of(text)) is not None and not lesson.question:
                    self.learn(text, question=True, seq=entry.seq)
            case Undone(entry=seq):
                if any(lesson.seq == seq for lesson in self._standing):
                    self._stand(lesson for lesson in self._standing if lesson.seq != seq)
            case _:
                pass

    def state(self) -> list[Lesson]:
        """Return the lessons that stand, the newest last."""
        return self._standing

    def restore(self, state: list[Lesson]) -> None:
        """Go on from there."""
        self._stand(state)

    def learn(self, text: str | None, *, question: bool, seq: int = 0) -> None:
        """Learn that comments worded like this text ask something, or do not; undoing entry `seq` unlearns it."""
        wording = self.wording(text or "")
        if 0 < len(wording) <= LONGEST:
            self._stand([*self._standing, Lesson(wording, question, seq)])

    def of(self, text: str) -> Lesson | None:
        """Return the newest lesson that fits this text, None where there is none."""
        if not self._standing:
            return None
        wording = self.wording(text)
        sharing = {id(lesson): lesson for word in wording.split() for lesson in self._with_word.get(word, ())}
        fitting = [lesson for lesson in sharing.values() if self._alike(lesson.wording, wording)]
        return max(fitting, key=self._standing.index, default=None)

    def stands(self, seq: int) -> bool:
        """Tell whether what entry `seq` taught still holds."""
        return any(lesson.seq == seq for lesson in self._standing)

    def wording(self, text: str) -> str:
        """Return the text's words in plain spelling, courtesy at both ends and people's names left out."""
        return " ".join(self._lexicon.utterance(text).content)

    def carried(self) -> Taught:
        """Return what the next broadcast is to be taught: each wording once, as it was last decided."""
        newest: dict[str, bool] = {}
        for lesson in reversed(self._standing):
            newest.setdefault(lesson.wording, lesson.question)
        kept = list(newest.items())[:CARRIED]
        return Taught(
            asks=tuple(wording for wording, question in kept if question),
            asks_not=tuple(wording for wording, question in kept if not question),
        )

    def _stand(self, lessons: Iterable[Lesson]) -> None:
        self._standing = list(lessons)
        self._with_word = {}
        for lesson in self._standing:
            for word in _telling(lesson.wording):
                self._with_word.setdefault(word, []).append(lesson)

    def _alike(self, one: str, other: str) -> bool:
        if one == other:
            return True
        words, others = frozenset(one.split()), frozenset(other.split())
        if min(len(words), len(others)) < FEWEST_WORDS or len(words & others) < ALIKE * len(words | others):
            return False
        return not any(word in self._lexicon.slots or word.isdecimal() for word in words ^ others)


def _telling(wording: str) -> list[str]:
    """Return so many words of a wording, the longest, that whatever is alike has one of them."""
    words = sorted(set(wording.split()), key=lambda word: (-len(word), word))
    return words[: int(len(words) * (1 - ALIKE)) + 1]


def joined(former: Taught, newer: Taught) -> Taught:
    """Return both, the newer first; where they contradict each other, the newer counts."""
    said = {*newer.asks, *newer.asks_not}
    return Taught(
        asks=(*newer.asks, *(wording for wording in former.asks if wording not in said))[:CARRIED],
        asks_not=(*newer.asks_not, *(wording for wording in former.asks_not if wording not in said))[
            :CARRIED
        ],
    )


def encode(taught: Taught) -> Iterator[bytes]:
    """Yield lessons as JSON lines: wordings and verdicts, nobody's name."""
    for wordings, question in ((taught.asks_not, False), (taught.asks, True)):
        for wording in wordings:
            yield msgspec.json.encode({"wording": wording, "question": question}) + b"\n"


def decode(lines: Iterable[str], lexicon: Lexicon) -> Taught:
    """Read what `encode` wrote, brought into the plain spelling; empty lines are passed over; NoLesson."""
    lessons = Lessons(lexicon)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                lesson = msgspec.json.decode(line, type=Lesson)
            except msgspec.MsgspecError as error:
                raise NoLesson(number, str(error)) from error
            lessons.learn(lesson.wording, question=lesson.question)
    return lessons.carried()
