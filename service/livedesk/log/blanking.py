"""How words and names are taken out of rows for good: the rows stay, so seqs and counts do."""

import sys
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Executable, Row, bindparam, func, select, update

from livedesk.events import Deleted, PlatformPin
from livedesk.log.sqlite import MESSAGES, PINS, one_of
from livedesk.log.tables import ENTRIES, VIEWERS
from livedesk.log.texts import TEXT_KINDS, blank
from livedesk.wire import decode_body, encode_body

_by_viewer = select(ENTRIES.c.seq, ENTRIES.c.message_id, ENTRIES.c.body).where(
    ENTRIES.c.broadcast == bindparam("in_broadcast"),
    ENTRIES.c.kind.in_(TEXT_KINDS),
    one_of(ENTRIES.c.viewer, "asked"),
)
_rewrite = update(ENTRIES).where(
    ENTRIES.c.broadcast == bindparam("in_broadcast"), ENTRIES.c.seq == bindparam("with_seq")
)


def carry_out(connection: Connection, broadcast: int, seq: int, deletion: Deleted) -> None:
    """Blank what the deletion with that seq names among the entries before it."""
    _blank(connection, broadcast, deletion.viewer_keys, deletion.message_ids, before=seq)


def erase(connection: Connection, handle: str) -> int:
    """Blank everyone of this plain handle and what they wrote; return how many rows that touched."""
    of_the_handle = func.lower(VIEWERS.c.handle).in_((handle, f"@{handle}"))
    found = connection.execute(select(VIEWERS.c.broadcast, VIEWERS.c.key).where(of_the_handle)).all()
    connection.execute(update(VIEWERS).where(of_the_handle).values(handle="", nickname=""))
    return len(found) + sum(_blank(connection, broadcast, [key]) for broadcast, key in found)


def _blank(
    connection: Connection,
    broadcast: int,
    keys: Sequence[str],
    message_ids: Sequence[str] = (),
    *,
    before: int = sys.maxsize,
) -> int:
    """Blank what these viewers wrote, these messages and what was pinned of either; return how many texts."""

    def find(statement: Executable, asked: Sequence[str] = ()) -> list[Row[Any]]:
        values = {"in_broadcast": broadcast, "asked": msgspec.json.encode(asked).decode()}
        return [row for row in connection.execute(statement, values) if row.seq < before]

    texts = (find(_by_viewer, keys) if keys else []) + find(MESSAGES, message_ids)
    named = {*message_ids, *(row.message_id for row in texts)} - {None}
    pins = [row for row in find(PINS) if _pinned(row.body) in named]
    bodies = {row.seq: row.body for row in texts + pins}
    return sum(_rewritten(connection, broadcast, seq, body) for seq, body in bodies.items())


def _pinned(body: str) -> str | None:
    decoded = decode_body(body)
    return decoded.pinned_message_id if isinstance(decoded, PlatformPin) else None


def _rewritten(connection: Connection, broadcast: int, seq: int, body: str) -> bool:
    """Write an entry's body without its text; say whether it had one."""
    decoded = decode_body(body)
    blanked = blank(decoded)
    if blanked is decoded:
        return False
    which = {"in_broadcast": broadcast, "with_seq": seq}
    connection.execute(_rewrite, which | {"body": encode_body(blanked).decode()})
    return True
