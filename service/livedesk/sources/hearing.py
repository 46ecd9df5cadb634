"""One connection: a task that listens, a bounded queue of what it heard, and a watchdog on the last frame."""

import asyncio
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from livedesk.events import Event
from livedesk.sources.faults import Fault
from livedesk.sources.patience import Patience

FRAMES_WAITING = 256
"""Frames heard and not yet taken; past that the socket is read no faster than the recorder writes."""


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

    def __init__(self, line: Line, room_id: int | None, patience: Patience) -> None:
        self._line = line
        self._room_id = room_id
        self._patience = patience
        self._queue: asyncio.Queue[list[Event] | Fault] = asyncio.Queue(FRAMES_WAITING)
        self._clock = asyncio.get_running_loop().time
        self._began = self._frame_at = self._clock()
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
        self.opened = True
        self._frame_at = self._clock()
        if events is not None:
            await self._queue.put(events)
            self._frame_at = self._clock()
