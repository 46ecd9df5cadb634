"""Snapshots: copies of the database that stand by themselves, and the way back to one.

A snapshot is one consistent state, taken while livedesk goes on recording; SQLite writes it anew, so nothing that was
blanked is in it. `restore` keeps what it replaces. Only databases of SQLite: others have their own tools for it.
"""

import os
import re
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from livedesk.log import LogError
from livedesk.log.faults import meaning

SUFFIX = ".snapshot.db"
RESTORING = ".restoring"
_COMPANIONS = ("-wal", "-shm")
"""What SQLite keeps beside a database that is in use."""


def take(database: Path, snapshot: Path) -> None:
    """Write the database as it stands to a new file, which is there whole or not at all; LogError."""
    if not database.exists():
        raise LogError(f"There is no database {database}: nothing is recorded yet.")
    if snapshot.exists():
        raise LogError(f"{snapshot} is there already and stays as it is: give the snapshot another name.")
    try:
        snapshot.parent.mkdir(parents=True, exist_ok=True)
        _copy(database, snapshot)
    except sqlite3.Error as error:
        raise LogError(f"The database {database} {meaning(error)}.") from error
    except OSError as error:
        raise LogError(f"The snapshot {snapshot} cannot be written: {error.strerror}.") from error


def _copy(database: Path, snapshot: Path) -> None:
    unfinished = snapshot.with_name(snapshot.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        with closing(_reading(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        _settle(unfinished, snapshot)
    finally:
        unfinished.unlink(missing_ok=True)


def take_in(folder: Path, database: Path, *, keep: int | None) -> Path:
    """Take a snapshot named by the time and return it; of those in the folder the newest `keep` stay. LogError."""
    snapshot = folder / f"{database.stem}-{_moment()}{SUFFIX}"
    take(database, snapshot)
    if keep is not None:
        for old in snapshots(folder, database)[keep:]:
            old.unlink(missing_ok=True)
    return snapshot


def snapshots(folder: Path, database: Path) -> list[Path]:
    """Return a database's snapshots in a folder, newest first: their names begin alike and go on with the time."""
    names = re.compile(re.escape(database.stem) + r"-[-\dTZ]+" + re.escape(SUFFIX))
    return sorted((path for path in folder.glob(f"*{SUFFIX}") if names.fullmatch(path.name)), reverse=True)


def copies(folder: Path, database: Path) -> list[Path]:
    """Return every copy of a database that livedesk has made: its snapshots, and what they once replaced."""
    replaced = re.compile(re.escape(database.stem) + r"-replaced-[-\dTZ]+\.db")
    beside = (path for path in database.parent.glob("*.db") if replaced.fullmatch(path.name))
    return [*snapshots(folder, database), *beside]


def newest(folder: Path, database: Path) -> Path:
    """Return a database's newest snapshot; LogError where there is none."""
    found = snapshots(folder, database)
    if not found:
        raise LogError(f"There is no snapshot in {folder}: name the file to restore.")
    return found[0]


def see_that_it_is_there(database: Path | None, folder: Path | None) -> None:
    """Raise a LogError where a database of which there are snapshots is gone, or emptied: it is not begun anew."""
    if database is None or folder is None or not snapshots(folder, database):
        return
    if not database.exists() or not database.stat().st_size:
        raise LogError(
            f"The database {database} is {'empty' if database.exists() else 'gone'}, but there are snapshots of it: "
            "'livedesk restore latest' goes back to the newest; to begin anew, put them elsewhere."
        )


def _moment() -> str:
    """Return the time in UTC as file names have it."""
    return time.strftime("%Y-%m-%dT%H-%M-%SZ", time.gmtime())


def fault(database: Path) -> str | None:
    """Return a sentence that says what is wrong with a database's file; None where every page of it is sound."""
    try:
        with closing(_reading(database)) as connection:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        found = str(error)
    return None if found == "ok" else f"The database {database} is damaged ({found.splitlines()[-1]})."


def restore(database: Path, snapshot: Path) -> Path | None:
    """Put a snapshot in the place of the database; return where that is kept from now on, None if there was none.

    LogError, with everything left as it was, where the snapshot is damaged or no database of livedesk, or where
    another livedesk is at work.
    """
    if not snapshot.is_file():
        raise LogError(f"There is no snapshot {snapshot}: see what 'livedesk backup' has written.")
    if (wrong := fault(snapshot)) is not None:
        raise LogError(f"{wrong} Name another snapshot.")
    try:
        return _replace(database, snapshot)
    except OSError as error:
        raise LogError(f"The snapshot {snapshot} cannot be restored: {error.strerror}.") from error


def _replace(database: Path, snapshot: Path) -> Path | None:
    from livedesk.log.database import open_database  # noqa: PLC0415 - what looks for snapshots begins sooner without

    coming = database.with_name(database.name + RESTORING)
    _remove(coming)
    try:
        shutil.copyfile(snapshot, coming)
        coming.chmod(0o600)
        open_database(f"sqlite:///{coming}", wait=0).dispose()  # ours, and brought up to this version
        kept = _set_aside(database) if database.exists() else None
        _settle(coming, database)
    finally:
        _remove(coming)
    return kept


def _set_aside(database: Path) -> Path:
    """Rename a database that nobody else uses; where it is too damaged to be closed, also what lies beside it."""
    _close_for_good(database)
    kept = database.with_name(f"{database.stem}-replaced-{_moment()}.db")
    if kept.exists():
        raise LogError(f"{kept} is there already: wait a second and try again.")
    for companion in _COMPANIONS:
        beside = database.with_name(database.name + companion)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + companion))
    return database.rename(kept)


def _close_for_good(database: Path) -> None:
    """Bring all into the one file; LogError where another has it open. A damaged one is left as it is."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise LogError(
                    f"The database {database} is in use: stop the livedesk that uses it, then restore."
                ) from error


def _reading(database: Path) -> sqlite3.Connection:
    """Return a connection that cannot write."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _settle(written: Path, name: Path) -> None:
    """Give what is written its name, on the disk and not merely with the operating system."""
    with written.open("rb+") as file:
        os.fsync(file.fileno())
    written.rename(name)
    if os.name == "posix":  # Windows cannot open a folder, and needs no such thing
        folder = os.open(name.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _remove(database: Path) -> None:
    for name in (database.name, *(database.name + companion for companion in _COMPANIONS)):
        database.with_name(name).unlink(missing_ok=True)
