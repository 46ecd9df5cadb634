"""How a connection of SQLite's driver is set up and writes, whoever made it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

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


class Transactional(Protocol):
    """What a transaction is ended on: the driver's connection, and a library's that stands on it."""

    def commit(self) -> None:
        """Keep what was written."""

    def rollback(self) -> None:
        """Undo it."""


@contextmanager
def transaction(connection: sqlite3.Connection, *users: Transactional) -> Iterator[None]:
    """Keep other writers out from the first word on; durable when left, undone where an exception leaves it.

    Those that use the driver's connection meanwhile are told too: of a good end before it, of a bad one after it.
    """
    connection.execute("BEGIN IMMEDIATE")
    ended: tuple[Transactional, ...] = (*users, connection)
    try:
        yield
        for each in ended:
            each.commit()
    except BaseException:
        for each in reversed(ended):
            each.rollback()
        raise
