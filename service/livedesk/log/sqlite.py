"""What is SQLite's own in the log: how a connection is set up, how a transaction begins. Its errors are in `faults`."""

import os
import sqlite3
from contextlib import AbstractContextManager
from typing import Any, cast

from sqlalchemy import (
    URL,
    ClauseElement,
    Column,
    ColumnElement,
    Connection,
    Engine,
    bindparam,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects.sqlite import dialect

from livedesk.log import connecting

CACHE_KIB = 16_384
"""The pages of the message index that are in use stay at hand."""

BEGIN = "livedesk_begin"
"""Execution option of a connection: how its transactions begin, `BEGIN` if not given.

`BEGIN IMMEDIATE` is for writing: what is read before the first change is still so at the last. Some pragmas
want no transaction, which is the empty string.
"""

# Left to itself SQLite reads a whole broadcast here. It is told which index to use, and fails should that be gone.
MESSAGES = text(
    "SELECT seq, message_id, body FROM entry INDEXED BY entry_message"
    " WHERE broadcast = :in_broadcast AND message_id IN (SELECT value FROM json_each(:asked))"
)
PINS = text(
    "SELECT seq, message_id, body FROM entry INDEXED BY entry_pin"
    " WHERE broadcast = :in_broadcast AND kind = 'platform_pin'"
)


def sqlite_engine(url: URL, wait: float) -> Engine:
    """Return an engine that sets its connections up and waits that many seconds for another's lock."""
    engine = create_engine(url, connect_args={"timeout": wait, "check_same_thread": False})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by `_begin`.
    connecting.set_up(connection)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


def _begin(connection: Connection) -> None:
    if begin := connection.get_execution_options().get(BEGIN, "BEGIN"):
        driver(connection).execute(begin)


def use_write_ahead_log(engine: Engine) -> bool:
    """Let readers read while the writer writes, from now on; say whether the file's disk allows it."""
    with outside_transactions(engine) as connection:
        return connection.exec_driver_sql("PRAGMA journal_mode = WAL").scalar() == "wal"


def identity(engine: Engine) -> tuple[int, int] | None:
    """Return what tells the database's file from any other of the same name; None where there is no file (any more)."""
    try:
        found = os.stat(engine.url.database or "")  # noqa: PTH116 - before each commit: a Path takes thrice as long
    except OSError:
        return None
    return found.st_dev, found.st_ino


def forget_old_pages(engine: Engine, wait: float) -> bool:
    """Empty the write-ahead log, which holds pages as they were before something was blanked in them.

    A reader that is still at such a page is waited for so many seconds; say whether they are gone.
    """
    with outside_transactions(engine) as connection:
        usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(wait * 1000)}")
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")
    return not busy


def rewrite(engine: Engine) -> None:
    """Write the whole database anew, without what lies in pages that are no longer used."""
    with outside_transactions(engine) as connection:
        connection.exec_driver_sql("VACUUM")


def outside_transactions(engine: Engine) -> Connection:
    """Return a connection that begins no transactions."""
    return engine.connect().execution_options(**{BEGIN: ""})


def one_of(column: Column[Any], parameter: str) -> ColumnElement[bool]:
    """Say that a column is one of the strings of a JSON list, which `parameter` brings.

    However many they are it is one parameter and one statement, and each is looked up in the column's index.
    """
    listed = func.json_each(bindparam(parameter)).table_valued("value")
    return column.in_(select(listed.c.value))


def transaction(connection: Connection) -> AbstractContextManager[None]:
    """Keep other writers out from the first word on; durable when left, undone where an exception leaves it.

    The driver is told, in place of SQLAlchemy, which takes as long for it as SQLite for the commit. What SQLAlchemy
    runs meanwhile is in the same transaction: its own begins with nothing, see `BEGIN`.
    """
    return connecting.transaction(driver(connection), connection)


def compiled(statement: ClauseElement) -> str:
    """Return a statement as the driver takes it, with its values in the order of its places.

    What every commit runs goes to the driver as it is: SQLAlchemy takes ten times as long for it as SQLite.
    """
    return str(statement.compile(dialect=dialect()))


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection, which runs what is `compiled` in the same transaction."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)
