"""The log in memory: the twin that states the behaviour, for tests and for trying things out."""

import secrets
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from livedesk.events import (
    Comment,
    Connected,
    Decision,
    Deleted,
    Ended,
    Entry,
    Erased,
    Event,
    PlatformPin,
    PlatformQuestion,
    Settled,
    Taught,
    Viewer,
    kind,
)
from livedesk.log import LEFT_AFTER_MS, SECRET_BYTES, Broadcast, Checkpoint, Counted, LogError
from livedesk.log.texts import blank, plain_handle, without_wordings, wordless


class _Room:
    """One broadcast and its entries, which are at `entries[seq - 1]` without handle and nickname."""

    def __init__(self, broadcast: Broadcast) -> None:
        self.broadcast = broadcast
        self.entries: list[Entry] = []
        self.gone = 0  # so many of them, the first, have been taken away
        self.viewers: dict[str, Viewer] = {}
        self.message_ids: set[str] = set()
        self.checkpoints: list[Checkpoint] = []

    def write(self, event: Event) -> int:
        """Add an event and do what its body asks for; return its seq."""
        seq = len(self.entries) + 1
        if event.message_id is not None:
            self.message_ids.add(event.message_id)
        if event.viewer is not None:
            self.know(event.viewer)
        self.entries.append(
            Entry(
                seq=seq,
                broadcast=self.broadcast.id,
                at=event.at,
                received_at=event.received_at,
                body=event.body,
                viewer=event.viewer,
                message_id=event.message_id,
                history=event.history,
            )
        )
        if isinstance(event.body, Deleted):
            self.blank(event.body.viewer_keys, event.body.message_ids)
        if isinstance(event.body, Erased):
            self.forget(event.body.viewer_keys)
        if isinstance(event.body, Settled):
            self.settle(seq, event.body)
        self.broadcast = replace(_moved(self.broadcast, event), last_seq=seq)
        return seq

    def know(self, viewer: Viewer) -> None:
        """Keep the newest handle and nickname that are not empty."""
        known = self.viewers.get(viewer.key, viewer)
        self.viewers[viewer.key] = Viewer(
            viewer.key, viewer.handle or known.handle, viewer.nickname or known.nickname
        )

    def blank(self, keys: Collection[str], message_ids: Collection[str] = ()) -> int:
        """Blank what these viewers wrote, these messages, and what was pinned of either; count the texts."""
        named = {*message_ids, *(entry.message_id for entry in self.entries if _wrote(entry, keys))} - {None}
        touched: list[int] = []
        for entry in self.entries:
            if _wrote(entry, keys) or entry.message_id in named or _pinned(entry) in named:
                body = blank(entry.body)
                touched += [entry.seq] if body is not entry.body else []
                self.entries[entry.seq - 1] = replace(entry, body=body)
        if touched:
            self.take_away(touched[0])
        return len(touched)

    def take_away(self, since: int = 0) -> None:
        """Let go of the checkpoints that entry `since` is in: something of it is taken away."""
        self.checkpoints = [each for each in self.checkpoints if each.seq < since]
        self.broadcast = replace(self.broadcast, forgotten=self.broadcast.forgotten + 1)

    def keep_checkpoint(self, checkpoint: Checkpoint, forgotten: int) -> bool:
        """Keep a checkpoint unless something was taken away since, and until the end the one before it."""
        if forgotten != self.broadcast.forgotten:
            return False
        former = [each for each in self.checkpoints if each.seq < checkpoint.seq and each.by == checkpoint.by]
        self.checkpoints = [*([] if self.broadcast.ended_at else former[-1:]), checkpoint]
        return True

    def find(self, viewer: str) -> tuple[str, ...]:
        """Return the keys of who has this plain handle or this key."""
        found = (
            each.key for each in self.viewers.values() if viewer in {plain_handle(each.handle), each.key}
        )
        return tuple(sorted(found))

    def forget(self, keys: Collection[str]) -> int:
        """Blank what these viewers are called and what they wrote; return how many rows that touched."""
        named = [key for key in keys if key in self.viewers and self.viewers[key] != Viewer(key)]
        self.viewers |= {key: Viewer(key) for key in named}
        touched = len(named) + self.blank(keys)
        if touched:
            self.take_away()
        return touched

    def settle(self, seq: int, settled: Settled) -> None:
        """Take words, names and message ids away from the entries before this one, or those entries themselves."""
        if settled.kept == "figures":
            self.gone = seq - 1
            self.viewers = {}
        for entry in self.entries[: seq - 1]:
            self.entries[entry.seq - 1] = replace(entry, body=wordless(entry.body), message_id=None)
        self.viewers = {key: Viewer(key) for key in self.viewers}
        self.take_away()
        self.broadcast = replace(self.broadcast, secret=b"")

    def unteach(self, wordings: Collection[str]) -> None:
        """Take these wordings out of the lessons that the broadcast began with."""
        for entry in self.entries:
            if isinstance(entry.body, Taught):
                left = without_wordings(entry.body, wordings)
                if left != entry.body:
                    self.take_away(entry.seq)
                self.entries[entry.seq - 1] = replace(entry, body=left)

    def read(self, seq: int) -> Entry:
        """Return an entry with its viewer's handle and nickname as they are known now."""
        entry = self.entries[seq - 1]
        return entry if entry.viewer is None else replace(entry, viewer=self.viewers[entry.viewer.key])


