"""The log in a database. The tables are in `tables`, what only SQLite understands is in `sqlite`.

One connection writes; readers have their own and see what is committed. Whether a message is known, the
writer asks the index: its memory stays flat however long the broadcast is, and a restart forgets nothing.
"""

import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, select, update

from livedesk.events import Connected, Decision, Deleted, Ended, Entry, Event, PlatformPin, Viewer, kind
from livedesk.log import Broadcast, LogError
from livedesk.log.database import forget_old_pages, open_database, plainly, writing
from livedesk.log.tables import PINS, TEXTS, Table
from livedesk.log.texts import blank, plain_handle
from livedesk.wire import decode_body, encode_body

PAGE = 1000
"""Entries read at a time: bounds a reader's memory, and how long it holds on to one state of the database."""

ASKED_AT_ONCE = 500
"""Values in one question to the database, which accepts so many and no more."""

_broadcasts = Table.metadata.tables["broadcast"]
_viewers = Table.metadata.tables["viewer"]
_entries = Table.metadata.tables["entry"]

_broadcast = select(*(_broadcasts.c[name] for name in Broadcast.__struct_fields__))

_read = (
    select(
        _entries.c.seq,
        _entries.c.at,
        _entries.c.received_at,
        _entries.c.viewer,
        _viewers.c.handle,
        _viewers.c.nickname,
        _entries.c.message_id,
        _entries.c.history,
        _entries.c.body,
    )
    .outerjoin_from(
        _entries,
        _viewers,
        and_(_viewers.c.broadcast == _entries.c.broadcast, _viewers.c.key == _entries.c.viewer),
    )
    .order_by(_entries.c.seq)
)


