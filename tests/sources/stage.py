"""The vocabulary of the listener's tests: a listener on the stand-in, with little patience."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import TypeVar

from msgspec.structs import replace

from livedesk.events import Body, Event, Viewer
from livedesk.rehearsal import StandIn
from livedesk.sources import Health, Source, SourceError
from livedesk.sources.patience import Patience
from livedesk.sources.tiktok import Endpoints, TikTokSource

HASTY = Patience(
    poll=0.02,
    opening=20,
    first_retry=0.01,
    longest_retry=0.05,
    comeback=0.2,
    tick=0.02,
)
WATCHFUL = replace(HASTY, silent=0.3, lost=0.6)
"""For tests of silence only: on a busy machine any connection may be silent for so long."""

BEATS = 0.1
"""Seconds between heartbeats."""

ANI = Viewer("7001", "ani.baca", "Ani")

B = TypeVar("B", bound=Body)


class Listener:
    """What a source has yielded and reported so far, and the wait for more."""

    def __init__(self) -> None:
        self.batches: list[list[Event]] = []
        self.reports: list[Health] = []
        self.error: SourceError | None = None
        self.done = False
        self._changed = asyncio.Event()

    def report(self, health: Health) -> None:
        self.reports.append(health)
        self._changed.set()

    async def listen(self, source: Source) -> None:
        try:
            async with aclosing(source.batches()) as batches:
                async for batch in batches:
                    self.batches.append(batch)
                    self._changed.set()
        except SourceError as error:
            self.error = error
        self.done = True
        self._changed.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not holds():
                self._changed.clear()
                await self._changed.wait()

    async def end(self) -> None:
        await self.until(lambda: self.done)

    @property
    def events(self) -> list[Event]:
        return [event for batch in self.batches for event in batch]

    def heard(self, kind: type[B]) -> list[B]:
        return [event.body for event in self.events if isinstance(event.body, kind)]

    def said(self, code: str) -> bool:
        return any(health.code == code for health in self.reports)

    def sentence(self, code: str) -> str:
        return next(health.message for health in self.reports if health.code == code)


@asynccontextmanager
async def listening(
    standin: StandIn,
    *,
    patience: Patience = HASTY,
    handle: str = "",
    room_id: int | None = None,
    endpoints: Endpoints | None = None,
) -> AsyncIterator[Listener]:
    """Listen to the stand-in's Live; leaving the block closes the source."""
    listener = Listener()
    source = TikTokSource(
        handle or standin.handle,
        report=listener.report,
        room_id=room_id,
        endpoints=endpoints or endpoints_of(standin),
        patience=patience,
    )
    task = asyncio.create_task(listener.listen(source))
    try:
        yield listener
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def endpoints_of(standin: StandIn) -> Endpoints:
    return Endpoints(app_url=standin.app_url, webcast_url=standin.webcast_url, sign_url=standin.sign_url)
