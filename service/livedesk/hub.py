"""Fan-out with bounds: one publisher, many subscribers, nobody waited for.

A frame is encoded once and handed to every subscriber. A subscriber that lets more than `bound` frames pile up is
cut off: it is told so by `FellBehind` and comes back with the seq it has, so a slow dashboard costs the recorder
nothing and itself only a reconnect.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from msgspec import Struct

BOUND = 512
"""Frames a subscriber may lag. At one commit every few milliseconds that is some seconds of a busy Live."""


class Frame(Struct, frozen=True):
    """One message to dashboards, encoded; `seq` is the entry it brings them to, `kind` the message's `type`."""

    seq: int
    text: str
    kind: str = ""


class FellBehind(Exception):  # noqa: N818 - a fact about the subscriber, not a fault of ours
    """The subscriber let more frames pile up than its bound allows."""


class Subscription:
    """What one subscriber has not yet taken."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._frames: deque[Frame] = deque()
        self._ready = asyncio.Event()
        self._fell_behind = False

    @property
    def waiting(self) -> int:
        """Frames not yet taken."""
        return len(self._frames)

    def offer(self, frame: Frame) -> bool:
        """Add a frame without waiting; return whether this one cut the subscriber off."""
        if self._fell_behind:
            return False
        if len(self._frames) < self._bound:
            self._frames.append(frame)
        else:
            self._fell_behind = True
            self._frames.clear()
        self._ready.set()
        return self._fell_behind

    async def frames(self) -> AsyncIterator[Frame]:
        """Yield frames as they come, for ever; FellBehind once the bound was passed."""
        while True:
            await self._ready.wait()
            while self._frames:
                yield self._frames.popleft()
            if self._fell_behind:
                raise FellBehind
            self._ready.clear()


class Hub:
    """The subscribers of one broadcast; `seq` is what the last frame brought them to."""

    def __init__(self, seq: int = 0) -> None:
        self.seq = seq
        self.cut_off = 0  # subscribers that fell behind
        self._subscriptions: set[Subscription] = set()

    def __len__(self) -> int:
        """Count the subscribers."""
        return len(self._subscriptions)

    @property
    def longest_queue(self) -> int:
        """Frames that the slowest subscriber has not yet taken."""
        return max((subscription.waiting for subscription in self._subscriptions), default=0)

    @contextmanager
    def subscribe(self, bound: int = BOUND) -> Iterator[Subscription]:
        """Take part from now on: every frame published after this call is offered, none before."""
        subscription = Subscription(bound)
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def publish(self, frame: Frame) -> None:
        """Offer the frame to every subscriber."""
        self.seq = max(self.seq, frame.seq)
        self.cut_off += sum(subscription.offer(frame) for subscription in self._subscriptions)
