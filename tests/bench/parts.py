"""Microseconds of CPU per event for each part of the way, in this process, one part after the other."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from livedesk.events import Comment, Entry, Event, PlatformQuestion
from livedesk.frames import entries as entries_frame
from livedesk.log import Log, open_log
from livedesk.metrics import Tally
from livedesk.privacy import Pseudonyms, protect
from livedesk.questions.queue import Queue
from livedesk.rehearsal.feed import Frame
from livedesk.rehearsal.load import Load, load_feed
from livedesk.sources.sieve import Sieve
from livedesk.sources.webcast import read_frame

EVENTS = 20_000
BATCH = 100

T = TypeVar("T")


def rows() -> Iterator[str]:
    """Hand a load from part to part and yield what each one took."""
    Queue()  # reads the languages' word lists once
    load = load_feed(events=EVENTS, rate=None, per_frame=10, duplicate_every=0, faulty=False)
    yield "| part | µs of CPU an event |"
    yield "|---|---|"
    heard, took = _timed(lambda: _read(load))
    yield _row("decode a frame of 10 messages and acknowledge it", took, len(heard))
    sieve, now = Sieve(), heard[-1].received_at
    sifted, took = _timed(lambda: sieve.sift(heard, now))
    yield _row("sift what comes twice", took, len(sifted))
    pseudonyms = Pseudonyms(bytes(32))
    protected, took = _timed(lambda: [protect(event, pseudonyms) for event in sifted])
    yield _row("pseudonyms and redaction", took, len(protected))
    with TemporaryDirectory() as folder, closing(open_log(f"sqlite:///{Path(folder)}/livedesk.db")) as log:
        broadcast = log.open("perpus.kota", "77", 0).id
        entries, took = _timed(lambda: _append(log, broadcast, protected))
    yield _row(f"append, {BATCH} events a commit", took, len(entries))
    yield _row("count", _timed(lambda: _tally(entries))[1], len(entries))
    yield _row("fold to questions", _timed(lambda: _queue(entries))[1], len(entries))
    comments = [entry for entry in entries if isinstance(entry.body, Comment | PlatformQuestion)]
    yield _row("of which a comment", _timed(lambda: _queue(comments))[1], len(comments))
    yield _row("encode for the stream", _timed(lambda: _encode(entries))[1], len(entries))


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    return work(), time.process_time() - begun


def _row(part: str, seconds: float, events: int) -> str:
    return f"| {part} | {seconds / events * 1e6:.1f} |"


def _read(load: Load) -> list[Event]:
    frames = [read_frame(beat.act.data, 0) for beat in load.sent if isinstance(beat.act, Frame)]
    return [event for frame in frames if frame is not None for event in frame.events]


def _append(log: Log, broadcast: int, events: list[Event]) -> list[Entry]:
    return [
        entry
        for at in range(0, len(events), BATCH)
        for entry in log.append(broadcast, events[at : at + BATCH])
    ]


def _tally(entries: list[Entry]) -> None:
    tally = Tally()
    for entry in entries:
        tally.apply(entry)


def _queue(entries: list[Entry]) -> None:
    queue = Queue()
    for entry in entries:
        queue.apply(entry)


def _encode(entries: list[Entry]) -> None:
    for at in range(0, len(entries), BATCH):
        entries_frame(entries[at : at + BATCH])