class SqlLog:
    """Keeps the log in the database of a URL, which is made or brought up to date on opening.

    `wait` is for how many seconds a lock of another program is waited for. Raises LogError.
    """

    def __init__(self, url: str, *, wait: float = 5) -> None:
        self._engine = open_database(url, wait)
        self._writer: Connection | None = None
        self._lock = Lock()
        self._recorder = secrets.token_hex(8)
        self._recorded: set[int] = set()

    def open(self, handle: str, room_id: str, at: int, *, rehearsal: bool = False) -> Broadcast:
        """Return the broadcast of this room, made now if there is none, and record it from now on."""
        this_room = _broadcasts.c.room_id == room_id
        with self._writing() as connection:
            claim = update(_broadcasts).where(this_room).values(recorder=self._recorder)
            if connection.execute(claim).rowcount == 0:
                _make_broadcast(connection, handle, room_id, at, rehearsal=rehearsal, recorder=self._recorder)
            broadcast = Broadcast(**connection.execute(_broadcast.where(this_room)).mappings().one())
        self._recorded.add(broadcast.id)
        return broadcast

    def append(self, broadcast: int, events: Sequence[Event]) -> list[Entry]:
        """Write what is new and return it as entries, in order, durable."""
        with self._writing() as connection:
            last_seq = self._last_seq(connection, broadcast)
            new = _new(connection, broadcast, events)
            if not new:
                return []
            viewers = _introduce(connection, broadcast, new)
            entries = [_entry(seq, broadcast, event, viewers) for seq, event in enumerate(new, last_seq + 1)]
            _write(connection, entries)
            _move(connection, broadcast, entries)
            deletions = [entry for entry in entries if isinstance(entry.body, Deleted)]
            if deletions:
                _carry_out(connection, deletions)
                # A text of this very batch may be among those taken away.
                entries = _page(connection, broadcast, last_seq, len(entries))
        return entries

    def after(
        self, broadcast: int, seq: int = 0, *, limit: int | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        """Yield entries with a greater seq, in order; `kinds` keeps only those kinds.

        Between two pages nothing of the database is held, however slow the reader is.
        """
        while (wanted := PAGE if limit is None else min(PAGE, limit)) > 0:
            with self._reading() as connection:
                page = _page(connection, broadcast, seq, wanted, kinds)
            yield from page
            if len(page) < wanted:
                return
            seq = page[-1].seq
            limit = None if limit is None else limit - wanted

    def broadcast(self, broadcast: int) -> Broadcast | None:
        """Return one broadcast, or None."""
        with self._reading() as connection:
            row = connection.execute(_broadcast.where(_broadcasts.c.id == broadcast)).mappings().one_or_none()
        return None if row is None else Broadcast(**row)

    def broadcasts(self) -> list[Broadcast]:
        """Return all broadcasts, newest first."""
        with self._reading() as connection:
            rows = connection.execute(_broadcast.order_by(_broadcasts.c.id.desc())).mappings()
            return [Broadcast(**row) for row in rows]

    def erase(self, handle: str) -> int:
        """Blank what is known of a person, in every broadcast; return the rows touched."""
        wanted = plain_handle(handle)
        if not wanted:
            return 0
        with self._writing() as connection:
            touched = _erase(connection, wanted)
        if touched:
            with plainly(self._engine):
                forget_old_pages(self._engine)
        return touched

    def close(self) -> None:
        """Release files and connections; what was appended stays."""
        with self._lock:
            if self._writer is not None:
                self._writer.close()
            self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction of the writer: durable when left, undone where an exception leaves it."""
        with self._lock, plainly(self._engine):
            if self._writer is None:
                self._writer = writing(self._engine)
            with self._writer.begin():
                yield self._writer

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plainly(self._engine), self._engine.connect() as connection:
            yield connection

    def _last_seq(self, connection: Connection, broadcast: int) -> int:
        """Return the last seq, unless another process has taken the recording over."""
        this = select(_broadcasts.c.last_seq, _broadcasts.c.recorder).where(_broadcasts.c.id == broadcast)
        row = connection.execute(this.with_for_update()).one_or_none()
        if row is None:
            raise LogError(f"There is no broadcast {broadcast}: `livedesk broadcasts` lists those recorded.")
        if broadcast in self._recorded and row.recorder != self._recorder:
            raise LogError(
                f"Another livedesk now records broadcast {broadcast} and goes on with it: close this one."
            )
        return int(row.last_seq)


def _make_broadcast(
    connection: Connection, handle: str, room_id: str, at: int, *, rehearsal: bool, recorder: str
) -> None:
    connection.execute(
        insert(_broadcasts).values(
            handle=handle,
            room_id=room_id,
            started_at=at,
            rehearsal=rehearsal,
            last_seq=0,
            secret=secrets.token_bytes(32),
            recorder=recorder,
        )
    )


# Appending.


def _new(connection: Connection, broadcast: int, events: Sequence[Event]) -> list[Event]:
    """Keep the events whose message the broadcast does not have, each message once."""
    column = _entries.c.message_id
    asked = [event.message_id for event in events if event.message_id is not None]
    known: set[str | None] = set()
    for some in _in_portions(asked):
        known.update(
            connection.scalars(select(column).where(_entries.c.broadcast == broadcast, column.in_(some)))
        )
    new = []
    for event in events:
        if event.message_id is None:
            new.append(event)
        elif event.message_id not in known:
            known.add(event.message_id)
            new.append(event)
    return new


def _introduce(connection: Connection, broadcast: int, events: Sequence[Event]) -> dict[str, Viewer]:
    """Write down who these viewers are, where that is news, and return them as they are known now."""
    told: dict[str, Viewer] = {}
    for viewer in (event.viewer for event in events if event.viewer is not None):
        told[viewer.key] = _newest(told.get(viewer.key), viewer)
    known = _known_viewers(connection, broadcast, list(told))
    now = {key: _newest(known.get(key), viewer) for key, viewer in told.items()}
    rows = [
        {"b": broadcast, "k": viewer.key, "handle": viewer.handle, "nickname": viewer.nickname}
        for viewer in now.values()
        if known.get(viewer.key) != viewer
    ]
    unknown = [row for row in rows if row["k"] not in known]
    changed = [row for row in rows if row["k"] in known]
    if unknown:
        connection.execute(_add_viewer, unknown)
    if changed:
        connection.execute(_change_viewer, changed)
    return now


_add_viewer = insert(_viewers).values(broadcast=bindparam("b"), key=bindparam("k"))
_change_viewer = update(_viewers).where(
    _viewers.c.broadcast == bindparam("b"), _viewers.c.key == bindparam("k")
)


def _newest(known: Viewer | None, told: Viewer) -> Viewer:
    if known is None or (told.handle and told.nickname):
        return told
    return Viewer(told.key, told.handle or known.handle, told.nickname or known.nickname)


def _known_viewers(connection: Connection, broadcast: int, keys: Sequence[str]) -> dict[str, Viewer]:
    columns = select(_viewers.c.key, _viewers.c.handle, _viewers.c.nickname)
    return {
        row.key: Viewer(*row)
        for some in _in_portions(keys)
        for row in connection.execute(
            columns.where(_viewers.c.broadcast == broadcast, _viewers.c.key.in_(some))
        )
    }


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


def _write(connection: Connection, entries: Sequence[Entry]) -> None:
    connection.execute(
        insert(_entries),
        [
            {
                "broadcast": entry.broadcast,
                "seq": entry.seq,
                "kind": kind(entry.body),
                "at": entry.at,
                "received_at": entry.received_at,
                "viewer": None if entry.viewer is None else entry.viewer.key,
                "message_id": entry.message_id,
                "history": entry.history,
                "body": encode_body(entry.body).decode(),
            }
            for entry in entries
        ],
    )


def _move(connection: Connection, broadcast: int, entries: Sequence[Entry]) -> None:
    """Bring the broadcast's own row forward by entries just written."""
    news: dict[str, int | None] = {"last_seq": entries[-1].seq}
    for entry in entries:
        if isinstance(entry.body, Ended):
            news["ended_at"] = entry.at
        elif isinstance(entry.body, Connected):
            news["ended_at"] = None
    heard = next((entry for entry in reversed(entries) if not isinstance(entry.body, Decision)), None)
    if heard is not None:
        news["last_received_at"] = heard.received_at
    connection.execute(update(_broadcasts).where(_broadcasts.c.id == broadcast).values(news))


# Reading.


def _page(
    connection: Connection, broadcast: int, seq: int, size: int, kinds: Collection[str] = ()
) -> list[Entry]:
    """Return the next entries after `seq`, at most `size` of them."""
    query = _read.where(_entries.c.broadcast == broadcast, _entries.c.seq > seq).limit(size)
    if kinds:
        query = query.where(_entries.c.kind.in_(kinds))
    return [_stored_entry(broadcast, row) for row in connection.execute(query)]


def _stored_entry(broadcast: int, row: Any) -> Entry:
    seq, at, received_at, key, handle, nickname, message_id, history, body = row
    return Entry(
        seq=seq,
        broadcast=broadcast,
        at=at,
        received_at=received_at,
        body=decode_body(body),
        viewer=None if key is None else Viewer(key, handle, nickname),
        message_id=message_id,
        history=history,
    )


# Taking away.


def _carry_out(connection: Connection, deletions: Sequence[Entry]) -> None:
    """Blank what these deletions name among the entries before each."""
    for entry in deletions:
        if isinstance(entry.body, Deleted):
            earlier = and_(_entries.c.broadcast == entry.broadcast, _entries.c.seq < entry.seq)
            _blank(connection, earlier, entry.body.viewer_keys, entry.body.message_ids)


def _erase(connection: Connection, handle: str) -> int:
    """Blank the rows of everyone with this handle, and what they wrote; return how many rows that touched."""
    named = func.lower(_viewers.c.handle).in_((handle, f"@{handle}"))
    found = connection.execute(select(_viewers.c.broadcast, _viewers.c.key).where(named)).all()
    connection.execute(update(_viewers).where(named).values(handle="", nickname=""))
    return len(found) + sum(
        _blank(connection, _entries.c.broadcast == viewer.broadcast, [viewer.key]) for viewer in found
    )


def _blank(
    connection: Connection,
    among: ColumnElement[bool],
    keys: Sequence[str],
    message_ids: Sequence[str] = (),
) -> int:
    """Blank what these viewers wrote, these messages and what was pinned of either; return how many texts."""
    columns = select(_entries.c.broadcast, _entries.c.seq, _entries.c.message_id, _entries.c.body).where(
        among
    )
    rows = [
        row
        for column, values in ((_entries.c.viewer, keys), (_entries.c.message_id, message_ids))
        for some in _in_portions(values)
        for row in connection.execute(columns.where(TEXTS, column.in_(some)))
    ]
    named = {*message_ids, *(row.message_id for row in rows)}
    for row in connection.execute(columns.where(PINS)):
        pin = decode_body(row.body)
        if isinstance(pin, PlatformPin) and pin.pinned_message_id in named - {None}:
            rows.append(row)
    return sum(_blank_row(connection, row) for row in {row.seq: row for row in rows}.values())


def _blank_row(connection: Connection, row: Any) -> bool:
    body = decode_body(row.body)
    blanked = blank(body)
    if blanked is body:
        return False
    this = and_(_entries.c.broadcast == row.broadcast, _entries.c.seq == row.seq)
    connection.execute(update(_entries).where(this).values(body=encode_body(blanked).decode()))
    return True


def _in_portions(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + ASKED_AT_ONCE] for start in range(0, len(values), ASKED_AT_ONCE))
