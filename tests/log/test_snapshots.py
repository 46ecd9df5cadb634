"""Snapshots: whole, by themselves, and a way back that loses nothing."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from happenings import NINE_O_CLOCK, comment
from livedesk.events import Comment
from livedesk.log import LogError, open_log
from livedesk.log.migrations.apply import scripts
from livedesk.log.snapshots import (
    fault,
    newest,
    restore,
    see_that_it_is_there,
    snapshots,
    take,
    take_in,
)
from livedesk.log.sql import SqlLog


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "livedesk.db"


@pytest.fixture
def log(database: Path) -> Iterator[SqlLog]:
    """Return the log of a Live that goes on, one comment long."""
    log = SqlLog(f"sqlite:///{database}")
    log.append(log.open("perpus.kota", "77", NINE_O_CLOCK).id, [comment("jam buka?")])
    yield log
    log.close()


def texts(database: Path) -> list[str]:
    with closing(open_log(f"sqlite:///{database}")) as log:
        return [entry.body.text for entry in log.after(1) if isinstance(entry.body, Comment)]


def damage(database: Path) -> None:
    """Overwrite all but the first page."""
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


def test_a_snapshot_of_a_live_that_goes_on_stands_by_itself(
    log: SqlLog, database: Path, tmp_path: Path
) -> None:
    take(database, tmp_path / "copy.db")
    log.append(1, [comment("sampai jam berapa?", second=2)])
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]
    assert texts(tmp_path / "copy.db") == ["jam buka?"]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_what_was_erased_is_not_in_a_snapshot(log: SqlLog, database: Path, tmp_path: Path) -> None:
    log.append(1, [comment("nomor kamarku tujuh belas", by="sari", second=2)])
    log.erase("@sari")
    take(database, tmp_path / "copy.db")
    assert b"tujuh belas" not in (tmp_path / "copy.db").read_bytes()


def test_a_file_that_is_there_is_not_overwritten(log: SqlLog, database: Path, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.db"
    thesis.write_text("chapter one")
    with pytest.raises(LogError, match="is there already"):
        take(database, thesis)
    assert thesis.read_text() == "chapter one"


def test_nothing_half_written_is_left_where_the_database_is_damaged(
    log: SqlLog, database: Path, tmp_path: Path
) -> None:
    log.close()
    damage(database)
    with pytest.raises(LogError, match="is damaged"):
        take(database, tmp_path / "snapshots" / "copy.db")
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_the_newest_snapshots_are_kept_and_nothing_else_is_touched(
    log: SqlLog, database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    others = [
        folder / "other-2020-01-01T00-00-00Z.snapshot.db",
        folder / "livedesk-before-moving.snapshot.db",
    ]
    old = [folder / f"livedesk-2026-11-0{day}T20-00-00Z.snapshot.db" for day in range(1, 5)]
    for path in [*others, *old]:
        path.write_bytes(b"")
    taken = take_in(folder, database, keep=3)
    assert snapshots(folder, database) == [taken, old[3], old[2]]
    assert newest(folder, database) == taken
    assert all(path.exists() for path in others)


def test_there_is_no_newest_among_none(tmp_path: Path, database: Path) -> None:
    with pytest.raises(LogError, match="no snapshot"):
        newest(tmp_path, database)


def test_restoring_goes_back_and_keeps_what_it_replaced(log: SqlLog, database: Path, tmp_path: Path) -> None:
    take(database, tmp_path / "copy.db")
    log.append(1, [comment("sampai jam berapa?", second=2)])
    log.close()
    kept = restore(database, tmp_path / "copy.db")
    assert kept is not None
    assert texts(database) == ["jam buka?"]
    assert texts(kept) == ["jam buka?", "sampai jam berapa?"]


def test_a_damaged_database_is_kept_as_it_is_and_replaced(
    log: SqlLog, database: Path, tmp_path: Path
) -> None:
    take(database, tmp_path / "copy.db")
    log.close()
    damage(database)
    damaged = database.read_bytes()
    kept = restore(database, tmp_path / "copy.db")
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert texts(database) == ["jam buka?"]


def test_restoring_where_no_database_is_left(log: SqlLog, database: Path, tmp_path: Path) -> None:
    take(database, tmp_path / "copy.db")
    log.close()
    database.unlink()
    assert restore(database, tmp_path / "copy.db") is None
    assert texts(database) == ["jam buka?"]


def test_nothing_is_replaced_under_a_livedesk_at_work(log: SqlLog, database: Path, tmp_path: Path) -> None:
    take(database, tmp_path / "copy.db")
    with pytest.raises(LogError, match="stop the livedesk that uses it"):
        restore(database, tmp_path / "copy.db")
    assert log.append(1, [comment("masih ada?", second=2)])
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".db") == [
        "copy.db",
        "livedesk.db",
    ]


def _damaged_snapshot(path: Path) -> None:
    with closing(SqlLog(f"sqlite:///{path}")) as log:
        log.append(log.open("perpus.kota", "77", NINE_O_CLOCK).id, [comment("halo")])
    damage(path)


def _books(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE books (title)")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_damaged_snapshot, "is damaged"),
        (_books, "belongs to another program"),
        (lambda path: path.write_text("chapter one" * 100), "is damaged"),
        (lambda _: None, "There is no snapshot"),
    ],
)
def test_what_is_no_sound_snapshot_is_refused_and_all_stays(
    log: SqlLog, database: Path, tmp_path: Path, make: object, said: str
) -> None:
    log.close()
    assert callable(make)
    make(tmp_path / "copy.db")
    with pytest.raises(LogError, match=said):
        restore(database, tmp_path / "copy.db")
    assert texts(database) == ["jam buka?"]
    assert not list(tmp_path.glob("*restoring*"))


def test_a_sound_database_has_no_fault_and_a_damaged_one_is_named(log: SqlLog, database: Path) -> None:
    assert fault(database) is None
    log.close()
    damage(database)
    assert str(database) in (fault(database) or "")


@pytest.mark.parametrize(("emptied", "word"), [(True, "empty"), (False, "gone")])
def test_a_database_that_was_emptied_or_removed_is_not_begun_anew_where_there_is_a_way_back(
    log: SqlLog, database: Path, tmp_path: Path, *, emptied: bool, word: str
) -> None:
    see_that_it_is_there(database, tmp_path / "snapshots")
    take_in(tmp_path / "snapshots", database, keep=None)
    log.close()
    if emptied:
        database.write_bytes(b"")
    else:
        database.unlink()
    with pytest.raises(LogError, match=f"is {word}, but .* 'livedesk restore latest' goes back"):
        see_that_it_is_there(database, tmp_path / "snapshots")
    restore(database, newest(tmp_path / "snapshots", database))
    see_that_it_is_there(database, tmp_path / "snapshots")
    assert texts(database) == ["jam buka?"]


def _made_by_an_earlier_version(database: Path) -> None:
    """Make a database with the tables of the first version and one broadcast."""
    config, engine = scripts(), create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO broadcast (handle, room_id, started_at, rehearsal, last_seq, secret, recorder)"
            " VALUES ('perpustakaan', '77', 0, 0, 0, x'00', '')"
        )
    engine.dispose()


def test_before_an_upgrade_changes_the_tables_a_snapshot_is_taken_that_the_earlier_version_can_read(
    tmp_path: Path,
) -> None:
    database = tmp_path / "old.db"
    _made_by_an_earlier_version(database)
    open_log(f"sqlite:///{database}").close()
    [snapshot] = snapshots(tmp_path / "snapshots", database)
    with closing(sqlite3.connect(snapshot)) as kept, closing(sqlite3.connect(database)) as now:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert now.execute("SELECT version_num FROM alembic_version").fetchone() != ("0001",)
        assert kept.execute("SELECT handle FROM broadcast").fetchall() == [("perpustakaan",)]
    open_log(f"sqlite:///{database}").close()
    assert len(snapshots(tmp_path / "snapshots", database)) == 1


def test_restoring_a_snapshot_of_an_earlier_version_takes_no_further_one(tmp_path: Path) -> None:
    old, database = tmp_path / "old.db", tmp_path / "live.db"
    _made_by_an_earlier_version(old)
    restore(database, old)
    assert not (tmp_path / "snapshots").exists()
    assert [each.handle for each in open_log(f"sqlite:///{database}").broadcasts()] == ["perpustakaan"]
