"""A loopback stand-in for TikTok and its signer, which the unmodified TikTokLive client connects to.

    async with StandIn() as standin:
        …   # point the client at standin.app_url, .webcast_url and .sign_url

It plays a feed, which begins with the first connection. What happens while nobody is connected is lost, and
who connects hears the last comments again, as history. Faults are injected as `faults` says.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import dropwhile
from types import TracebackType
from typing import Literal, Self, TypeAlias, assert_never

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from livedesk.events import Event, Happening, Viewer
from livedesk.rehearsal import doors
from livedesk.rehearsal.doors import Account, Door, Reply
from livedesk.rehearsal.faults import Faults
from livedesk.rehearsal.feed import (
    Act,
    Beat,
    Drop,
    Feed,
    Frame,
    Offline,
    Quiet,
    Reachable,
    Silence,
    Staging,
    Unreachable,
)
from livedesk.rehearsal.frames import frame, heartbeat_answer, sent
from livedesk.rehearsal.house import House
from livedesk.rehearsal.messages import Message, encode, snowflake

Name: TypeAlias = Literal["tiktok", "signer"]
"""The two servers: TikTok's pages and socket, and the service that signs the way to the socket."""

HistoryFrom: TypeAlias = Literal["socket", "signer", "both"]

_QUIET = Quiet()
_AT_THE_SIGNER: frozenset[Door] = frozenset({"signer", "quota"})


def _now() -> int:
    return time.time_ns() // 1_000_000


