"""The append-only log: what happened in each broadcast, in order, once.

`append` is called by one writer at a time and returns only when the entries are durable. Reading may happen
beside it, from any thread. `memory` is the twin that states the behaviour, `sql` keeps it in a database; both pass
`tests/log/test_contract.py`. To add a store: a module here that passes it.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from livedesk.events import Entry, Event


class Broadcast(Struct, frozen=True, kw_only=True):
    """One Live, from start to end; times in milliseconds since 1970. `ended_at` is None until an `ended` entry."""

    id: int
    handle: str
    room_id: str
    started_at: int
    ended_at: int | None = None
    rehearsal: bool = False
    last_seq: int = 0
    last_received_at: int | None = None


class LogError(Exception):
    """The log could not be read or written; the message is one sentence that says what to do."""


class Log(Protocol):
    """Where entries are kept."""

    def open(self, handle: str, room_id: str, at: int, *, rehearsal: bool = False) -> Broadcast:
        """Return the broadcast of this room, made now if there is none: a restart goes on with the same one."""
        ...

    def append(self, broadcast: int, events: Sequence[Event]) -> list[Entry]:
        """Write what is new and return it as entries, in order, durable.

        An event whose message id the broadcast has already is passed over (also within `events`). Seqs go on
        from the last without a hole. An `Ended` body sets the broadcast's `ended_at`; a later `Connected` clears it.
        A viewer's handle and nickname go to that viewer's own row, the newest non-empty ones win.
        A `Deleted` body blanks the texts of the comments it names, by message id or by viewer, for good.
        """
        ...

    def after(
        self, broadcast: int, seq: int = 0, *, limit: int | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        """Yield entries with a greater seq, in order; `kinds` keeps only those kinds."""
        ...

    def broadcast(self, broadcast: int) -> Broadcast | None:
        """Return one broadcast, or None."""
        ...

    def broadcasts(self) -> list[Broadcast]:
        """Return all broadcasts, newest first."""
        ...

    def erase(self, handle: str) -> int:
        """Blank what is known of a person, in every broadcast: handle, nickname, texts. Return the rows touched."""
        ...

    def close(self) -> None:
        """Release files and connections; what was appended stays."""
        ...
