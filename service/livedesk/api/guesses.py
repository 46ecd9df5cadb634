"""Slows down who tries tokens (pure; the time is handed in).

After some different wrong tokens from one address, what comes from there with a token not seen right before is refused
unread until a while has passed. So guessing has an end, a desk that is open stays open, and a page left open with the
token of last week, which is one token however often it is sent, keeps nobody out.
"""

from collections import OrderedDict
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")
V = TypeVar("V")

MOST_WRONG = 20
"""Different wrong tokens from one address before it has to wait."""

WAIT = 60.0
"""Seconds without a further one until all is forgotten."""

MOST_REMEMBERED = 1_000
"""Addresses, and tokens seen right with theirs."""


class _Tries(Struct):
    tokens: set[int]  # their hashes
    last: float


class Guesses:
    """What each address has tried lately."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, _Tries] = OrderedDict()
        self._right: OrderedDict[tuple[str, str], None] = OrderedDict()

    def must_wait(self, address: str, token: str, now: float) -> bool:
        """Tell whether this token is not even looked at; `now` is in seconds."""
        tries = self._wrong.get(address)
        if tries is None or len(tries.tokens) < MOST_WRONG or now - tries.last >= WAIT:
            return False
        return (address, token) not in self._right

    def note(self, address: str, token: str, now: float, *, right: bool) -> None:
        """Note whether a token that was looked at was right."""
        if right:
            self._right[address, token] = None
            _bound(self._right, (address, token))
            return
        tries = self._wrong.get(address)
        if tries is None or now - tries.last >= WAIT:
            tries = self._wrong[address] = _Tries(set(), now)
        if hash(token) not in tries.tokens:
            tries.tokens.add(hash(token))
            tries.last = now
        _bound(self._wrong, address)


def _bound(remembered: OrderedDict[T, V], newest: T) -> None:
    remembered.move_to_end(newest)
    if len(remembered) > MOST_REMEMBERED:
        remembered.popitem(last=False)
