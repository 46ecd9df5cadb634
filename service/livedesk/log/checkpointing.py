"""How checkpoints are written, and taken away with what they may hold; `reading` finds them.

By the driver alone, as reading: an export that had to fold keeps what it folded without the library that writes.
"""

import sqlite3

from livedesk.log import Checkpoint


def keep(connection: sqlite3.Connection, broadcast: int, checkpoint: Checkpoint, forgotten: int) -> bool:
    """Write a checkpoint unless something was forgotten since; the newest before it stays until the Live has ended."""
    standing = connection.execute(
        "SELECT forgotten, ended_at FROM broadcast WHERE id = ?", (broadcast,)
    ).fetchone()
    if standing is None or standing[0] != forgotten:
        return False
    former = None
    if standing[1] is None:
        (former,) = connection.execute(
            "SELECT max(seq) FROM checkpoint WHERE broadcast = ? AND seq < ? AND by = ?",
            (broadcast, checkpoint.seq, checkpoint.by),
        ).fetchone()
    connection.execute("DELETE FROM checkpoint WHERE broadcast = ? AND seq IS NOT ?", (broadcast, former))
    connection.execute(
        "INSERT INTO checkpoint (broadcast, seq, by, state) VALUES (?, ?, ?, ?)",
        (broadcast, checkpoint.seq, checkpoint.by, checkpoint.state),
    )
    return True


def drop(connection: sqlite3.Connection, broadcast: int, since: int = 0) -> None:
    """Take away the checkpoints that entry `since` is in."""
    connection.execute("DELETE FROM checkpoint WHERE broadcast = ? AND seq >= ?", (broadcast, since))


def forget(connection: sqlite3.Connection, broadcast: int, since: int = 0) -> None:
    """Take away all that holds entry `since`, of which something is taken away, now and in what is folded already."""
    drop(connection, broadcast, since)
    connection.execute("UPDATE broadcast SET forgotten = forgotten + 1 WHERE id = ?", (broadcast,))
