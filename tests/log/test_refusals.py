"""A database that cannot be used is said to be so in one sentence that says what to do, and is left as it is."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from happenings import NINE_O_CLOCK, comment
from livedesk.log import LogError, open_log
from livedesk.log.sql import SqlLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Livedesk.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqlLog]:
    log = SqlLog(f"sqlite:///{path}", wait=0)
    yield log
    log.close()


def run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


def refusal(work: Callable[[], object]) -> str:
    """Return what is said, which is one sentence."""
    with pytest.raises(LogError) as refused:
        work()
    said = str(refused.value)
    assert re.fullmatch(r"[^\n]+\.", said)
    return said


def opening(path: Path) -> str:
    said = refusal(lambda: open_log(f"sqlite:///{path}"))
    assert said.startswith(f"The database {path} ")
    return said


def appending(log: SqlLog) -> str:
    return refusal(lambda: log.append(1, [comment("jam buka?")]))


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    assert "see that its folder exists" in opening(tmp_path / "missing" / "livedesk.db")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert "see that its folder exists" in opening(tmp_path)


@pytest.mark.parametrize("content", ["short", "Dear diary, today I was in the library. " * 100])
def test_a_file_that_is_no_database(path: Path, content: str) -> None:
    path.write_text(content)
    assert "some other file" in opening(path)
    assert path.read_text() == content


def test_a_database_of_another_program(path: Path) -> None:
    run(path, "CREATE TABLE books (title)", "INSERT INTO books VALUES ('Laskar Pelangi')")
    before = path.read_bytes()
    assert "belongs to another program" in opening(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_that_uses_alembic_too(path: Path) -> None:
    run(path, "CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('0001')")
    assert "belongs to another program" in opening(path)


def test_a_database_of_a_newer_version(path: Path, log: SqlLog) -> None:
    log.close()
    run(path, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer version of livedesk" in opening(path)


def test_an_entry_of_a_newer_version(path: Path, log: SqlLog) -> None:
    broadcast = log.open("perpustakaan", "77", NINE_O_CLOCK).id
    log.append(broadcast, [comment("jam buka?")])
    run(path, """UPDATE entry SET body = '{"kind":"poll"}'""")
    assert "or a newer one" in refusal(lambda: list(log.after(broadcast)))


def test_a_damaged_file(path: Path, log: SqlLog) -> None:
    log.append(log.open("perpustakaan", "77", NINE_O_CLOCK).id, [comment("jam buka?")] * 1)
    log.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert "is damaged" in opening(path)


def test_a_file_that_was_moved_away_while_in_use(path: Path, log: SqlLog) -> None:
    broadcast = log.open("perpustakaan", "77", NINE_O_CLOCK).id
    away = path.rename(path.with_name("away.db"))
    assert "put it back" in refusal(lambda: log.append(broadcast, [comment("jam buka?")]))
    away.rename(path)
    [entry] = log.append(broadcast, [comment("jam buka?")])
    assert entry.seq == 1


def test_a_file_that_another_one_took_the_name_of(path: Path, log: SqlLog) -> None:
    broadcast = log.open("perpustakaan", "77", NINE_O_CLOCK).id
    path.rename(path.with_name("away.db"))
    path.write_bytes(b"")
    assert "moved or deleted" in refusal(lambda: log.append(broadcast, [comment("jam buka?")]))


def test_a_file_that_may_not_be_written(path: Path, log: SqlLog) -> None:
    log.close()
    read_only = SqlLog(f"sqlite:///file:{path}?mode=ro&uri=true")
    said = refusal(lambda: read_only.open("perpustakaan", "77", NINE_O_CLOCK))
    assert "can be read but not written" in said
    read_only.close()


def test_a_file_that_another_program_holds(path: Path, log: SqlLog) -> None:
    log.open("perpustakaan", "77", NINE_O_CLOCK)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "held by another program" in appending(log)
    [entry] = log.append(1, [comment("jam buka?")])
    assert entry.seq == 1


def test_a_disk_that_is_full(log: SqlLog) -> None:
    broadcast = log.open("perpustakaan", "77", NINE_O_CLOCK).id
    log.append(broadcast, [comment("sebelum")])
    long = [comment("x" * 100_000) for _ in range(3)]
    _limit_pages(log, 30)
    assert "no room on its disk" in refusal(lambda: log.append(broadcast, long))
    _limit_pages(log, 1_000_000)
    log.append(broadcast, long)
    assert [entry.seq for entry in log.after(broadcast)] == [1, 2, 3, 4]


def _limit_pages(log: SqlLog, pages: int) -> None:
    """Let the database have so many pages: SQLite then says what it says of a full disk."""
    with log._writing() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_disk_that_cannot_be_shared(path: Path) -> None:
    said = refusal(lambda: SqlLog(f"sqlite:///file:{path}?vfs=unix-dotfile&uri=true"))
    assert "put it on a disk of this machine" in said


@pytest.mark.parametrize(
    "url", ["livedesk.db", "sqlite://", "sqlite:///:memory:", "nosuch:///livedesk.db", ""]
)
def test_a_url_that_names_no_database(url: str) -> None:
    assert "write it as sqlite:///livedesk.db" in refusal(lambda: open_log(url))


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    log = open_log(f"sqlite:///{path}")
    assert log.broadcasts() == []
    log.close()


def test_a_copied_database_is_as_good(path: Path, log: SqlLog) -> None:
    log.append(log.open("perpustakaan", "77", NINE_O_CLOCK).id, [comment("jam buka?")])
    log.close()
    copy = open_log(f"sqlite:///{shutil.copy(path, path.with_name('copy.db'))}")
    assert len(list(copy.after(1))) == 1
    copy.close()
