"""Which comments of a broadcast seem to break the house's rules, and why: a fold over its log."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal, TypeAlias

from msgspec import Struct

from livedesk.events import Comment, Deleted, Entry, Erased, PlatformQuestion, Settled
from livedesk.privacy.redaction import SOMEBODY, markers
from livedesk.questions.lexicon import Lexicon
from livedesk.questions.text import bare, plain, words
from livedesk.rules import House
from livedesk.rules.repeats import Repeats

Reason: TypeAlias = Literal["words", "contact", "repeated"]

KEPT = 200
"""So many marks are kept, the newest."""

FEWEST_LETTERS = 4
"""So many letters apart from each other are a word spelled out."""

_LETTERS = str.maketrans("013457", "oieast")
"""Digits that stand for letters inside a word."""


class Mark(Struct, frozen=True):
    """Comment `comment` seems to break the house's rules. Nobody but host and helpers is told."""

    comment: int
    reasons: tuple[Reason, ...]


class _Kept(Struct, frozen=True):
    """A mark, and whose and which message it is on: by these it may be deleted."""

    mark: Mark
    message_id: str | None
    viewer: str | None


class Marks:
    """The latest marks of one broadcast. Feed it every entry in order of seq."""

    def __init__(self, house: House, lexicon: Lexicon) -> None:
        """Begin with nothing marked."""
        self._words = house.words
        self._lexicon = lexicon
        self._repeats = Repeats()
        self._kept: dict[int, _Kept] = {}

    def latest(self) -> list[Mark]:
        """Return the marks, the newest last."""
        return [kept.mark for kept in self._kept.values()]

    def take(self, entry: Entry, *, asks: bool) -> Mark | None:
        """Take an entry in and return its mark, if it gets one; `asks` tells whether it is on the queue."""
        match entry.body:
            case Comment(role="viewer", text=text) | PlatformQuestion(text=text):
                return self._mark(entry, self._reasons(entry, text, asks=asks))
            case Deleted(message_ids=messages, viewer_keys=viewers):
                self._forget(messages, viewers)
            case Erased(viewer_keys=viewers):
                self._forget((), viewers)
            case Settled():
                self._kept.clear()
            case _:
                pass
        return None

    def _mark(self, entry: Entry, reasons: tuple[Reason, ...]) -> Mark | None:
        if not reasons:
            return None
        mark = Mark(entry.seq, reasons)
        self._kept[entry.seq] = _Kept(mark, entry.message_id, entry.viewer.key if entry.viewer else None)
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return mark

    def _reasons(self, entry: Entry, text: str, *, asks: bool) -> tuple[Reason, ...]:
        said = self._lexicon.read(bare(text))  # the queue has just read it: it is remembered
        reasons: list[Reason] = []
        if self._breaks(text, said):
            reasons.append("words")
        if (cut_out := markers(text)) and any(marker != SOMEBODY for marker in cut_out):
            reasons.append("contact")
        if self._repeated(entry, said) and not asks:
            reasons.append("repeated")
        return tuple(reasons)

    def _breaks(self, text: str, said: Sequence[str]) -> bool:
        """Tell whether a word breaks the rules, as it is written or undisguised."""
        if self._breaks_openly(said):
            return True
        undisguised = _undisguised(text, said)
        return undisguised is not said and self._breaks_openly(undisguised)

    def _breaks_openly(self, said: Sequence[str]) -> bool:
        """Tell whether a word breaks the rules that the library does not allow just there."""
        found = self._words.find(said)
        if not found:
            return False
        allowed = [(start, end) for start, end, breaks in found if not breaks]
        return any(
            breaks and not any(first < end and start < last for first, last in allowed)
            for start, end, breaks in found
        )

    def _repeated(self, entry: Entry, said: Sequence[str]) -> bool:
        if not said or entry.viewer is None or entry.history:
            return False
        return self._repeats.take(entry.at, " ".join(said), entry.viewer.key)

    def _forget(self, messages: Sequence[str], viewers: Sequence[str]) -> None:
        gone = [
            seq for seq, kept in self._kept.items() if kept.message_id in messages or kept.viewer in viewers
        ]
        for seq in gone:
            del self._kept[seq]


def _undisguised(text: str, said: Sequence[str]) -> Sequence[str]:
    """Return the words with spelled-out ones joined (`a n j i n g`) and digits for letters put right (`anj1ng`)."""
    if list(map(len, text.split())).count(1) >= FEWEST_LETTERS:
        said = _joined(words(plain(bare(text))))
    if all(map(str.isalpha, said)):
        return said
    return [word if word.isdigit() else word.translate(_LETTERS) for word in said]


def _joined(said: Sequence[str]) -> list[str]:
    joined: list[str] = []
    for spelled, run in groupby(said, lambda word: len(word) == 1):
        letters = list(run)
        joined += ["".join(letters)] if spelled and len(letters) >= FEWEST_LETTERS else letters
    return joined
