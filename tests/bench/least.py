"""The least program that hears a message, commits it and hands it to three clients: what livedesk cannot go below."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from .live import LIVEDESK_CORE, OTHER_CORE

RATE = 20
SECONDS = 30
CLIENTS = 3
MESSAGE = "x" * 700  # characters, as an entry of such a Live has on the stream

Commit = Callable[[int, str], object]


def rows() -> Iterator[str]:
    """Measure the CPU of 20 messages a second with three clients, committed in a thread and on the event loop."""
    yield "| the least program commits | CPU of one core |"
    yield "|---|---|"
    for where in ("in a thread", "on the event loop"):
        yield f"| {where} | {_measured(threaded=where == 'in a thread') / SECONDS:.1%} |"


def _measured(*, threaded: bool) -> float:
    """Return the seconds of CPU that the least program takes for such a Live."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(there, threaded), daemon=True)
    process.start()
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {OTHER_CORE})
    try:
        asyncio.run(_attend(here))
        return float(here.recv())
    finally:
        os.sched_setaffinity(0, cores)
        process.kill()
        process.join()


async def _attend(pipe: Connection) -> None:
    """Send the messages, and be the clients, until each client has all."""
    begin = asyncio.Event()

    async def send(socket: ServerConnection) -> None:
        await begin.wait()
        for _ in range(RATE * SECONDS):
            await asyncio.sleep(1 / RATE)
            await socket.send(MESSAGE)

    async def follow(port: int, seated: asyncio.Event) -> None:
        async with connect(f"ws://127.0.0.1:{port}", compression=None) as socket:
            seated.set()
            for _ in range(RATE * SECONDS):
                await socket.recv()

    async with serve(send, "127.0.0.1", 0, compression=None) as source:
        port = await asyncio.to_thread(pipe.recv)
        seats = [asyncio.Event() for _ in range(CLIENTS)]
        following = [asyncio.create_task(follow(port, seat)) for seat in seats]
        await asyncio.gather(*(seat.wait() for seat in seats))
        pipe.send(source.sockets[0].getsockname()[1])
        await asyncio.to_thread(pipe.recv)
        begin.set()
        await asyncio.gather(*following)


def _run(pipe: Connection, threaded: bool) -> None:  # noqa: FBT001 - the arguments of a process
    os.sched_setaffinity(0, {LIVEDESK_CORE})
    with TemporaryDirectory() as folder, _database(Path(folder)) as commit:
        asyncio.run(_pass_on(pipe, commit, threaded=threaded))


@contextmanager
def _database(folder: Path) -> Iterator[Commit]:
    """Give what commits a message to a database, as durably as livedesk does."""
    opened = sqlite3.connect(folder / "least.db", isolation_level=None, check_same_thread=False)
    with closing(opened) as database:
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"):
            database.execute(statement)
        database.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, body TEXT)")

        def commit(seq: int, message: str) -> None:
            database.execute("INSERT INTO entry VALUES (?, ?)", (seq, message))

        yield commit


async def _pass_on(pipe: Connection, commit: Commit, *, threaded: bool) -> None:
    clients: set[ServerConnection] = set()

    async def seat(socket: ServerConnection) -> None:
        clients.add(socket)
        await socket.wait_closed()

    writing = ThreadPoolExecutor(1) if threaded else nullcontext()
    async with serve(seat, "127.0.0.1", 0, compression=None) as desk:
        pipe.send(desk.sockets[0].getsockname()[1])
        port = await asyncio.to_thread(pipe.recv)
        with writing as writer:
            async with connect(f"ws://127.0.0.1:{port}", compression=None) as source:
                pipe.send("connected")
                before = time.process_time()
                for seq in range(RATE * SECONDS):
                    message = str(await source.recv())
                    if writer is None:
                        commit(seq, message)
                    else:
                        await asyncio.get_running_loop().run_in_executor(writer, commit, seq, message)
                    for client in clients:
                        await client.send(message)
                pipe.send(time.process_time() - before)
