"""What length costs: a long broadcast as it is recorded, the start on one that is there, and a large archive."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from livedesk import checkpoints, frames
from livedesk.checkpoints import Standing
from livedesk.events import Event
from livedesk.log import Log, open_log
from livedesk.privacy import Pseudonyms, protect
from livedesk.recorder import Desk, Recorder
from livedesk.rehearsal.load import load_feed

STEP = 20_000
STEPS = 10
BATCH = 200
COPIES = 50
_LANGUAGES = ("id", "en", "pl")


def rows() -> Iterator[str]:
    """Record step by step; after each yield its cost, the memory, and how long a start takes; then copy it often."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "livedesk.db"
        with closing(open_log(f"sqlite:///{path}")) as log:
            yield from _long_broadcast(log)
            yield ""
            yield from _archive(log, path)


def _long_broadcast(log: Log) -> Iterator[str]:
    yield "| events | µs of CPU an event, append to frame | resident MB | questions |"
    yield "|---|---|---|---|"
    broadcast = log.open("perpus.kota", "77", 0)
    desk, pseudonyms = Desk(broadcast, _LANGUAGES), Pseudonyms(bytes(32))
    for step in range(STEPS):
        load = load_feed(
            events=STEP,
            rate=None,
            per_frame=10,
            faulty=False,
            filler=False,
            seed=step,
            started_at=_start(step),
        )
        events = [protect(event, pseudonyms) for event in load.expected[:-1]]  # without the end
        del load
        spent = _record(log, desk, events)
        yield (
            f"| {desk.hub.seq:,} | {spent / len(events) * 1e6:.0f} | {_resident():.0f} "
            f"| {desk.queue.statuses().total():,} |"
        )
    yield ""
    yield from _starts(log, broadcast.id)


def _starts(log: Log, broadcast: int) -> Iterator[str]:
    """Measure a start on the broadcast without a checkpoint, the making of one, and a start with it."""
    yield "| a start on it | CPU, s | of it the first frame for a dashboard, s |"
    yield "|---|---|---|"
    standing, row = _opened(log, broadcast)
    yield f"| all folded anew | {row} |"
    begun = time.process_time()
    pieces = standing.encode()
    encoded = time.process_time() - begun
    found = log.broadcast(broadcast)
    assert found is not None
    assert checkpoints.keep(log, found, _LANGUAGES, standing.seq, pieces)
    kept = log.checkpoint(broadcast, checkpoints.maker(_LANGUAGES))
    assert kept is not None
    del standing
    yield f"| from its checkpoint | {_opened(log, broadcast)[1]} |"
    yield ""
    yield (
        f"The checkpoint: {encoded * 1e3:.0f} ms of CPU to encode {sum(map(len, pieces)) / 1e6:.1f} MB, "
        f"{len(kept.state) / 1e6:.1f} MB in the database."
    )


def _start(step: int) -> int:
    return 1_795_000_000_000 + step * 60_000


def _record(log: Log, desk: Desk, events: Sequence[Event]) -> float:
    begun = time.process_time()
    for at in range(0, len(events), BATCH):
        desk.publish(log.append(desk.broadcast.id, events[at : at + BATCH]))
    return time.process_time() - begun


def _opened(log: Log, broadcast: int) -> tuple[Standing, str]:
    """Return how a broadcast stands, and the seconds until a desk of it could be shown."""
    begun = time.process_time()
    found = log.broadcast(broadcast)
    assert found is not None
    standing = checkpoints.newest(log, found, _LANGUAGES)
    standing.fold(log.after(broadcast, standing.seq))
    stood = time.process_time()
    next(frames.snapshot(standing.seq, found, standing.tally, standing.queue, health=None, now=0))
    shown = time.process_time()
    return standing, f"{shown - begun:.1f} | {shown - stood:.1f}"


def _resident() -> float:
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def _archive(log: Log, path: Path) -> Iterator[str]:
    """Copy the broadcast, list all once so that they are counted, and time the list and a page of a log after that."""
    small = log.open("perpus.kota", "a short one", 0).id
    log.append(small, [Event(0, 0, each.body) for each in log.after(1, limit=100)])
    yield (
        "| broadcasts | entries | database, MB | list, ms | a page of 500 entries, ms | a short one opened, ms "
        "| the long one opened, ms |"
    )
    yield "|---|---|---|---|---|---|---|"
    for copies in (0, COPIES):
        _copy(path, copies)
        entries = sum(each.last_seq for each in log.broadcasts())
        listed, page, opened, long = asyncio.run(_look(log, small))
        yield (
            f"| {len(log.broadcasts())} | {entries:,} | {path.stat().st_size / 1e6:,.0f} "
            f"| {listed * 1e3:.0f} | {page * 1e3:.0f} | {opened * 1e3:.0f} | {long * 1e3:.0f} |"
        )


def _copy(path: Path, copies: int) -> None:
    """Copy the first broadcast and what was counted of it."""
    columns = "started_at, ended_at, rehearsal, last_seq, last_received_at, secret, recorder"
    with closing(sqlite3.connect(path)) as database, database:
        for _ in range(copies):
            made = database.execute(
                f"INSERT INTO broadcast (handle, room_id, {columns}) "  # noqa: S608 - our own names
                f"SELECT handle, hex(randomblob(8)), {columns} FROM broadcast WHERE id = 1"
            ).lastrowid
            database.execute(
                "INSERT INTO viewer SELECT ?, key, handle, nickname FROM viewer WHERE broadcast = 1", (made,)
            )
            database.execute(
                "INSERT INTO entry SELECT ?, seq, kind, at, received_at, viewer, message_id, history, body "
                "FROM entry WHERE broadcast = 1",
                (made,),
            )
            database.execute(
                "INSERT INTO counted SELECT ?, seq, by, counts FROM counted WHERE broadcast = 1", (made,)
            )
            database.execute(
                "INSERT INTO checkpoint SELECT ?, seq, by, state FROM checkpoint WHERE broadcast = 1", (made,)
            )


async def _look(log: Log, small: int) -> tuple[float, float, float, float]:
    async with Recorder(log, languages=_LANGUAGES) as recorder:
        await recorder.listed()
    async with Recorder(log) as recorder:
        listed = await _seconds(recorder.listed())
        begun = time.perf_counter()
        list(log.after(1, 50_000, limit=500))
        page = time.perf_counter() - begun
        opened = await _seconds(recorder.desk(small))
        return listed, page, opened, await _seconds(recorder.desk(1))


async def _seconds(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun
