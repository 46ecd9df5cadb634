"""Listens to a TikTok Live: waits for it, connects, notices silence, connects again, records the gaps.

TikTokLive does the connecting (`seam`), `webcast` the decoding, `sieve` takes out what comes twice,
`hearing` is one connection, `faults` knows what to say of what goes wrong, `patience` how long to wait. Here
is what to do when. TikTokLive itself is imported in a thread when listening begins, never with this module.
"""

import asyncio
import gc
import random
import re
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from livedesk.events import Connected, Ended, Event, Gap, Paused, Resumed, Undecoded
from livedesk.present import now_ms
from livedesk.sources import Health, Report, SourceError, State
from livedesk.sources.faults import Fault
from livedesk.sources.hearing import Hearing, passed
from livedesk.sources.patience import Patience
from livedesk.sources.sieve import Sieve

if TYPE_CHECKING:
    from livedesk.sources.seam import Line


class Endpoints(Struct, frozen=True, kw_only=True):
    """Which servers to talk to, with which key; None stands for what TikTokLive knows itself."""

    app_url: str | None = None
    webcast_url: str | None = None
    sign_url: str | None = None
    sign_api_key: str | None = None


_HANDLE = re.compile(r"[A-Za-z0-9_.]{1,32}(?<!\.)")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:(?:www|m)\.)?tiktok\.com/@([^/?#]*)(?:/live)?/?(?:[?#].*)?", re.IGNORECASE
)
_PATIENCE = Patience()
_ENDPOINTS = Endpoints()


def parse_handle(text: str) -> str:
    """Return the handle in `@name`, `name` or an address; SourceError (`bad_handle`) if there is none."""
    text = text.strip()
    address = _ADDRESS.fullmatch(text)
    handle = address[1] if address else text.removeprefix("@")
    if not _HANDLE.fullmatch(handle):
        raise SourceError(
            "bad_handle",
            "That is no TikTok handle: write it as @name, of letters, digits, _ and . only, "
            "or as https://www.tiktok.com/@name/live.",
        )
    return handle


class TikTokSource:
    """The Live of one TikTok account, as a `Source`.

    `room_id` skips the look-up of the room, `jitter` gives numbers from 0 to 1, `clock` milliseconds since
    1970 and `passing` seconds that nobody sets, by which losses are measured.

    Raises SourceError (`bad_handle`) for what cannot be a handle.
    """

    def __init__(
        self,
        handle: str,
        *,
        report: Report,
        room_id: int | None = None,
        endpoints: Endpoints = _ENDPOINTS,
        clock: Callable[[], int] = now_ms,
        passing: Callable[[], float] = passed,
        patience: Patience = _PATIENCE,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.handle = parse_handle(handle)
        self._report = report
        self._room_id = room_id
        self._endpoints = endpoints
        self._clock = clock
        self._passing = passing
        self._patience = patience
        self._jitter = jitter
        self._sieve = self._new_sieve()
        self._health = Health(state="starting", since=clock())
        self._frame_at: int | None = None
        self._undecoded: Counter[str] = Counter()
        self._found = False  # whether TikTok has said that this account exists
        self._room = ""
        self._connections = 0
        self._failures = 0  # in a row
        self._lost: tuple[float, str] | None = None  # since when (`passing`) nothing can be heard, and why
        self._mood: State = "live"
        self._ended = False

    async def batches(self) -> AsyncGenerator[list[Event], None]:
        """Yield what each frame brought until the Live has ended; see `sources.Source`.

        A break is told when it is over: a `Gap`, then `Connected`, whose room is another one if the host has
        begun a new Live meanwhile. SourceError where waiting cannot help.
        """
        self._tell("starting")
        async with _line(self.handle, self._clock, self._endpoints) as line:
            while not self._ended:
                async with Hearing(line, self._room_id, self._patience, self._passing) as hearing:
                    self._tell(self._trying, self._health.code if self._failures else "")
                    heard = await hearing.opening()
                    if not isinstance(heard, Fault):
                        for event in self._welcome(line):
                            yield [event]
                    while not isinstance(heard, Fault):
                        if batch := self._take(heard):
                            yield batch
                        if self._ended:
                            return
                        heard = await hearing.next()
                        self._watch(hearing)
                    self._note_loss(heard, hearing)
                if self._is_over(heard):
                    yield self._unheard_end()
                else:
                    await self._rest(heard, line)

    # While connected.

    def _welcome(self, line: "Line") -> list[Event]:
        """Return what a new connection begins with, and note that it stands."""
        now = self._clock()
        before = [*self._left_open(line.room_id, now), *self._gap(now)]
        self._lost, self._found, self._mood, self._frame_at = None, True, "live", now
        self._connections += 1
        self._tell("live", "age_restricted" if line.restricted else "")
        return [*before, Event(now, now, Connected(line.room_id, self._connections))]

    def _left_open(self, room: str, now: int) -> list[Event]:
        """Return what another room left open: in a new one everything counts anew."""
        if room == self._room:
            return []
        left = self._sieve.due(now, all_of_them=True)
        self._room, self._sieve = room, self._new_sieve()
        return left

    def _new_sieve(self) -> Sieve:
        return Sieve(close_after=int(self._patience.streak * 1000), every=int(self._patience.told * 1000))

    def _gap(self, now: int) -> list[Event]:
        if self._lost is None:
            return []
        since, reason = self._lost
        return [Event(now, now, Gap(round(self._passing() - since, 3), reason))]

    def _take(self, heard: list[Event]) -> list[Event]:
        """Return what is new of what was heard, and note what it means for the hearing."""
        batch = self._sieve.sift(heard, self._clock())
        undecoded = self._undecoded.total()
        for event in batch:
            match event.body:
                case Undecoded(message_type=name, count=count):
                    self._undecoded[name] += count
                case Paused():
                    self._settle("paused")
                case Resumed():
                    self._settle("live")
                case Ended():
                    self._ended = True
                    self._settle("ended")
        if self._health.code == "age_restricted" and any(event.viewer for event in batch):
            self._tell(self._mood)  # it can be heard after all
        elif self._undecoded.total() > undecoded:
            self._tell(self._health.state, self._health.code)
        return batch

    def _settle(self, mood: State) -> None:
        self._mood = mood
        self._tell(mood)

    def _watch(self, hearing: Hearing) -> None:
        self._frame_at = self._clock() - round(hearing.quiet * 1000)
        silent = hearing.quiet > self._patience.silent
        if silent and self._health.state != "silent":
            self._tell("silent", "silent")
        elif not silent and self._health.state == "silent":
            self._tell(self._mood)

    # While not.

    @property
    def _trying(self) -> State:
        return "reconnecting" if self._lost else "connecting"

    def _note_loss(self, fault: Fault, hearing: Hearing) -> None:
        if not hearing.opened:
            return
        self._lost = (self._passing() - hearing.missed, fault.code)
        if hearing.lasted >= self._patience.steady:
            self._failures = 0

    def _is_over(self, fault: Fault) -> bool:
        """Whether a Live that was lost has been gone for so long that it must have ended meanwhile."""
        if fault.code != "offline" or self._lost is None:
            return False
        return self._passing() - self._lost[0] >= self._patience.comeback

    def _unheard_end(self) -> list[Event]:
        now = self._clock()
        self._ended = True
        self._tell("ended")
        return [*self._gap(now), *self._sieve.sift([Event(now, now, Ended("unheard"))], now)]

    async def _rest(self, fault: Fault, line: "Line") -> None:
        """Wait before the next attempt, as long as the fault calls for; SourceError where waiting is vain."""
        if fault.final and not self._found:
            self._tell("failed", fault.code)
            raise SourceError(fault.code, fault.sentence(self.handle))
        if fault.code != "offline":
            self._failures += 1
            wait = self._patience.retry(self._failures, fault.wait, self._jitter())
            await self._pause(self._trying, fault.code, wait)
        elif self._lost:
            await self._pause(self._trying, "maybe_over", self._patience.next_poll(self._jitter()))
        else:
            self._found = True
            await self._await_live(line)

    async def _await_live(self, line: "Line") -> None:
        live = False
        while not live:
            await self._pause("waiting", "offline", self._patience.next_poll(self._jitter()))
            try:
                live = await line.is_live(self._room_id)
            except Exception:  # noqa: BLE001 - the attempt to connect finds out what it is and tells
                return

    async def _pause(self, state: State, code: str, wait: float) -> None:
        self._tell(state, code, retry_at=self._clock() + round(wait * 1000))
        await asyncio.sleep(wait)

    def _tell(self, state: State, code: str = "", *, retry_at: int | None = None) -> None:
        """Report the health."""
        before = self._health
        self._health = Health(
            state=state,
            since=before.since if before.state == state else self._clock(),
            message=Fault(code).sentence(self.handle) if code else "",
            code=code,
            retry_at=retry_at,
            attempt=self._failures if state in ("connecting", "reconnecting") else 0,
            last_frame_at=self._frame_at,
            undecoded=dict(self._undecoded),
        )
        self._report(self._health)


async def is_live(handle: str, endpoints: Endpoints = _ENDPOINTS) -> bool:
    """Ask TikTok once, without a signature; SourceError says what prevents an answer."""
    handle = parse_handle(handle)
    async with _line(handle, now_ms, endpoints) as line:
        try:
            return await line.is_live(None)
        except Exception as error:
            fault = line.fault(error)
            raise SourceError(fault.code, fault.sentence(handle)) from error


@asynccontextmanager
async def _line(handle: str, clock: Callable[[], int], endpoints: Endpoints) -> AsyncIterator["Line"]:
    line = await asyncio.to_thread(_open_line, handle, clock, endpoints)
    try:
        yield line
    finally:
        await line.close()


def _open_line(handle: str, clock: Callable[[], int], endpoints: Endpoints) -> "Line":
    """Import TikTokLive and make its client: seconds of CPU, for a thread."""
    from livedesk.sources.seam import Line  # noqa: PLC0415 - see above

    line = Line(
        handle,
        clock,
        app_url=endpoints.app_url,
        webcast_url=endpoints.webcast_url,
        sign_url=endpoints.sign_url,
        sign_api_key=endpoints.sign_api_key,
    )
    gc.freeze()  # the library's hundred thousand objects stay: to look for garbage among them stalls the loop
    return line