class StandIn:
    """TikTok and its signer on the loopback, for one Live.

    `speed` plays faster than life, `seed` varies ids and times. `port` is TikTok's, the signer's is the next;
    0 takes any. `started_at` (milliseconds since 1970) is the first connection's unless given, and `room_id`
    the feed's or one of its own. `history` is how many comments a newcomer hears again, in the first frame of
    the socket, in the signer's answer, or in both. `heartbeat` is how often, in seconds, a client is told to
    beat. What comes in is counted: `requests` by door, `connections`, `heartbeats`, `acknowledgements`;
    `sent_at` holds when each frame was sent, in nanoseconds since 1970.
    """

    def __init__(
        self,
        feed: Feed = _QUIET,
        *,
        speed: float = 1.0,
        seed: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        room_id: int | None = None,
        started_at: int | None = None,
        history: int = 6,
        history_from: HistoryFrom = "socket",
        heartbeat: float = 10.0,
        compressed: bool = True,
    ) -> None:
        self.faults = Faults()
        room_id = room_id or feed.room_id or snowflake(_now(), 0)
        self.account = Account(handle=feed.handle, room_id=room_id, title=feed.title)
        self.requests: Counter[Door] = Counter()
        self.connections = self.heartbeats = self.acknowledgements = 0
        self.sent_at: list[int] = []
        self._feed, self._compressed, self._history_from = feed, compressed, history_from
        self._speed, self._seed, self._started_at = speed, seed, started_at
        options = f"ping-interval={heartbeat}; ping-timeout=30"
        self._houses: dict[Name, House] = {
            "tiktok": House(host, port, partial(self._answer, "tiktok"), self._attend, options),
            "signer": House(host, port and port + 1, partial(self._answer, "signer"), self._attend),
        }
        self._open: set[ServerConnection] = set()
        self._recent: deque[Message] = deque(maxlen=history)
        self._spoken = 0
        self._arrived = False
        self._history_is_known, self._changed = asyncio.Event(), asyncio.Event()
        self._sending = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self.listen()
        self._player = asyncio.create_task(self._play(), name="rehearsal")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._history_is_known.set()
        self._player.cancel()
        for house in self._houses.values():
            await house.tear_down()
        await asyncio.wait([self._player])
        if not self._player.cancelled():
            self._player.result()

    # Where it is.

    @property
    def handle(self) -> str:
        """The account that is live."""
        return self.account.handle

    @property
    def room_id(self) -> int:
        """The Live's room."""
        return self.account.room_id

    @property
    def app_url(self) -> str:
        """What stands for https://www.tiktok.com."""
        return self._houses["tiktok"].url

    @property
    def webcast_url(self) -> str:
        """What stands for https://webcast.tiktok.com/webcast."""
        return f"{self.app_url}/webcast"

    @property
    def sign_url(self) -> str:
        """What stands for the signing service."""
        return self._houses["signer"].url

    # What a test or a feed has it do.

    def change(self, *, known: bool = True, live: bool = True, age_restricted: bool = False) -> None:
        """Make the account one that is unknown, not live, or for grown-ups; without arguments, well again."""
        self.account = msgspec.structs.replace(
            self.account, known=known, live=live, age_restricted=age_restricted
        )

    async def say(
        self, body: Happening, viewer: Viewer | None = None, *, message_id: int | None = None
    ) -> int:
        """Have something happen now and return its message id; an id said before makes it a duplicate."""
        self._spoken += 1
        now = _now()
        said = message_id or snowflake(now, 1 << 21 | self._spoken)
        event = Event(at=now, received_at=now, body=body, viewer=viewer, message_id=str(said))
        await self.send(encode(event, self.room_id))
        return said

    async def send(self, act: Message | Frame) -> None:
        """Send a message in a frame of its own, or a frame as it is, to all who listen."""
        sending = Frame(self._framed([act]), (act,)) if isinstance(act, Message) else act
        async with self._sending:
            self._recent.extend(each for each in sending.messages if each.talk)
            self.sent_at.append(time.time_ns())
            for socket in tuple(self._open):
                with suppress(ConnectionClosed):
                    await socket.send(sending.data)

    async def drop(self, code: int = 1006) -> None:
        """Close all sockets with this code; 1006 ends TCP without a farewell, 0 aborts it."""
        for socket in self._leave():
            match code:
                case 0:
                    socket.transport.abort()
                case 1006:
                    socket.transport.close()
                case _:
                    await socket.close(code)

    def silence(self) -> None:
        """Leave the sockets open, but send, answer and read nothing on them any more."""
        for socket in self._leave():
            socket.transport.pause_reading()

    async def listen(self, name: Name | None = None) -> None:
        """Listen, at the same addresses as before `unlisten`."""
        for house in self._of(name):
            await house.open()

    def unlisten(self, name: Name | None = None) -> None:
        """Listen no more, so that connecting is refused; what is open stays open."""
        for house in self._of(name):
            house.shut()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until `holds()`; it is asked again after each request, connection and frame of a client."""
        while not holds():
            await self._changed.wait()

    async def played(self) -> None:
        """Wait until the feed has been played to its end; raises what went wrong in it."""
        await asyncio.shield(self._player)

    def _of(self, name: Name | None) -> list[House]:
        return [self._houses[name]] if name else list(self._houses.values())

    def _leave(self) -> tuple[ServerConnection, ...]:
        sockets = tuple(self._open)
        self._open.clear()
        return sockets

    def _note(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _framed(self, messages: list[Message], *, history: bool = False) -> bytes:
        return frame(messages, _now(), len(self.sent_at) + 1, history=history, compressed=self._compressed)

    # The Live.

    async def _play(self) -> None:
        await self.until(lambda: self._arrived)
        staging = Staging(self.room_id, self._started_at or _now(), self._speed, self._seed)
        clock, begun = asyncio.get_running_loop().time, None
        for beat in dropwhile(self._came_before, self._feed.beats(staging)):
            if begun is None:
                await self._company()
                begun = clock()
            await asyncio.sleep(begun + beat.at / self._speed - clock())
            if self._feed.patient:
                begun += await self._company()
            await self._do(beat.act)
        self._history_is_known.set()

    def _came_before(self, beat: Beat) -> bool:
        """Tell whether it happened before the start, and keep what was said then for newcomers."""
        if beat.at < 0 and isinstance(beat.act, Message) and beat.act.talk:
            self._recent.append(beat.act)
        return beat.at < 0

    async def _company(self) -> float:
        """Let in who has come, wait until somebody listens, and return for how many seconds."""
        self._history_is_known.set()
        since = asyncio.get_running_loop().time()
        await self.until(lambda: bool(self._open))
        return asyncio.get_running_loop().time() - since

    async def _delivered(self) -> None:
        """Wait until every listener has read what was sent: a pong comes only after it."""
        for socket in tuple(self._open):
            with suppress(ConnectionClosed):
                await (await socket.ping())

    async def _do(self, act: Act) -> None:
        match act:
            case Message() | Frame():
                await self.send(act)
            case Drop(code=code):
                if self._feed.patient:
                    await self._delivered()
                await self.drop(code)
            case Unreachable():
                self.unlisten()
            case Reachable():
                await self.listen()
            case Silence():
                self.silence()
            case Offline():
                self.change(live=False)
            case _:
                assert_never(act)

    # Who comes.

    async def _answer(self, name: Name, path: str) -> Reply | None:
        door = doors.door(path)
        if door is None or (door in _AT_THE_SIGNER) != (name == "signer"):
            return doors.nowhere()
        self.requests[door] += 1
        self._note()
        if fault := self.faults.next(door):
            return fault
        if door == "signer" and self._history_from != "socket":
            await self._arrive()
        return self._reply(door, path)

    def _reply(self, door: Door, path: str) -> Reply | None:  # noqa: PLR0911 (a table)
        match door:
            case "page":
                return doors.page(self.account, path)
            case "room_api":
                return doors.room_api(self.account, path)
            case "alive":
                return doors.alive(self.account, path)
            case "room_info":
                return doors.room_info(self.account)
            case "gifts":
                return doors.gifts()
            case "signer":
                socket = self.app_url.replace("http", "ws", 1) + doors.SOCKET_PATH
                return doors.signer(socket, _now(), self._history("signer"))
            case "quota":
                return doors.quota()
            case "handshake":
                return None
            case _:
                assert_never(door)

    async def _attend(self, socket: ServerConnection) -> None:
        await self._arrive()
        with suppress(ConnectionClosed):
            await self._welcome(socket)
            async for data in socket:
                await self._hear(socket, data)
        self._open.discard(socket)
        self._note()

    async def _arrive(self) -> None:
        """Begin the Live, if it has not begun, and wait until what came before it is known."""
        self._arrived = True
        self._note()
        await self._history_is_known.wait()

    def _history(self, told_by: HistoryFrom) -> list[Message]:
        return list(self._recent) if self._history_from in (told_by, "both") else []

    async def _welcome(self, socket: ServerConnection) -> None:
        """Tell a newcomer the history, with nothing new slipping in before it or lost behind it."""
        async with self._sending:
            if history := self._history("socket"):
                await socket.send(self._framed(history, history=True))
            self._open.add(socket)
        self.connections += 1
        self._note()

    async def _hear(self, socket: ServerConnection, data: bytes | str) -> None:
        match sent(data):
            case "heartbeat":
                self.heartbeats += 1
                await socket.send(heartbeat_answer(self.heartbeats))
            case "acknowledgement":
                self.acknowledgements += 1
        self._note()
