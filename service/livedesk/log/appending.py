"""How events become rows. Each statement is compiled once and run by the driver: an append always costs the same.

Whether a message is known, the index is asked: that needs no memory and a restart forgets nothing.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from livedesk.events import Connected, Decision, Ended, Entry, Erased, Event, Settled, Viewer, kind
from livedesk.log.sqlite import compiled, driver, one_of
from livedesk.log.tables import BROADCASTS, ENTRIES, VIEWERS
from livedesk.wire import encode_body

_known_messages = compiled(
    select(ENTRIES.c.message_id).where(
        ENTRIES.c.broadcast == bindparam("in_broadcast"), one_of(ENTRIES.c.message_id, "asked")
    )
)
_known_viewers = compiled(
    select(VIEWERS.c.key, VIEWERS.c.handle, VIEWERS.c.nickname).where(
        VIEWERS.c.broadcast == bindparam("in_broadcast"), one_of(VIEWERS.c.key, "asked")
    )
)
_insert_viewers = compiled(insert(VIEWERS))
_change_viewer = compiled(
    update(VIEWERS)
    .where(VIEWERS.c.broadcast == bindparam("in_broadcast"), VIEWERS.c.key == bindparam("with_key"))
    .values(handle=bindparam("now_handle"), nickname=bindparam("now_nickname"))
)
_insert_entries = compiled(insert(ENTRIES))
_this_broadcast = BROADCASTS.c.id == bindparam("in_broadcast")
_move_broadcast = compiled(
    update(BROADCASTS)
    .where(_this_broadcast)
    .values(
        last_seq=bindparam("seq"),
        last_received_at=func.coalesce(bindparam("heard_at"), BROADCASTS.c.last_received_at),
    )
)
_NOT_HEARD = (*get_args(Decision), Erased, Settled)
_change_broadcast = update(BROADCASTS).where(_this_broadcast)


def add(connection: Connection, broadcast: int, last_seq: int, events: Sequence[Event]) -> list[Entry]:
    """Write the events whose message is new, numbered on from `last_seq`; return them as entries."""
    database = driver(connection)
    new = _new(database, broadcast, events)
    viewers = _introduce(database, broadcast, new)
    entries = [_entry(seq, broadcast, event, viewers) for seq, event in enumerate(new, last_seq + 1)]
    if entries:
        database.executemany(_insert_entries, map(_row, entries))
        database.execute(_move_broadcast, (entries[-1].seq, _heard_at(entries), broadcast))
        if news := _news(entries):
            connection.execute(_change_broadcast, {"in_broadcast": broadcast, **news})
    return entries


def _new(database: sqlite3.Connection, broadcast: int, events: Iterable[Event]) -> list[Event]:
    """Keep the events whose message the broadcast does not have, each message once."""
    asked = [event.message_id for event in events if event.message_id is not None]
    known = {id_ for (id_,) in _found(database, _known_messages, broadcast, asked)} if asked else set()
    new = []
    for event in events:
        if event.message_id is None:
            new.append(event)
        elif event.message_id not in known:
            known.add(event.message_id)
            new.append(event)
    return new


def _introduce(database: sqlite3.Connection, broadcast: int, events: Iterable[Event]) -> dict[str, Viewer]:
    """Write down who these viewers are, where that is news, and return them as they are known now."""
    told: dict[str, Viewer] = {}
    for event in events:
        if event.viewer is not None:
            told[event.viewer.key] = _newest(told.get(event.viewer.key), event.viewer)
    if not told:
        return told
    known = {row[0]: Viewer(*row) for row in _found(database, _known_viewers, broadcast, list(told))}
    now = {key: _newest(known.get(key), viewer) for key, viewer in told.items()}
    _write_viewers(database, broadcast, known, now)
    return now


def _newest(known: Viewer | None, told: Viewer) -> Viewer:
    if known is None or (told.handle and told.nickname):
        return told
    return Viewer(told.key, told.handle or known.handle, told.nickname or known.nickname)


def _write_viewers(
    database: sqlite3.Connection, broadcast: int, known: dict[str, Viewer], now: dict[str, Viewer]
) -> None:
    unknown = [viewer for key, viewer in now.items() if key not in known]
    changed = [viewer for key, viewer in now.items() if known.get(key, viewer) != viewer]
    if unknown:
        rows = [(broadcast, *msgspec.structs.astuple(viewer)) for viewer in unknown]
        database.executemany(_insert_viewers, rows)
    for viewer in changed:
        database.execute(_change_viewer, (viewer.handle, viewer.nickname, broadcast, viewer.key))


def _found(
    database: sqlite3.Connection, statement: str, broadcast: int, asked: Sequence[str]
) -> sqlite3.Cursor:
    return database.execute(statement, (broadcast, msgspec.json.encode(asked).decode()))


def _entry(seq: int, broadcast: int, event: Event, viewers: dict[str, Viewer]) -> Entry:
    return Entry(
        seq=seq,
        broadcast=broadcast,
        at=event.at,
        received_at=event.received_at,
        body=event.body,
        viewer=None if event.viewer is None else viewers[event.viewer.key],
        message_id=event.message_id,
        history=event.history,
    )


def _row(entry: Entry) -> tuple[object, ...]:
    """Return the columns of `tables.ENTRIES`, in their order."""
    return (
        entry.broadcast,
        entry.seq,
        kind(entry.body),
        entry.at,
        entry.received_at,
        None if entry.viewer is None else entry.viewer.key,
        entry.message_id,
        entry.history,
        encode_body(entry.body).decode(),
    )


def _news(entries: Sequence[Entry]) -> dict[str, int | bytes | None]:
    """Return what entries just written change in the broadcast's own row, which most leave as it is."""
    news: dict[str, int | bytes | None] = {}
    for entry in entries:
        if isinstance(entry.body, Ended):
            news["ended_at"], news["secret"] = entry.at, b""
        elif isinstance(entry.body, Settled):
            news["secret"] = b""
        elif isinstance(entry.body, Connected):
            news["ended_at"] = None
    return news


def _heard_at(entries: Sequence[Entry]) -> int | None:
    """Return when the platform was last heard in these entries; None where it was not."""
    heard = (entry for entry in reversed(entries) if not isinstance(entry.body, _NOT_HEARD))
    return next((entry.received_at for entry in heard), None)
