"""Reading a database of the log by the driver alone: what only reads, such as an export, begins sooner so.

The library that makes databases and writes to them takes a third of the time to an export's first line.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import msgspec

from livedesk.events import Entry, Viewer
from livedesk.log import Broadcast, Checkpoint, checkpointing
from livedesk.log.connecting import set_up, transaction
from livedesk.log.faults import plainly
from livedesk.log.migrations import HEAD
from livedesk.wire import decode_body

PAGE = 1000
"""Entries read at a time: bounds a reader's memory, and how long it holds on to one state of the database."""

_BROADCASTS = f"SELECT {', '.join(Broadcast.__struct_fields__)} FROM broadcast"  # noqa: S608 - names of ours

_PAGE = """
SELECT seq, at, received_at, entry.viewer, handle, nickname, message_id, history, body
FROM entry LEFT JOIN viewer ON viewer.broadcast = entry.broadcast AND viewer.key = entry.viewer
WHERE entry.broadcast = ? AND seq > ? {which} ORDER BY seq LIMIT ?
"""
_PAGE_OF_ALL = _PAGE.format(which="")
_PAGE_OF_KINDS = _PAGE.format(which="AND kind IN (SELECT value FROM json_each(?))")


def broadcasts(connection: sqlite3.Connection) -> list[Broadcast]:
    """Return all broadcasts, newest first."""
    return [_broadcast(row) for row in connection.execute(f"{_BROADCASTS} ORDER BY id DESC")]


def broadcast(connection: sqlite3.Connection, id_: int) -> Broadcast | None:
    """Return one broadcast, or None."""
    row = connection.execute(f"{_BROADCASTS} WHERE id = ?", (id_,)).fetchone()
    return None if row is None else _broadcast(row)


def page(
    connection: sqlite3.Connection, broadcast: int, seq: int, size: int, kinds: Collection[str] = ()
) -> list[Entry]:
    """Return the next entries after `seq`, at most `size` of them."""
    if kinds:
        asked = msgspec.json.encode(list(kinds)).decode()
        rows = connection.execute(_PAGE_OF_KINDS, (broadcast, seq, asked, size))
    else:
        rows = connection.execute(_PAGE_OF_ALL, (broadcast, seq, size))
    return [_entry(broadcast, row) for row in rows.fetchall()]


def pages(read: Callable[[int, int], list[Entry]], seq: int, limit: int | None) -> Iterator[Entry]:
    """Yield the entries after `seq`; `read` gives the next after a seq, so many of them.

    Between two pages nothing of the database is held, however slow the reader is.
    """
    while (wanted := PAGE if limit is None else min(PAGE, limit)) > 0:
        entries = read(seq, wanted)
        yield from entries
        if len(entries) < wanted:
            return
        seq = entries[-1].seq
        limit = None if limit is None else limit - wanted


def checkpoint(connection: sqlite3.Connection, broadcast: int, by: str) -> Checkpoint | None:
    """Return the newest checkpoint made by the same."""
    row = connection.execute(
        "SELECT seq, by, state FROM checkpoint WHERE broadcast = ? AND by = ? ORDER BY seq DESC LIMIT 1",
        (broadcast, by),
    ).fetchone()
    return None if row is None else Checkpoint(*row)


def _broadcast(row: tuple[Any, ...]) -> Broadcast:
    found = dict(zip(Broadcast.__struct_fields__, row, strict=True))
    return Broadcast(**found | {"rehearsal": bool(found["rehearsal"])})


def _entry(broadcast: int, row: tuple[Any, ...]) -> Entry:
    seq, at, received_at, key, handle, nickname, message_id, history, body = row
    return Entry(
        seq=seq,
        broadcast=broadcast,
        at=at,
        received_at=received_at,
        body=decode_body(body),
        viewer=None if key is None else Viewer(key, handle, nickname),
        message_id=message_id,
        history=bool(history),
    )


def opened(url: str, wait: float = 5) -> "ReadLog | None":
    """Open the database of a URL where it is a file that is up to date; whatever else it is `open_log` says."""
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or not path.is_file():
        return None
    connection = sqlite3.connect(path, timeout=wait)
    if not _is_up_to_date(connection):
        connection.close()
        return None
    set_up(connection)
    return ReadLog(path, connection)


def _is_up_to_date(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1 FROM broadcast, viewer, entry LIMIT 0")
        return bool(connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,))
    except sqlite3.Error:  # `open_log` meets it too, and says what it means
        return False


class ReadLog:
    """A log in a file that is up to date, to be read; only checkpoints are written."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def after(
        self, broadcast: int, seq: int = 0, *, limit: int | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        """Yield entries with a greater seq, in order; `kinds` keeps only those kinds."""

        def read(after: int, size: int) -> list[Entry]:
            with plainly(self._name):
                return page(self._connection, broadcast, after, size, kinds)

        return pages(read, seq, limit)

    def broadcast(self, broadcast_: int) -> Broadcast | None:
        """Return one broadcast, or None."""
        with plainly(self._name):
            return broadcast(self._connection, broadcast_)

    def broadcasts(self) -> list[Broadcast]:
        """Return all broadcasts, newest first."""
        with plainly(self._name):
            return broadcasts(self._connection)

    def checkpoint(self, broadcast: int, by: str) -> Checkpoint | None:
        """Return the newest checkpoint of a broadcast that was made by the same."""
        with plainly(self._name):
            return checkpoint(self._connection, broadcast, by)

    def keep_checkpoint(self, broadcast: int, checkpoint: Checkpoint, forgotten: int) -> bool:
        """Keep a checkpoint, unless something was taken away since its entries were read; say whether it is kept."""
        with plainly(self._name), transaction(self._connection):
            return checkpointing.keep(self._connection, broadcast, checkpoint, forgotten)

    def drop_checkpoints(self, broadcast: int) -> None:
        """Let go of a broadcast's checkpoints."""
        with plainly(self._name), transaction(self._connection):
            checkpointing.drop(self._connection, broadcast)

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    @property
    def _name(self) -> str:
        return f"The database {self._path}"
