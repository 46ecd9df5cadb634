"""How words and names are taken out of rows for good: the rows stay, so seqs and counts do."""

import sys
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Executable, Row, and_, bindparam, delete, func, or_, select, update

from livedesk.events import Deleted, Entry, Erased, PlatformPin, Settled, Taught
from livedesk.log import checkpointing
from livedesk.log.sqlite import MESSAGES, PINS, driver, one_of
from livedesk.log.tables import ENTRIES, LESSONS, VIEWERS
from livedesk.log.texts import TEXT_KINDS, blank, without_wordings, wordless
from livedesk.wire import decode_body, encode_body

_by_viewer = select(ENTRIES.c.seq, ENTRIES.c.message_id, ENTRIES.c.body).where(
    ENTRIES.c.broadcast == bindparam("in_broadcast"),
    ENTRIES.c.kind.in_(TEXT_KINDS),
    one_of(ENTRIES.c.viewer, "asked"),
)
_rewrite = update(ENTRIES).where(
    ENTRIES.c.broadcast == bindparam("in_broadcast"), ENTRIES.c.seq == bindparam("with_seq")
)


def carry_out(connection: Connection, entry: Entry) -> bool:
    """Blank what an entry takes away among the entries before it; say whether it is one that does."""
    match entry.body:
        case Deleted(message_ids=messages, viewer_keys=keys):
            _blank(connection, entry.broadcast, keys, messages, before=entry.seq)
        case Erased(viewer_keys=keys):
            forget(connection, entry.broadcast, keys)
        case Settled(kept=kept):
            checkpointing.forget(driver(connection), entry.broadcast)
            (_take_words_away if kept == "pseudonyms" else _take_entries_away)(connection, entry)
        case _:
            return False
    return True


def find(connection: Connection, viewer: str) -> dict[int, tuple[str, ...]]:
    """Return the keys, by broadcast, of who has this plain handle or this key."""
    named = or_(func.lower(VIEWERS.c.handle).in_((viewer, f"@{viewer}")), VIEWERS.c.key == viewer)
    order = (VIEWERS.c.broadcast, VIEWERS.c.key)
    rows = connection.execute(select(*order).where(named).order_by(*order))
    return {broadcast: tuple(key for _, key in found) for broadcast, found in groupby(rows, itemgetter(0))}


def forget(connection: Connection, broadcast: int, keys: Sequence[str]) -> int:
    """Blank what these viewers are called and what they wrote; return how many rows that touched."""
    theirs = and_(VIEWERS.c.broadcast == broadcast, VIEWERS.c.key.in_(keys))
    named = and_(theirs, or_(VIEWERS.c.handle != "", VIEWERS.c.nickname != ""))
    touched = connection.execute(update(VIEWERS).where(named).values(handle="", nickname="")).rowcount
    touched += _blank(connection, broadcast, keys)
    if touched:
        checkpointing.forget(driver(connection), broadcast)
    return touched


def _take_words_away(connection: Connection, settled: Entry) -> None:
    """Leave of everybody a pseudonym, of every entry before this one what happened and when."""
    before = and_(ENTRIES.c.broadcast == settled.broadcast, ENTRIES.c.seq < settled.seq)
    changed = []
    for seq, body in connection.execute(select(ENTRIES.c.seq, ENTRIES.c.body).where(before)):
        decoded = decode_body(body)
        if (left := wordless(decoded)) is not decoded:
            changed.append(
                {"in_broadcast": settled.broadcast, "with_seq": seq, "body": encode_body(left).decode()}
            )
    if changed:
        connection.execute(_rewrite, changed)
    connection.execute(update(ENTRIES).where(before).values(message_id=None))
    theirs = VIEWERS.c.broadcast == settled.broadcast
    connection.execute(update(VIEWERS).where(theirs).values(handle="", nickname=""))


def _take_entries_away(connection: Connection, settled: Entry) -> None:
    """Leave nothing before this entry, and nobody."""
    before = and_(ENTRIES.c.broadcast == settled.broadcast, ENTRIES.c.seq < settled.seq)
    connection.execute(delete(ENTRIES).where(before))
    connection.execute(delete(VIEWERS).where(VIEWERS.c.broadcast == settled.broadcast))


def unteach(connection: Connection, wordings: frozenset[str]) -> None:
    """Take these wordings out of the lessons that broadcasts began with, and of those that are kept apart."""
    for column in (ENTRIES.c.body, LESSONS.c.lessons):
        table = column.table
        taught = select(*table.primary_key, column)
        if table is ENTRIES:
            taught = taught.where(ENTRIES.c.kind == "taught")
        for *key, lessons in connection.execute(taught).all():
            decoded = msgspec.json.decode(lessons, type=Taught)
            left = without_wordings(decoded, wordings)
            if table is ENTRIES and left != decoded:
                checkpointing.forget(driver(connection), *key)
            row = [place == value for place, value in zip(table.primary_key, key, strict=True)]
            connection.execute(update(table).where(*row).values({column: encode_body(left).decode()}))


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
    touched = [seq for seq, body in bodies.items() if _rewritten(connection, broadcast, seq, body)]
    if touched:
        checkpointing.forget(driver(connection), broadcast, min(touched))
    return len(touched)


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
