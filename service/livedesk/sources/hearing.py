"""One connection: a task that listens, a bounded queue of what it heard, and a watchdog on the last frame.

After a long time without a frame (the machine slept, the disk refused so long that the socket was not read) it shows
only later whether the connection outlived it. Should it break soon after, all of that time counts as missed.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from msgspec import Struct

from livedesk.events import Event
from livedesk.sources.faults import Fault
from livedesk.sources.patience import Patience

FRAMES_WAITING = 256
"""Frames heard and not yet taken; past that the socket is read no faster than the recorder writes."""


def passed() -> float:
    """Return seconds by a clock that nobody sets and that goes on while the machine sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()  # of Windows, where it goes on


class Moment(Struct, frozen=True):
    """A time by two clocks, in seconds: `passed` goes on while the machine sleeps, `awake` stands still."""

    passed: float
    awake: float

    def slept_since(self, earlier: "Moment") -> float:
        """Return for how many of the seconds in between the machine was asleep."""
        return (self.passed - earlier.passed) - (self.awake - earlier.awake)


class Hear(Protocol):
    """Takes what frames bring, for the first time as soon as the socket stands."""

    async def __call__(self, events: list[Event] | None) -> None:
        """Take a frame's events, or None for a mere sign of life; the socket is read on upon return."""
        ...


class Line(Protocol):
    """What connects; see `seam.Line`."""

    async def listen(self, room_id: int | None, hear: Hear) -> None:
        """Connect, and hear until the other side closes; raises what `fault` understands."""
        ...

    def fault(self, error: BaseException) -> Fault:
        """Say what an error of `listen` means."""
        ...


Heard: TypeAlias = list[Event] | Fault
"""A frame's events, or why there will be no more."""


class Hearing:
    """An attempt at a connection, from asking for it to its end, whichever way it ends.

    `async with Hearing(…) as hearing`, `await hearing.opening()`, then `await hearing.next()` until it gives
    a `Fault`; leaving the block closes the connection.
    """

    def __init__(
        self,
        line: Line,
        room_id: int | None,
        patience: Patience,
        clock: Callable[[], float] = passed,
    ) -> None:
        self._line = line
        self._room_id = room_id
        self._patience = patience
        self._queue: asyncio.Queue[list[Event] | Fault] = asyncio.Queue(FRAMES_WAITING)
        self._clock = clock
        self._awake = asyncio.get_running_loop().time
        self._began = self._frame_at = clock()
        self._read = self._sure = self._resumed = self._now()
        self.opened = False

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._listen(), name="listen")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    @property
    def quiet(self) -> float:
        """Seconds since the last frame of any kind; 0 while frames wait, for then it is not the line that is slow."""
        return self._clock() - self._frame_at if self._queue.empty() else 0.0

    @property
    def missed(self) -> float:
        """Seconds since the last frame of which it is sure that all before it was heard."""
        return self._clock() - self._sure.passed

    @property
    def lasted(self) -> float:
        """Seconds since the attempt began."""
        return self._clock() - self._began

    async def opening(self) -> Heard:
        """Wait for the connection to stand; return what came with it, or the fault that prevented it."""
        try:
            async with asyncio.timeout(self._patience.opening):
                return await self._queue.get()
        except TimeoutError as error:
            return self._line.fault(error)

    async def next(self) -> Heard:
        """Return the next frame's events, or nothing when a tick has passed without one, or how it ended."""
        heard = await self._next()
        if isinstance(heard, Fault) and self._now().slept_since(self._sure) > self._patience.silent:
            return Fault("asleep")
        return heard

    async def _next(self) -> Heard:
        if not self._queue.empty():
            return self._queue.get_nowait()
        try:
            async with asyncio.timeout(self._patience.tick):
                return await self._queue.get()
        except TimeoutError:
            return Fault("silent") if self.quiet > self._patience.lost else []

    async def _listen(self) -> None:
        try:
            await self._line.listen(self._room_id, self._hear)
            fault = Fault("closed")
        except Exception as error:  # noqa: BLE001 - whatever the library raises is told as what it means
            fault = self._line.fault(error)
        await self._queue.put(fault)

    async def _hear(self, events: list[Event] | None) -> None:
        self._note_frame()
        self.opened = True
        if events is not None:
            await self._queue.put(events)
            self._frame_at = self._clock()

    def _note_frame(self) -> None:
        before, self._read = self._read, self._now()
        self._frame_at = self._read.passed
        if not self.opened:
            self._sure = self._read
        elif self._frame_at - before.passed > self._patience.silent:
            self._resumed = self._read
        elif self._sure is before or self._frame_at - self._resumed.passed > self._patience.silent:
            self._sure = self._read

    def _now(self) -> Moment:
        return Moment(self._clock(), self._awake())
