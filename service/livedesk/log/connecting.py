"""How a connection of SQLite's driver is set up and writes, whoever made it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

PRAGMAS = {
    # A commit is on the disk, not merely with the operating system: what a dashboard was sent survives a
    # power cut.
    "synchronous": "FULL",
    "foreign_keys": "ON",
    # What is blanked is overwritten, not left in free pages.
    "secure_delete": "ON",
}


def set_up(connection: sqlite3.Connection) -> None:
    """Set up a new connection; its transactions are begun by whoever uses it."""
    connection.isolation_level = None  # Python's own way leaves table definitions outside of transactions
    for pragma, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {pragma} = {value}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep other writers out from the first word on; durable when left, undone where an exception leaves it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
