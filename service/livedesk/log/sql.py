"""The log in a database. The tables are in `tables`, what only SQLite understands is in `sqlite`.

One connection writes; readers have their own and see what is committed.
"""

import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock

import msgspec
from msgspec.structs import asdict
from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from livedesk.events import Deleted, Ended, Entry, Erased, Event, Settled, Taught
from livedesk.log import (
    LEFT_AFTER_MS,
    SECRET_BYTES,
    Broadcast,
    Checkpoint,
    Counted,
    LogError,
    checkpointing,
    reading,
)
from livedesk.log.appending import add
from livedesk.log.blanking import carry_out, find, forget, unteach
from livedesk.log.database import forget_old_pages, name, open_database, plainly, rewrite
from livedesk.log.sqlite import compiled, driver, identity, outside_transactions, transaction
from livedesk.log.tables import BROADCASTS, COUNTED, LESSONS
from livedesk.log.texts import plain_handle
from livedesk.wire import encode_body

FORGET_WAIT = 0.1
"""Seconds in which an append waits for readers of old pages that are to go; the next one tries again."""

_broadcast = select(*(BROADCASTS.c[name] for name in Broadcast.__struct_fields__))
_writer_of = compiled(
    select(BROADCASTS.c.last_seq, BROADCASTS.c.recorder).where(BROADCASTS.c.id == bindparam("broadcast"))
)


