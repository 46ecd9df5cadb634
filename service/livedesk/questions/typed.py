"""Questions that staff typed by hand, while the chat did not reach the desk or from elsewhere.

They are kept apart from what viewers wrote, so that grouping the chat is never changed by a decision, and taking one
back leaves nothing. A comment that would begin a group of its own is looked up here first: it may ask what was typed.
"""

from livedesk.questions.group import Groups, Placed
from livedesk.questions.lexicon import Lexicon


class Typed:
    """What was typed and no comment had asked before, by the seq of its entry."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin with nothing typed."""
        self._lexicon = lexicon
        self._texts: dict[int, str] = {}
        self._begin()

    def place(self, seq: int, text: str) -> tuple[Placed, int | None]:
        """Return where entry `seq` belongs, and the seq of what was typed before that asks the same."""
        self._texts[seq] = text
        return self._place(seq, text)

    def remove(self, seq: int) -> None:
        """Let no comment find what entry `seq` typed; what is not here is passed over."""
        if self._texts.pop(seq, None) is not None:
            self._begin()

    def most_like(self, text: str) -> tuple[str, int] | None:
        """Return the wording and seq of what was typed that a text asks too; None where it asks none of it."""
        placed = self._groups.look_up(text) if self._texts else None
        return None if placed is None else (placed.like, self._by_wording[placed.like])

    def state(self) -> dict[int, str]:
        """Return what was typed, by the seqs of its entries."""
        return self._texts

    def restore(self, state: dict[int, str]) -> None:
        """Go on from there."""
        self._texts = state
        self._begin()

    def _begin(self) -> None:
        self._groups = Groups(self._lexicon)
        self._by_wording: dict[str, int] = {}
        for seq, text in self._texts.items():
            self._place(seq, text)

    def _place(self, seq: int, text: str) -> tuple[Placed, int | None]:
        placed = self._groups.place(text, None)
        former = self._by_wording.get(placed.like)
        self._by_wording.setdefault(placed.wording, seq)
        return Placed(f"\0{seq}", placed.wording, placed.like), former
