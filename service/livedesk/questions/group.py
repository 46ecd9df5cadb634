"""Which comments ask the same, told from the comments alone: neither a decision nor an undo changes it.

So far: the same words, courtesy aside, by whomever; and the same viewer's words with some added or left out,
which is somebody asking again. Words exchanged for others may be another title or another day, so they are
another question.
"""

from collections import deque

from msgspec import Struct

from livedesk.questions.lexicon import Lexicon

REMEMBERED = 5
"""So many of a viewer's latest questions are compared with what they write next."""

FEWEST_SHARED = 2
SHARED_PART = 0.6


class _Said(Struct, frozen=True):
    wording: str
    words: frozenset[str]
    slots: frozenset[str]


class Wordings:
    """Gives comments that ask the same the same wording."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin with no comment known."""
        self._lexicon = lexicon
        self._by_viewer: dict[str, deque[_Said]] = {}

    def of(self, text: str, viewer: str | None) -> str:
        """Return the wording a comment goes by: its own in plain spelling, or an earlier of the viewer."""
        said = self._say(text)
        if viewer is None:
            return said.wording
        known = self._by_viewer.setdefault(viewer, deque(maxlen=REMEMBERED))
        former = next((each for each in reversed(known) if _asks_again(each, said)), None)
        wording = said.wording if former is None else former.wording
        known.append(_Said(wording, said.words, said.slots))
        return wording

    def _say(self, text: str) -> _Said:
        said = self._lexicon.read(text)
        start, end = self._lexicon.without_courtesy(said)
        content = said[start:end] or said
        slots = frozenset(word for word in content if word in self._lexicon.slots or word.isdecimal())
        return _Said(" ".join(content) or text.strip()[:20], frozenset(content), slots)


def _asks_again(former: _Said, now: _Said) -> bool:
    if former.wording == now.wording:
        return True
    fewer, more = sorted((former.words, now.words), key=len)
    enough = len(fewer) >= max(FEWEST_SHARED, SHARED_PART * len(more))
    return enough and fewer <= more and former.slots == now.slots
