"""Killed at any moment of a recording, and started again: what anybody was ever shown is on disk, and it goes on."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.desk import DATABASE, TOKEN, free_port, run_livedesk, settings
from livedesk.events import Connected, Ended, Entry, Gap
from livedesk.log import open_log
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.load import Load, load_feed
from livedesk.wire import decode_entry

LIVES = 10
"""Of each recorder. Two run side by side on databases of their own."""

MANY_LIVES = 100
"""The same in the long run."""

RATE, SECONDS = 200, 12
"""Events a second of the Live, and how many seconds of it there are for each start."""

FORKS = get_context("forkserver")
"""To import the TikTok client and read the words is most of a start: livedesk is forked from where that is done."""

FORKS.set_forkserver_preload(["livedesk.app", "livedesk.sources.seam", "bench.desk", "bench.words"])


class Frame(msgspec.Struct):
    """Of what a client is sent, the entries."""

    type: str
    entries: list[msgspec.Raw] = []


@contextmanager
def livedesk(environment: dict[str, str], handle: str) -> Iterator[BaseProcess]:
    """Run `livedesk watch` in a process of its own."""
    process = FORKS.Process(target=run_livedesk, args=(["watch", f"@{handle}", "--no-open"], environment))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


async def seat(process: BaseProcess, port: int, after: int) -> ClientConnection:
    """Follow the latest broadcast as soon as the desk is there and has one."""
    address = f"ws://127.0.0.1:{port}/api/broadcasts/latest/stream?after={after}"
    while process.is_alive():
        with suppress(OSError, ConnectionClosed):  # nobody listens yet; there is no broadcast yet
            socket = await connect(address, additional_headers={"Authorization": f"Bearer {TOKEN}"})
            assert '"type":"snapshot"' in str(await socket.recv())
            return socket
        await asyncio.sleep(0.02)
    raise AssertionError(f"livedesk ended by itself with {process.exitcode}")


async def follow_until_killed(
    process: BaseProcess, port: int, after: int, enough: int, delay: float
) -> list[Entry]:
    """Return what a client is sent after seq `after`; with the `enough`-th entry, and a delay, comes the kill."""
    sent: list[Entry] = []
    killing = None
    async with await seat(process, port, after) as socket:
        try:
            while True:
                frame = msgspec.json.decode(await socket.recv(), type=Frame)
                sent += [decode_entry(bytes(entry)) for entry in frame.entries]
                assert not any(isinstance(entry.body, Ended) for entry in sent[-1:]), "the Live was too short"
                if killing is None and after + len(sent) >= enough:
                    killing = asyncio.get_running_loop().call_later(delay, process.kill)
        except ConnectionClosed:
            assert killing is not None, "the desk hung up by itself"
    await asyncio.to_thread(process.join)
    assert process.exitcode == -signal.SIGKILL
    return sent


def on_disk(database: Path) -> list[Entry]:
    """Open the database as it was left and return what it holds."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with closing(open_log(f"sqlite:///{database}")) as log:
        [broadcast] = log.broadcasts()
        return list(log.after(broadcast.id))


async def live_and_die_and_live(folder: Path, load: Load, dice: random.Random, lives: int) -> list[Entry]:
    """Record, be killed and come back, time and again; return what is on disk at the end."""
    sent: list[Entry] = []
    kept: list[Entry] = []
    async with StandIn(load) as standin:
        port = free_port()
        environment = settings(folder, port) | {
            "LIVEDESK_TIKTOK_APP_URL": standin.app_url,
            "LIVEDESK_TIKTOK_WEBCAST_URL": standin.webcast_url,
            "LIVEDESK_SIGN_URL": standin.sign_url,
        }
        for _ in range(lives):
            enough, delay = len(kept) + dice.randint(1, 200), dice.uniform(0, 0.02)
            with livedesk(environment, standin.handle) as process:
                sent += await follow_until_killed(process, port, len(sent), enough, delay)
            before, kept = kept, on_disk(folder / DATABASE)
            assert kept[: len(before)] == before
            assert kept[: len(sent)] == sent
            assert [entry.seq for entry in kept] == list(range(1, len(kept) + 1))
    return kept


@pytest.mark.timeout(240)
async def test_what_a_client_was_sent_survives_twenty_kills_and_the_broadcast_goes_on(tmp_path: Path) -> None:
    await kill_and_compare(tmp_path, LIVES, seed=3)


@pytest.mark.soak
async def test_what_a_client_was_sent_survives_two_hundred_kills(tmp_path: Path) -> None:
    await kill_and_compare(tmp_path, MANY_LIVES, seed=7)


async def kill_and_compare(tmp_path: Path, lives: int, *, seed: int) -> None:
    """Kill two recorders so many times each; what they hold at the end is the Live, in order, with its gaps."""
    # Nothing comes twice but by history: a message sent again might stand in for one that was lost with the process,
    # and would rightly be recorded later than what came in between.
    # The Live goes on by the clock: it must outlast all these starts on a busy machine too, or nobody is live any more.
    load = load_feed(
        events=SECONDS * RATE * lives,
        rate=RATE,
        per_frame=2,
        seed=seed,
        duplicate_every=0,
        faulty=False,
        filler=False,
    )
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    logs = await asyncio.gather(
        *(
            live_and_die_and_live(folder, load, random.Random(number), lives)  # noqa: S311 - reproducible
            for number, folder in enumerate(folders)
        )
    )
    for kept in logs:
        bodies = [entry.body for entry in kept]
        connections = [number for number, body in enumerate(bodies) if isinstance(body, Connected)]
        assert len(connections) == lives
        gaps = [body for body in bodies if isinstance(body, Gap)]
        assert [gap.reason for gap in gaps] == ["livedesk was not running"] * (lives - 1)
        assert all(bodies[number - 1] in gaps for number in connections[1:])
        known = [entry.message_id for entry in kept if entry.message_id is not None]
        order = {event.message_id: number for number, event in enumerate(load.expected)}
        assert all(earlier < later for earlier, later in pairwise(order[message_id] for message_id in known))