class SqlLog:
    """Keeps the log in the database of a URL, which is made or brought up to date on opening.

    `wait` is for how many seconds a lock of another program is waited for. Raises LogError.
    """

    def __init__(self, url: str, *, wait: float = 5) -> None:
        self._engine = open_database(url, wait)
        self._file = identity(self._engine)
        self._writer: Connection | None = None
        self._lock = Lock()
        self._recorder = secrets.token_hex(8)
        self._recorded: set[int] = set()
        self._remembers = False  # old pages hold what was taken away

    def open(self, handle: str, room_id: str, at: int, *, rehearsal: bool = False) -> Broadcast:
        """Return the broadcast of this room, made now if there is none, and record it from now on."""
        this_room = BROADCASTS.c.room_id == room_id
        with self._writing() as connection:
            claim = update(BROADCASTS).where(this_room).values(recorder=self._recorder)
            if connection.execute(claim).rowcount == 0:
                _forget_secrets(connection, at - LEFT_AFTER_MS)
                _make_broadcast(connection, handle, room_id, at, rehearsal=rehearsal, recorder=self._recorder)
            _draw_secret(connection, room_id)
            broadcast = Broadcast(**connection.execute(_broadcast.where(this_room)).mappings().one())
        self._recorded.add(broadcast.id)
        return broadcast

    def append(self, broadcast: int, events: Sequence[Event]) -> list[Entry]:
        """Write what is new and return it as entries, in order, durable."""
        with self._writing() as connection:
            last_seq = self._last_seq(connection, broadcast)
            entries = add(connection, broadcast, last_seq, events)
            if sum(carry_out(connection, entry) for entry in entries):
                # A text of this very batch may be among those taken away.
                entries = reading.page(driver(connection), broadcast, last_seq, len(entries))
        if any(isinstance(entry.body, Settled) for entry in entries):
            with plainly(self._engine):
                rewrite(self._engine)
        self._forget_pages(entries)
        return entries

    def after(
        self, broadcast: int, seq: int = 0, *, limit: int | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        """Yield entries with a greater seq, in order; `kinds` keeps only those kinds."""

        def read(after: int, size: int) -> list[Entry]:
            with self._reading() as connection:
                return reading.page(driver(connection), broadcast, after, size, kinds)

        return reading.pages(read, seq, limit)

    def broadcast(self, broadcast: int) -> Broadcast | None:
        """Return one broadcast, or None."""
        with self._reading() as connection:
            return reading.broadcast(driver(connection), broadcast)

    def broadcasts(self) -> list[Broadcast]:
        """Return all broadcasts, newest first."""
        with self._reading() as connection:
            return reading.broadcasts(driver(connection))

    def counted(self) -> dict[int, Counted]:
        """Return how broadcasts stood when that was last kept, by id."""
        with self._reading() as connection:
            rows = connection.execute(select(COUNTED)).all()
        return {broadcast: Counted(seq, by, counts) for broadcast, seq, by, counts in rows}

    def keep(self, broadcast: int, counted: Counted) -> None:
        """Keep how a broadcast stood, in place of what was kept of it before."""
        with self._writing() as connection:
            connection.execute(delete(COUNTED).where(COUNTED.c.broadcast == broadcast))
            connection.execute(insert(COUNTED).values(broadcast=broadcast, **asdict(counted)))

    def checkpoint(self, broadcast: int, by: str) -> Checkpoint | None:
        """Return the newest checkpoint of a broadcast that was made by the same."""
        with self._reading() as connection:
            return reading.checkpoint(driver(connection), broadcast, by)

    def keep_checkpoint(self, broadcast: int, checkpoint: Checkpoint, forgotten: int) -> bool:
        """Keep a checkpoint, unless something was taken away since its entries were read; say whether it is kept."""
        with self._writing() as connection:
            return checkpointing.keep(driver(connection), broadcast, checkpoint, forgotten)

    def drop_checkpoints(self, broadcast: int) -> None:
        """Let go of a broadcast's checkpoints."""
        with self._writing() as connection:
            checkpointing.drop(driver(connection), broadcast)

    def teach(self, handle: str, at: int, lessons: Taught) -> None:
        """Keep lessons in place of those kept before."""
        row = {"handle": plain_handle(handle), "at": at, "lessons": encode_body(lessons).decode()}
        with self._writing() as connection:
            connection.execute(delete(LESSONS).where(LESSONS.c.handle == row["handle"]))
            connection.execute(insert(LESSONS).values(row))

    def unteach(self, wordings: Collection[str]) -> None:
        """Take these wordings out of all lessons, those of broadcasts too."""
        with self._writing() as connection:
            unteach(connection, frozenset(wordings))

    def taught(self, handle: str) -> tuple[int, Taught] | None:
        """Return when lessons were kept last for this handle, and these."""
        kept = select(LESSONS.c.at, LESSONS.c.lessons).where(LESSONS.c.handle == plain_handle(handle))
        with self._reading() as connection:
            row = connection.execute(kept).one_or_none()
            return None if row is None else (row.at, msgspec.json.decode(row.lessons, type=Taught))

    def find(self, viewer: str) -> dict[int, tuple[str, ...]]:
        """Return the pseudonyms, by broadcast, of who goes by this handle or this pseudonym."""
        wanted = plain_handle(viewer)
        with self._reading() as connection:
            return find(connection, wanted) if wanted else {}

    def erase(self, viewer: str, at: int = 0) -> int:
        """Blank what is known of a person, in every broadcast; return the rows touched."""
        touched = 0
        with self._writing() as connection:
            for broadcast, keys in self.find(viewer).items():
                rows = forget(connection, broadcast, keys)
                if rows:
                    event = Event(at, at, Erased(keys))
                    add(connection, broadcast, self._last_seq(connection, broadcast), [event])
                touched += rows
        if touched:
            with plainly(self._engine):
                rewrite(self._engine)
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
            self._see_that_the_file_is_there()
            if self._writer is None:
                self._writer = outside_transactions(self._engine)
            with transaction(self._writer):
                yield self._writer

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plainly(self._engine), self._engine.connect() as connection:
            yield connection

    def _see_that_the_file_is_there(self) -> None:
        """Refuse to write into a file that has lost its name: it would be gone with this process."""
        if identity(self._engine) != self._file:
            raise LogError(
                f"{name(self._engine)} was moved or deleted while in use: put it back where it was."
            )

    def _forget_pages(self, entries: Sequence[Entry]) -> None:
        """After a deletion, or the end with its secret: leave nothing of it in old pages, now or at the next append."""
        self._remembers = self._remembers or any(
            isinstance(entry.body, Deleted | Erased | Ended) for entry in entries
        )
        if self._remembers:
            # The entries are durable: whoever heard of a LogError now would write them once more.
            with suppress(LogError), plainly(self._engine):
                self._remembers = not forget_old_pages(self._engine, FORGET_WAIT)

    def _last_seq(self, connection: Connection, broadcast: int) -> int:
        """Return the last seq, unless another process has taken the recording over."""
        row = driver(connection).execute(_writer_of, (broadcast,)).fetchone()
        if row is None:
            raise LogError(f"There is no broadcast {broadcast}: `livedesk broadcasts` lists those recorded.")
        last_seq, recorder = row
        if broadcast in self._recorded and recorder != self._recorder:
            raise LogError(
                f"Another livedesk now records broadcast {broadcast} and goes on with it: close this one."
            )
        return int(last_seq)


def _make_broadcast(
    connection: Connection, handle: str, room_id: str, at: int, *, rehearsal: bool, recorder: str
) -> None:
    connection.execute(
        insert(BROADCASTS).values(
            handle=handle,
            room_id=room_id,
            started_at=at,
            rehearsal=rehearsal,
            last_seq=0,
            secret=b"",
            recorder=recorder,
        )
    )


def _draw_secret(connection: Connection, room_id: str) -> None:
    """Draw a secret for this room's broadcast where it has none."""
    without = and_(BROADCASTS.c.room_id == room_id, BROADCASTS.c.secret == b"")
    connection.execute(update(BROADCASTS).where(without).values(secret=secrets.token_bytes(SECRET_BYTES)))


def _forget_secrets(connection: Connection, before: int) -> None:
    """Forget the secrets of broadcasts last heard before this time: they may have been left without an end."""
    heard = func.coalesce(BROADCASTS.c.last_received_at, BROADCASTS.c.started_at)
    connection.execute(update(BROADCASTS).where(heard < before).values(secret=b""))