class MemoryLog:
    """Keeps everything in this process and nothing after it."""

    def __init__(self) -> None:
        self._rooms: dict[int, _Room] = {}
        self._taught: dict[str, tuple[int, Taught]] = {}
        self._counted: dict[int, Counted] = {}

    def open(self, handle: str, room_id: str, at: int, *, rehearsal: bool = False) -> Broadcast:
        """Return the broadcast of this room, made now if there is none."""
        for room in self._rooms.values():
            if room.broadcast.room_id == room_id:
                secret = room.broadcast.secret or secrets.token_bytes(SECRET_BYTES)
                room.broadcast = replace(room.broadcast, secret=secret)
                return room.broadcast
        for room in self._rooms.values():
            if (room.broadcast.last_received_at or room.broadcast.started_at) < at - LEFT_AFTER_MS:
                room.broadcast = replace(room.broadcast, secret=b"")
        broadcast = Broadcast(
            id=len(self._rooms) + 1,
            handle=handle,
            room_id=room_id,
            started_at=at,
            rehearsal=rehearsal,
            secret=secrets.token_bytes(SECRET_BYTES),
        )
        self._rooms[broadcast.id] = _Room(broadcast)
        return broadcast

    def append(self, broadcast: int, events: Sequence[Event]) -> list[Entry]:
        """Write what is new and return it as entries, in order."""
        room = self._rooms.get(broadcast)
        if room is None:
            raise LogError(f"There is no broadcast {broadcast}: `livedesk broadcasts` lists those recorded.")
        seqs = [room.write(event) for event in events if event.message_id not in room.message_ids]
        return [room.read(seq) for seq in seqs]

    def after(
        self, broadcast: int, seq: int = 0, *, limit: int | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        """Yield entries with a greater seq, in order; `kinds` keeps only those kinds."""
        room = self._rooms.get(broadcast)
        return iter(()) if room is None else islice(_following(room, seq, kinds), limit)

    def broadcast(self, broadcast: int) -> Broadcast | None:
        """Return one broadcast, or None."""
        room = self._rooms.get(broadcast)
        return None if room is None else room.broadcast

    def broadcasts(self) -> list[Broadcast]:
        """Return all broadcasts, newest first."""
        return [room.broadcast for room in reversed(self._rooms.values())]

    def counted(self) -> dict[int, Counted]:
        """Return how broadcasts stood when that was last kept, by id."""
        return self._counted.copy()

    def keep(self, broadcast: int, counted: Counted) -> None:
        """Keep how a broadcast stood, in place of what was kept of it before."""
        self._counted[broadcast] = counted

    def checkpoint(self, broadcast: int, by: str) -> Checkpoint | None:
        """Return the newest checkpoint of a broadcast that was made by the same."""
        room = self._rooms.get(broadcast)
        kept = [] if room is None else [each for each in room.checkpoints if each.by == by]
        return kept[-1] if kept else None

    def keep_checkpoint(self, broadcast: int, checkpoint: Checkpoint, forgotten: int) -> bool:
        """Keep a checkpoint, unless something was taken away since its entries were read; say whether it is kept."""
        room = self._rooms.get(broadcast)
        return room is not None and room.keep_checkpoint(checkpoint, forgotten)

    def drop_checkpoints(self, broadcast: int) -> None:
        """Let go of a broadcast's checkpoints."""
        if broadcast in self._rooms:
            self._rooms[broadcast].checkpoints = []

    def teach(self, handle: str, at: int, lessons: Taught) -> None:
        """Keep lessons in place of those kept before."""
        self._taught[plain_handle(handle)] = (at, lessons)

    def unteach(self, wordings: Collection[str]) -> None:
        """Take these wordings out of all lessons, those of broadcasts too."""
        for room in self._rooms.values():
            room.unteach(wordings)
        for handle, (at, lessons) in self._taught.items():
            self._taught[handle] = (at, without_wordings(lessons, wordings))

    def taught(self, handle: str) -> tuple[int, Taught] | None:
        """Return when lessons were kept last for this handle, and these."""
        return self._taught.get(plain_handle(handle))

    def find(self, viewer: str) -> dict[int, tuple[str, ...]]:
        """Return the pseudonyms, by broadcast, of who goes by this handle or this pseudonym."""
        wanted = plain_handle(viewer)
        found = {number: room.find(wanted) for number, room in self._rooms.items() if wanted}
        return {number: keys for number, keys in found.items() if keys}

    def erase(self, viewer: str, at: int = 0) -> int:
        """Blank what is known of a person, in every broadcast; return the rows touched."""
        touched = 0
        for broadcast, keys in self.find(viewer).items():
            rows = self._rooms[broadcast].forget(keys)
            if rows:
                self._rooms[broadcast].write(Event(at, at, Erased(keys)))
            touched += rows
        return touched

    def close(self) -> None:
        """Nothing is held."""


def _following(room: _Room, seq: int, kinds: Collection[str]) -> Iterator[Entry]:
    seq = max(seq, room.gone)
    while seq < room.broadcast.last_seq:
        seq += 1
        if not kinds or kind(room.entries[seq - 1].body) in kinds:
            yield room.read(seq)


def _moved(broadcast: Broadcast, event: Event) -> Broadcast:
    """Bring a broadcast's own figures forward by an event."""
    if isinstance(event.body, Decision | Erased | Settled):
        return broadcast
    ended_at, secret = broadcast.ended_at, broadcast.secret
    if isinstance(event.body, Ended):
        ended_at, secret = event.at, b""
    elif isinstance(event.body, Connected):
        ended_at = None
    return replace(broadcast, ended_at=ended_at, secret=secret, last_received_at=event.received_at)


def _wrote(entry: Entry, keys: Collection[str]) -> bool:
    written = isinstance(entry.body, Comment | PlatformQuestion | PlatformPin)
    return written and entry.viewer is not None and entry.viewer.key in keys


def _pinned(entry: Entry) -> str | None:
    return entry.body.pinned_message_id if isinstance(entry.body, PlatformPin) else None
