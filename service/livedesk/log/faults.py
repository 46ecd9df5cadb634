"""What SQLite's errors mean for a database, in one sentence that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import MsgspecError

from livedesk.log import LogError

RETURN = "'livedesk restore latest' goes back to the newest snapshot and keeps the damaged file"

MEANINGS = {
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: see that its folder exists and that you may write there",
    sqlite3.SQLITE_PERM: "may not be opened: see whose it is",
    sqlite3.SQLITE_NOTADB: "is some other file, or damaged past telling, and stays as it is: "
    "give livedesk's another name, or go back to a snapshot with 'livedesk restore latest'",
    sqlite3.SQLITE_CORRUPT: f"is damaged: {RETURN}",
    sqlite3.SQLITE_READONLY: "can be read but not written: see whose it is and how its disk is mounted",
    sqlite3.SQLITE_BUSY: "is held by another program: close that one or wait until it is done",
    sqlite3.SQLITE_FULL: "has no room on its disk: free some; what was recorded so far is safe",
    sqlite3.SQLITE_IOERR: "could not be read or written: see that its disk is there and well",
}


def meaning(error: BaseException | None) -> str:
    """Say what an error of the driver means for its database, and what to do about it."""
    # The low byte of the code is its kind, the rest its variety.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return MEANINGS.get(code, f"failed: {error}")


@contextmanager
def plainly(database: str) -> Iterator[None]:
    """Turn what SQLite raises, or what cannot be read, into a LogError of one sentence about the database so called."""
    try:
        yield
    except sqlite3.Error as error:
        raise LogError(f"{database} {meaning(error)}.") from error
    except MsgspecError as error:
        raise LogError(
            f"{database} has entries that this version cannot read ({error}): "
            "use the version of livedesk that wrote them, or a newer one."
        ) from error
