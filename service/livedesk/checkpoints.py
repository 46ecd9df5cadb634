"""What a broadcast's log folds to, kept beside the log: who opens it folds only what came after.

A checkpoint is a copy and never the truth. One made by another version, with other weights, topics or languages is
passed over; one that cannot be read is dropped, noted and done without: the log is folded from its beginning, which
gives the same. It is kept in pieces, so that who reads its questions need not hold all of it at once. What must be
forgotten takes with it every checkpoint that may hold it (`log.Log.keep_checkpoint`).
"""

import gc
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import islice
from typing import TypeVar

import msgspec
from msgspec import Struct

from livedesk import __version__
from livedesk.events import Entry
from livedesk.journal import warn
from livedesk.log import Broadcast, Checkpoint, LogError, Readable
from livedesk.metrics import Tally
from livedesk.questions import topics
from livedesk.questions.detect import detector
from livedesk.questions.library import Library
from livedesk.questions.matter import MatterState
from livedesk.questions.question import Question
from livedesk.questions.queue import Queue, QueueState, ShownState

FEWEST = 2_000
SHARE = 0.05
"""A checkpoint is due after so many entries, and so much of all: what is written in all grows as the log does."""

FEWEST_AT_THE_END = 200
"""When nothing more comes, so many are enough: fewer are folded sooner than a checkpoint is read."""

PIECE = 1_000
"""So many matters are in a piece of a checkpoint."""

LEVEL = 1
"""How hard a checkpoint is compressed: the least shrinks it to a sixth."""

Read = Callable[[int], Iterable[Entry]]
"""Gives a broadcast's entries after a seq."""

S = TypeVar("S")


class Standing(Struct):
    """How a broadcast stands after entry `seq`; `kept` is the seq of the newest checkpoint it knows of."""

    tally: Tally
    queue: Queue
    seq: int = 0
    kept: int = 0

    def fold(self, entries: Iterable[Entry]) -> set[int]:
        """Bring it forward by these entries; return the questions that changed."""
        changed: set[int] = set()
        for entry in entries:
            self.tally.apply(entry)
            changed |= self.queue.apply(entry)
            self.seq = entry.seq
        return changed

    def is_due(self, *, closing: bool = False) -> bool:
        """Say whether it should be kept, `closing` where nothing more is to come for now."""
        since = self.seq - self.kept
        if closing:
            # Where there is one it is brought to the end: an export then reads its questions and no more.
            return since >= (1 if self.kept else FEWEST_AT_THE_END)
        return since >= max(FEWEST, self.seq * SHARE)

    def encode(self) -> list[bytes]:
        """Encode it as it is now, in pieces: nothing may be folded meanwhile. Empty where something has no encoding."""
        try:
            with _much_is_made():
                return list(self._pieces())
        except (OverflowError, UnicodeError, msgspec.MsgspecError) as error:  # a number of more than 64 bits
            warn("checkpoint_not_made", seq=self.seq, fault=type(error).__name__)
            return []

    def _pieces(self) -> Iterator[bytes]:
        yield _packed(_State(self.tally, self.queue.state()))
        matters = self.queue.matters()
        while some := list(islice(matters, PIECE)):
            yield _packed(some)


class _Shown(Struct, frozen=True):
    tally: Tally
    queue: ShownState


class _State(_Shown, frozen=True):
    queue: QueueState


def _packed(part: _State | list[MatterState]) -> bytes:
    return zlib.compress(_encoder.encode(part), LEVEL)


_encoder = msgspec.msgpack.Encoder()
_state = msgspec.msgpack.Decoder(_State)
_shown = msgspec.msgpack.Decoder(_Shown)
_matters = msgspec.msgpack.Decoder(list[MatterState])


def folded(
    log: Readable,
    broadcast: Broadcast,
    languages: Sequence[str],
    library: Library | None = None,
    read: Read | None = None,
) -> Standing:
    """Fold a broadcast's log, from its newest checkpoint on, and keep another where that was much.

    `read` gives its entries where somebody wants to hear how far the reading is.
    """
    standing = newest(log, broadcast, languages, library)
    standing.fold(log.after(broadcast.id, standing.seq) if read is None else read(standing.seq))
    due = standing.is_due(closing=broadcast.ended_at is not None)
    if due and keep(log, broadcast, languages, standing.seq, standing.encode()):
        standing.kept = standing.seq
    return standing


