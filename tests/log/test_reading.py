"""A log that is only read, without the library that writes it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from evening import EVENING
from happenings import NINE_O_CLOCK, comment
from livedesk.log import Checkpoint, Log, LogError, Readable, open_to_read
from livedesk.log.reading import PAGE, ReadLog


@pytest.fixture
def log(log: Log) -> Log:
    """Return the log of an evening."""
    log.append(log.open("perpus.kota", "77", NINE_O_CLOCK, rehearsal=True).id, EVENING)
    return log


def opened(path: Path) -> Readable:
    return open_to_read(f"sqlite:///{path}")


def test_whoever_reads_finds_what_was_written(log: Log, path: Path) -> None:
    assert log.keep_checkpoint(1, Checkpoint(3, "0.1.0 id", b"\x00state"), 0)
    with closing(opened(path)) as read:
        assert isinstance(read, ReadLog)
        assert read.broadcasts() == log.broadcasts()
        assert (read.broadcast(1), read.broadcast(2)) == (log.broadcast(1), None)
        assert list(read.after(1)) == list(log.after(1))
        assert list(read.after(1, 4, limit=3)) == list(log.after(1, 4, limit=3))
        assert list(read.after(1, kinds=("comment", "gift"))) == list(log.after(1, kinds=("comment", "gift")))
        assert read.checkpoint(1, "0.1.0 id") == log.checkpoint(1, "0.1.0 id")
        assert read.checkpoint(1, "0.2.0 id") is None


def test_a_long_live_is_read_page_by_page_to_its_end(log: Log, path: Path) -> None:
    log.append(1, [comment("jam buka?", message_id=f"m{number}") for number in range(2 * PAGE)])
    with closing(opened(path)) as read:
        assert list(read.after(1)) == list(log.after(1))
        assert [each.seq for each in read.after(1, 3, limit=PAGE + 2)] == list(range(4, PAGE + 6))


def test_what_is_written_meanwhile_is_read(log: Log, path: Path) -> None:
    with closing(opened(path)) as read:
        log.open("perpus.kota", "78", NINE_O_CLOCK)
        assert [each.room_id for each in read.broadcasts()] == ["78", "77"]


def test_a_checkpoint_can_be_kept_and_dropped_by_whoever_reads(log: Log, path: Path) -> None:
    with closing(opened(path)) as read:
        assert read.keep_checkpoint(1, Checkpoint(3, "0.1.0 id", b"state"), 0)
        assert log.checkpoint(1, "0.1.0 id") == Checkpoint(3, "0.1.0 id", b"state")
        read.drop_checkpoints(1)
        assert log.checkpoint(1, "0.1.0 id") is None


def test_what_cannot_be_read_is_said_as_by_the_whole_log(log: Log, path: Path) -> None:
    log.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute('UPDATE entry SET body = \'{"kind": "yodel"}\' WHERE seq = 2')
    with (
        closing(opened(path)) as read,
        pytest.raises(LogError, match="entries that this version cannot read"),
    ):
        list(read.after(1))


def test_a_database_of_a_newer_version_is_refused(log: Log, path: Path) -> None:
    log.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LogError, match="made by a newer version"):
        opened(path)


@pytest.mark.parametrize("content", [b"", b"no database at all, but a text that somebody put there"])
def test_a_file_that_is_no_log_is_what_the_whole_log_says_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    if content:
        with pytest.raises(LogError, match="is some other file"):
            opened(path)
    else:
        with closing(opened(path)) as begun:
            assert begun.broadcasts() == []
