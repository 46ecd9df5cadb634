"""The same said again and again within a minute: by one viewer, or by many at once. No words are kept for it."""

from collections import deque

WINDOW_MS = 60_000
BOUND = 2_000
"""So many of the latest comments are remembered, however many come in a minute."""

BY_ONE = 3
"""One viewer says the same so often."""

BY_MANY = 4
"""So many viewers say the same, in so many words; less is a greeting."""
FEWEST_WORDS = 4


class Repeats:
    """What was said in the last minute. Times are milliseconds since 1970."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._said: deque[tuple[int, int, str]] = deque()
        self._by_wording: dict[int, dict[str, int]] = {}  # hash of a wording → viewer → how often

    def take(self, at: int, wording: str, viewer: str) -> bool:
        """Take in what a viewer says; tell whether it has been said too often."""
        self._forget(before=at - WINDOW_MS)
        key = hash(wording)
        self._said.append((at, key, viewer))
        voices = self._by_wording.setdefault(key, {})
        said = voices[viewer] = voices.get(viewer, 0) + 1
        many = len(voices) >= BY_MANY and wording.count(" ") >= FEWEST_WORDS - 1
        return many or said >= BY_ONE

    def _forget(self, before: int) -> None:
        while self._said and (self._said[0][0] < before or len(self._said) >= BOUND):
            _, key, viewer = self._said.popleft()
            voices = self._by_wording[key]
            voices[viewer] -= 1
            if not voices[viewer]:
                del voices[viewer]
            if not voices:
                del self._by_wording[key]
