"""WebSocket clients of a desk, in a process of their own, that note what they are sent and when."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection

import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from .desk import TOKEN, Desk

_FELL_BEHIND = 4008


class _Line(msgspec.Struct):
    seq: int
    kind: str
    message_id: str | None = None


class _Frame(msgspec.Struct):
    type: str
    seq: int
    entries: list[_Line] = []


_decoder = msgspec.json.Decoder(_Frame)


@dataclass
class Heard:
    """What one client was sent: seqs and message ids in order, and when, in nanoseconds since 1970."""

    seqs: list[int] = field(default_factory=list)
    message_ids: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    cut_off: int = 0
    ended: bool = False

    def take(self, data: str | bytes) -> None:
        """Note a frame."""
        now = time.time_ns()
        for line in _decoder.decode(data).entries:
            self.seqs.append(line.seq)
            self.ended = self.ended or line.kind == "ended"
            if line.message_id is not None:
                self.repeated += line.message_id in self.message_ids
                self.message_ids[line.message_id] = now


class Audience:
    """The clients as their host sees them."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        pipe.recv()  # all have their snapshot

    def until_ended(self) -> int:
        """Wait until every client has the end of the Live; return when the last one had it."""
        return int(self._pipe.recv())

    def heard(self) -> list[Heard]:
        """Return what each client was sent."""
        heard: list[Heard] = self._pipe.recv()
        return heard


@contextmanager
def open_audience(desk: Desk, clients: int, core: int | None = None) -> Iterator[Audience]:
    """Let so many clients follow the desk's latest broadcast; entered once each has its snapshot."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_attend, args=(desk.port, clients, there, core), daemon=True)
    process.start()
    there.close()
    try:
        yield Audience(here)
    finally:
        process.kill()
        process.join()
        here.close()


def _attend(port: int, clients: int, pipe: Connection, core: int | None) -> None:
    if core is not None:
        os.sched_setaffinity(0, {core})
    asyncio.run(_follow_all(port, clients, pipe))


async def _follow_all(port: int, clients: int, pipe: Connection) -> None:
    seated = [asyncio.Event() for _ in range(clients)]
    following = [asyncio.create_task(_follow(port, each)) for each in seated]
    await asyncio.gather(*(each.wait() for each in seated))
    pipe.send("seated")
    heard = await asyncio.gather(*following)
    pipe.send(time.time_ns())
    pipe.send(heard)


async def _follow(port: int, seated: asyncio.Event) -> Heard:
    heard = Heard()
    while not heard.ended:
        after = heard.seqs[-1] if heard.seqs else 0
        address = f"ws://127.0.0.1:{port}/api/broadcasts/latest/stream?after={after}"
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with connect(address, additional_headers=headers, compression=None, max_size=None) as socket:
            try:
                while not heard.ended:
                    heard.take(await socket.recv())
                    seated.set()
            except ConnectionClosed as closed:
                if closed.rcvd is None or closed.rcvd.code != _FELL_BEHIND:
                    raise
                heard.cut_off += 1
    return heard