def shown(
    log: Readable,
    broadcast: Broadcast,
    languages: Sequence[str],
    library: Library | None = None,
    read: Read | None = None,
) -> tuple[Tally, list[Question]]:
    """Return a broadcast's counts and its questions in order, as its log folds (`folded`).

    Where a checkpoint stands at the log's end, what only folding on needs is not even read; where one was made there,
    what was folded is let go before its questions are read back, for both would take twice the room.
    """
    if (kept := _kept(log, broadcast, languages, library, broadcast.last_seq)) is not None:
        return kept
    standing = folded(log, broadcast, languages, library, read)
    if standing.kept == (seq := standing.seq):
        del standing
        if (kept := _kept(log, broadcast, languages, library, seq)) is not None:
            return kept
        standing = folded(log, broadcast, languages, library, read)
    return standing.tally, standing.queue.questions()


def _kept(
    log: Readable, broadcast: Broadcast, languages: Sequence[str], library: Library | None, seq: int
) -> tuple[Tally, list[Question]] | None:
    """Return the counts and questions of the checkpoint at this seq; None where there is none."""
    found = log.checkpoint(broadcast.id, maker(tuple(languages)))
    if found is not None and found.seq == seq:
        with _dropped_if_unreadable(log, broadcast, found), _much_is_made():
            state, matters = _opened(found, _shown)
            return state.tally, Queue(languages, library).shown(state.queue, matters)
    return None


def newest(
    log: Readable, broadcast: Broadcast, languages: Sequence[str], library: Library | None = None
) -> Standing:
    """Return how the broadcast stood when its newest checkpoint was made; without one, at its beginning."""
    found = log.checkpoint(broadcast.id, maker(tuple(languages)))
    if found is not None:
        with _dropped_if_unreadable(log, broadcast, found), _much_is_made():
            state, matters = _opened(found, _state)
            queue = Queue(languages, library)
            queue.restore(state.queue, matters)
            return Standing(state.tally, queue, found.seq, found.seq)
    return Standing(Tally(), Queue(languages, library))


def keep(
    log: Readable, broadcast: Broadcast, languages: Sequence[str], seq: int, pieces: Sequence[bytes]
) -> bool:
    """Keep a state encoded after entry `seq`; say whether it is kept: a log that cannot be written goes without."""
    if not pieces:
        return False
    checkpoint = Checkpoint(seq, maker(tuple(languages)), _encoder.encode(pieces))
    try:
        return log.keep_checkpoint(broadcast.id, checkpoint, broadcast.forgotten)
    except LogError as error:
        warn("checkpoint_not_kept", broadcast=broadcast.id, seq=seq, fault=str(error))
        return False


def maker(languages: tuple[str, ...]) -> str:
    """Name what folds: all that a fold of the same log depends on, in a digest."""
    threshold = detector(languages).threshold
    of = msgspec.json.encode((_code(), languages, threshold, topics.own()))
    return f"{__version__} {blake2b(of, digest_size=12).hexdigest()}"


def _opened(found: Checkpoint, decoder: msgspec.msgpack.Decoder[S]) -> tuple[S, Iterator[MatterState]]:
    """Read what a checkpoint holds, its matters one piece at a time."""
    head, *pieces = msgspec.msgpack.decode(found.state, type=list[memoryview])  # which copies none of it
    matters = (matter for piece in pieces for matter in _matters.decode(zlib.decompress(piece)))
    return decoder.decode(zlib.decompress(head)), matters


@contextmanager
def _dropped_if_unreadable(log: Readable, broadcast: Broadcast, found: Checkpoint) -> Iterator[None]:
    """Drop a checkpoint that cannot be read, and say so; the caller then folds from the beginning."""
    try:
        yield
    except (zlib.error, msgspec.MsgspecError, LookupError, ValueError) as error:
        warn("checkpoint_unreadable", broadcast=broadcast.id, seq=found.seq, fault=type(error).__name__)
        _drop(log, broadcast)


def _drop(log: Readable, broadcast: Broadcast) -> None:
    try:
        log.drop_checkpoints(broadcast.id)
    except LogError as error:
        warn("checkpoint_not_dropped", broadcast=broadcast.id, fault=str(error))


@lru_cache(maxsize=1)
def _code() -> str:
    """Return a digest of the code and of the files of words and weights that folding goes by."""
    digest = blake2b(sys.version.encode(), digest_size=12)
    package = resources.files("livedesk")
    for part in ("events.py", "metrics", "privacy", "questions"):
        for file in _files(package / part):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(place: Traversable) -> Iterator[Traversable]:
    if place.is_file():
        yield place
        return
    for each in sorted(place.iterdir(), key=lambda each: each.name):
        if each.name != "__pycache__":
            yield from _files(each)


@contextmanager
def _much_is_made() -> Iterator[None]:
    """Spare the collector what is made in one go: nothing of it is garbage, and looking takes longer than making."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
