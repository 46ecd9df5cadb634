"""The append-only log: what happened in each broadcast, in order, once.

`append` is called by one writer at a time and returns only when the entries are durable. Reading may happen
beside it, from any thread. `memory` is the twin that states the behaviour, `sql` keeps it in a database; both
pass `tests/log/test_contract.py`. To add a store: a module here that passes it, and its URL in `open_log`. What `sql`
reads it reads by `reading`, which `open_to_read` takes alone.

`append` returns entries and not their encoded bodies: to encode a body again for the stream takes 0.2 µs, a
fiftieth of what writing it takes, and is not worth a second shape of entry that everyone has to know.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from livedesk import LivedeskError
from livedesk.events import Entry, Event, Taught

SECRET_BYTES = 32

LEFT_AFTER_MS = 86_400_000
"""A broadcast not heard for a day has ended, whether that was heard or not."""


class Broadcast(Struct, frozen=True, kw_only=True):
    """One Live, from start to end; times in milliseconds since 1970.

    `ended_at` is None until an `ended` entry. `last_received_at` is when the platform was last heard: what
    staff decide does not move it. `secret` is drawn for this broadcast alone and is what its pseudonyms are
    made with; it is shown to nobody, and forgotten at the end: from then on nobody can tell whose they were.
    `forgotten` counts how often words or names were taken away from its entries.
    """

    id: int
    handle: str
    room_id: str
    started_at: int
    ended_at: int | None = None
    rehearsal: bool = False
    last_seq: int = 0
    last_received_at: int | None = None
    secret: bytes = b""
    forgotten: int = 0


class Counted(Struct, frozen=True):
    """How a broadcast stood after entry `seq`, as JSON; `by` names what counted it, for others may count otherwise."""

    seq: int
    by: str
    counts: str


class Checkpoint(Struct, frozen=True):
    """What a broadcast's entries up to `seq` fold to; `by` names what folded them, for others may fold otherwise."""

    seq: int
    by: str
    state: bytes


class LogError(LivedeskError):
    """The log could not be read or written; the message is one sentence that says what to do."""


class Readable(Protocol):
    """What an export needs of a log: all is read but what is folded once more, which is kept."""

    def after(
        self, broadcast: int, seq: int = 0, *, limit: int | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        """Yield entries with a greater seq, in order, to the last there is; `kinds` keeps only some."""
        ...

    def broadcast(self, broadcast: int) -> Broadcast | None:
        """Return one broadcast, or None."""
        ...

    def broadcasts(self) -> list[Broadcast]:
        """Return all broadcasts, newest first."""
        ...

    def checkpoint(self, broadcast: int, by: str) -> Checkpoint | None:
        """Return the newest checkpoint of a broadcast that was made by the same; None where there is none."""
        ...

    def keep_checkpoint(self, broadcast: int, checkpoint: Checkpoint, forgotten: int) -> bool:
        """Keep a checkpoint of entries read when the broadcast's `forgotten` was this; say whether it is kept.

        Where something was taken away since, it is not: it may hold it. Beside the newest the one before it is kept
        until the Live has ended. What is taken away from an entry goes with all checkpoints that come after that entry.
        """
        ...

    def drop_checkpoints(self, broadcast: int) -> None:
        """Let go of a broadcast's checkpoints."""
        ...

    def close(self) -> None:
        """Release files and connections; what was appended stays."""
        ...


class Log(Readable, Protocol):
    """Where entries are kept."""

    def open(self, handle: str, room_id: str, at: int, *, rehearsal: bool = False) -> Broadcast:
        """Return the broadcast of this room, made now if there is none: a restart goes on with the same one.

        One that had ended, and so has no secret, gets a new one. Broadcasts that were left without an end, and
        not heard for a day, lose their secret when a new one is made.

        Whoever opens a room records it. Should two processes open the same one, the later goes on and the
        earlier is refused at its next `append` with a LogError: nothing is counted twice, no seq is lost.
        """
        ...

    def append(self, broadcast: int, events: Sequence[Event]) -> list[Entry]:
        """Write what is new and return it as entries, in order, durable; with a LogError, nothing is written.

        An event whose message id the broadcast has already is passed over (also within `events`). Seqs go on
        from the last without a hole; where they do not go on from the last that the caller knows, another
        process has appended (a decision taken in `livedesk serve`) and `after` gives what is between.
        An `Ended` body sets the broadcast's `ended_at` and forgets its secret; a later `Connected` clears the time.
        A viewer's handle and nickname go to that viewer's own row, the newest non-empty ones win.
        A `Deleted` body blanks the texts it names among the entries before it, by message id or by viewer,
        for good: comments, platform questions and what was pinned of them. The entries and their seqs stay.
        An `Erased` body does so by viewer, and blanks their handles and nicknames. A `Settled` one takes away all words
        and names and the platform's ids of messages, or the entries before it altogether.
        """
        ...

    def counted(self) -> dict[int, Counted]:
        """Return how broadcasts stood when that was last kept, by id."""
        ...

    def keep(self, broadcast: int, counted: Counted) -> None:
        """Keep how a broadcast stood, in place of what was kept of it before."""
        ...

    def teach(self, handle: str, at: int, lessons: Taught) -> None:
        """Keep lessons that did not come from a broadcast (imported, or none), in place of those kept before."""
        ...

    def unteach(self, wordings: Collection[str]) -> None:
        """Take these wordings out of all lessons: of those kept, and of those that broadcasts were begun with."""
        ...

    def taught(self, handle: str) -> tuple[int, Taught] | None:
        """Return when lessons were kept last for this handle, and these; None where they never were."""
        ...

    def find(self, viewer: str) -> dict[int, tuple[str, ...]]:
        """Return the pseudonyms, by broadcast, of who goes by this handle or this pseudonym.

        A handle counts with or without `@`, in capitals or not.
        """
        ...

    def erase(self, viewer: str, at: int = 0) -> int:
        """Blank handle, nickname and texts of a person in every broadcast; return how many rows that touched.

        The person is named as for `find`, `at` is when. Entries stay, with the viewer's pseudonym; an `Erased` one is
        written to each broadcast that held something, so that whoever shows it knows. LogError, after all is done,
        where the database's old pages are still in use.
        """
        ...


def open_log(url: str) -> Log:
    """Open the log of a URL: `sqlite:///livedesk.db` (made if there is none) or `memory:`; LogError."""
    # The database library takes 0.5 s to import: commands that open no log are spared it.
    if url == "memory:":
        from livedesk.log.memory import MemoryLog  # noqa: PLC0415 - see above

        return MemoryLog()
    from livedesk.log.sql import SqlLog  # noqa: PLC0415 - see above

    return SqlLog(url)


def open_to_read(url: str) -> Readable:
    """Open the log of a URL for what only reads: sooner, where it is a file that is up to date; LogError."""
    from livedesk.log.reading import opened  # noqa: PLC0415 - it opens what it cannot read by `open_log`

    return opened(url) or open_log(url)
