"""How events become rows. Each statement is made once and run with values: an append always costs the same.

Whether a message is known, the index is asked: that needs no memory and a restart forgets nothing.
"""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from livedesk.events import Connected, Decision, Ended, Entry, Erased, Event, Settled, Viewer, kind
from livedesk.log.sqlite import insert_in_order, one_of
from livedesk.log.tables import BROADCASTS, ENTRIES, VIEWERS
from livedesk.wire import encode_body

_known_messages = select(ENTRIES.c.message_id).where(
    ENTRIES.c.broadcast == bindparam("in_broadcast"), one_of(ENTRIES.c.message_id, "asked")
)
_known_viewers = select(VIEWERS.c.key, VIEWERS.c.handle, VIEWERS.c.nickname).where(
    VIEWERS.c.broadcast == bindparam("in_broadcast"), one_of(VIEWERS.c.key, "asked")
)
_change_viewer = update(VIEWERS).where(
    VIEWERS.c.broadcast == bindparam("in_broadcast"), VIEWERS.c.key == bindparam("with_key")
)
_insert_entries = insert_in_order(ENTRIES)
_move_broadcast = update(BROADCASTS).where(BROADCASTS.c.id == bindparam("in_broadcast"))


def add(connection: Connection, broadcast: int, last_seq: int, events: Sequence[Event]) -> list[Entry]:
    """Write the events whose message is new, numbered on from `last_seq`; return them as entries."""
    new = _new(connection, broadcast, events)
    viewers = _introduce(connection, broadcast, new)
    entries = [_entry(seq, broadcast, event, viewers) for seq, event in enumerate(new, last_seq + 1)]
    if entries:
        connection.exec_driver_sql(_insert_entries, [_row(entry) for entry in entries])
        connection.execute(_move_broadcast, {"in_broadcast": broadcast, **_news(entries)})
    return entries


def _new(connection: Connection, broadcast: int, events: Iterable[Event]) -> list[Event]:
    """Keep the events whose message the broadcast does not have, each message once."""
    asked = [event.message_id for event in events if event.message_id is not None]
    known = set(connection.scalars(_known_messages, _among(broadcast, asked)).all()) if asked else set()
    new = []
    for event in events:
        if event.message_id is None:
            new.append(event)
        elif event.message_id not in known:
            known.add(event.message_id)
            new.append(event)
    return new


def _introduce(connection: Connection, broadcast: int, events: Iterable[Event]) -> dict[str, Viewer]:
    """Write down who these viewers are, where that is news, and return them as they are known now."""
    told: dict[str, Viewer] = {}
    for event in events:
        if event.viewer is not None:
            told[event.viewer.key] = _newest(told.get(event.viewer.key), event.viewer)
    if not told:
        return told
    rows = connection.execute(_known_viewers, _among(broadcast, list(told))).all()
    known = {key: Viewer(key, handle, nickname) for key, handle, nickname in rows}
    now = {key: _newest(known.get(key), viewer) for key, viewer in told.items()}
    _write_viewers(connection, broadcast, known, now)
    return now


def _newest(known: Viewer | None, told: Viewer) -> Viewer:
    if known is None or (told.handle and told.nickname):
        return told
    return Viewer(told.key, told.handle or known.handle, told.nickname or known.nickname)


def _write_viewers(
    connection: Connection, broadcast: int, known: dict[str, Viewer], now: dict[str, Viewer]
) -> None:
    unknown = [viewer for key, viewer in now.items() if key not in known]
    changed = [viewer for key, viewer in now.items() if known.get(key, viewer) != viewer]
    if unknown:
        rows = [{"broadcast": broadcast, **msgspec.structs.asdict(viewer)} for viewer in unknown]
        connection.execute(insert(VIEWERS), rows)
    for viewer in changed:
        which = {"in_broadcast": broadcast, "with_key": viewer.key}
        names = {"handle": viewer.handle, "nickname": viewer.nickname}
        connection.execute(_change_viewer, which | names)


def _among(broadcast: int, asked: Sequence[str]) -> dict[str, object]:
    return {"in_broadcast": broadcast, "asked": msgspec.json.encode(asked).decode()}


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
    """Return what changes in the broadcast's own row by entries just written."""
    news: dict[str, int | bytes | None] = {"last_seq": entries[-1].seq}
    for entry in entries:
        if isinstance(entry.body, Ended):
            news["ended_at"], news["secret"] = entry.at, b""
        elif isinstance(entry.body, Settled):
            news["secret"] = b""
        elif isinstance(entry.body, Connected):
            news["ended_at"] = None
    heard = next(
        (entry for entry in reversed(entries) if not isinstance(entry.body, Decision | Erased | Settled)),
        None,
    )
    if heard is not None:
        news["last_received_at"] = heard.received_at
    return news
