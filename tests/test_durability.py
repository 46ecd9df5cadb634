"""The recorder over a real database that fails: what was heard waits, is told of, and is written once."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from happenings import FakeSource, comment, connected, ended, event
from livedesk.events import Comment, Deleted, Entry, Event, Gap
from livedesk.log import LogError
from livedesk.log.memory import MemoryLog
from livedesk.log.sql import SqlLog
from livedesk.recorder import KEPT_MEANWHILE, KEPT_NO_MORE, Recorder, Recording


@pytest.fixture
def log(path: Path) -> Iterator[SqlLog]:
    log = SqlLog(f"sqlite:///{path}", wait=0)
    yield log
    log.close()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livedesk.recorder.RETRY_SECONDS", 0.001)


@asynccontextmanager
async def following(log: SqlLog | MemoryLog, *batches: Sequence[Event]) -> AsyncIterator[Recording]:
    """Record these batches; leaving waits until all of it is written."""
    async with Recorder(log) as recorder:
        task = asyncio.create_task(recorder.follow("lib", FakeSource([connected()], *batches)))
        while not recorder.recordings:
            await asyncio.sleep(0)
        yield recorder.recordings[0]
        await task


async def told(recording: Recording, words: str) -> None:
    async with asyncio.timeout(20):
        while words not in recording.health.message:
            await asyncio.sleep(0)


def texts(log: SqlLog | MemoryLog) -> list[str]:
    return [entry.body.text for entry in log.after(1) if isinstance(entry.body, Comment)]


async def test_a_database_that_another_program_holds_is_waited_for(log: SqlLog, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with following(log, [comment("satu")], [comment("dua")]) as recording:
            await told(recording, "held by another program")
            assert recording.health.code == "not_written"
            assert recording.health.message.endswith(KEPT_MEANWHILE)
            other.execute("ROLLBACK")
    assert texts(log) == ["satu", "dua"]


async def test_a_database_that_is_taken_away_in_the_middle_of_a_live_is_asked_back(
    log: SqlLog, path: Path
) -> None:
    away = path.with_name("away.db")
    path.rename(away)  # noqa: ASYNC240 - a moment
    async with following(log, [comment("satu")], [comment("dua")]) as recording:
        await told(recording, "put it back")
        away.rename(path)
    assert texts(log) == ["satu", "dua"]


async def test_a_full_disk_is_told_and_nothing_of_what_was_said_meanwhile_is_lost(log: SqlLog) -> None:
    long = [[comment(f"{number} " + "x" * 100_000)] for number in range(3)]
    _limit_pages(log, 40)
    async with following(log, *long) as recording:
        await told(recording, "no room on its disk")
        _limit_pages(log, 1_000_000)
    assert [text.split()[0] for text in texts(log)] == ["0", "1", "2"]


def _limit_pages(log: SqlLog, pages: int) -> None:
    """Let the database have so many pages: SQLite then says what it says of a full disk."""
    with log._writing() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


class Refusing(MemoryLog):
    """A log that refuses while `full`."""

    full = True

    def append(self, broadcast: int, events: Sequence[Event]) -> list[Entry]:
        if self.full:
            raise LogError("The disk is full.")
        return super().append(broadcast, events)


async def test_what_waits_in_memory_has_a_bound_that_is_told_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("livedesk.recorder.PENDING_BOUND", 10)
    log = Refusing()
    async with Recorder(log) as recorder:
        live = FakeSource([connected()], *([comment(f"{number}")] for number in range(50)))
        task = asyncio.create_task(recorder.follow("lib", live))
        while not recorder.recordings:
            await asyncio.sleep(0)
        await told(recorder.recordings[0], KEPT_NO_MORE)
        assert recorder.pending == 10
        log.full = False
        await task
    assert texts(log) == [f"{number}" for number in range(50)]


class Fed(FakeSource):
    """A source that brings what it is fed, for as long as it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.food: asyncio.Queue[list[Event]] = asyncio.Queue()

    async def batches(self) -> AsyncGenerator[list[Event], None]:
        """Bring what comes."""
        while True:
            yield await self.food.get()


async def test_of_two_that_watch_one_live_the_later_records_it_and_the_earlier_says_so(
    log: SqlLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livedesk.recorder.FLUSH_SECONDS", 0)
    said = [comment(f"{number}", message_id=f"m-{number}") for number in range(3)]
    source = Fed()
    async with Recorder(log) as earlier:
        following = asyncio.create_task(earlier.follow("lib", source))
        source.food.put_nowait([connected(), said[0]])
        while not log.broadcasts() or not texts(log):
            await asyncio.sleep(0)
        with closing(SqlLog(f"sqlite:///{path}")) as other:
            async with Recorder(other) as later:
                await later.follow("lib", FakeSource([connected(second=9), *said]))
        source.food.put_nowait([said[1]])
        await told(earlier.recordings[0], "Another livedesk now records broadcast 1")
        following.cancel()
    assert texts(log) == ["0", "1", "2"]


async def test_an_end_that_is_on_disk_is_not_written_again_because_old_pages_cannot_be_emptied(
    log: SqlLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise LogError("The disk is full.")

    monkeypatch.setattr("livedesk.log.sql.forget_old_pages", full)
    async with following(log, [comment("satu", message_id="1")], [event(Deleted(("1",)))], [ended(second=9)]):
        pass
    assert [type(entry.body).__name__ for entry in log.after(1)][-3:] == ["Comment", "Deleted", "Ended"]
    assert texts(log) == [""]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-7_200, 7_200), min_size=1, max_size=8))
def test_a_clock_that_jumps_either_way_loses_nothing_and_makes_no_impossible_figure(jumps: list[int]) -> None:
    second, batches = 0, []
    for number, jump in enumerate(jumps):
        second += jump
        batches.append([comment(f"{number}", second=second)])

    async def record() -> None:
        log = MemoryLog()
        async with Recorder(log) as recorder:
            await recorder.follow("lib", FakeSource([connected()], *batches, [ended(second=second + 1)]))
            clock = (await recorder.desk(1)).tally.clock
        assert texts(log) == [f"{number}" for number in range(len(jumps))]
        assert 0 <= clock.coverage() <= 1
        assert clock.live_ms() >= 0

    asyncio.run(record())


@pytest.mark.parametrize(("second", "seconds"), [(40, 30.0), (-40, 0)])
async def test_a_restart_is_a_gap_also_where_the_clock_was_set_back_meanwhile(
    second: float, seconds: float
) -> None:
    log = MemoryLog()
    async with Recorder(log) as before:
        await before.follow("lib", FakeSource([connected(), comment("halo", second=10)]))
    async with Recorder(log) as after:
        await after.follow("lib", FakeSource([connected(second=second)]))
    [gap] = [entry.body for entry in log.after(1) if isinstance(entry.body, Gap)]
    assert gap.seconds == seconds
    assert gap.reason.startswith("livedesk was not running")
    assert ("set back" in gap.reason) is (seconds == 0)


async def test_stopping_writes_what_still_waits(log: SqlLog) -> None:
    source = Fed()
    async with Recorder(log) as recorder:
        following = asyncio.create_task(recorder.follow("lib", source))
        source.food.put_nowait([connected()])
        for number in range(200):
            source.food.put_nowait([comment(f"{number}")])
        while not source.food.empty():
            await asyncio.sleep(0)
        following.cancel()
    assert texts(log) == [f"{number}" for number in range(200)]
