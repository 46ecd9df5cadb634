"""Plays a recording back as if it happened now: a source without a platform.

A recording is what `livedesk export … --table log --format jsonl` writes, one entry a line.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import get_args

from livedesk.events import Connected, Decision, Ended, Event
from livedesk.sources import Health, Report, SourceError
from livedesk.wire import decode_entry


class ReplaySource:
    """A recording as a `Source`: events keep their own times, only the pace is played.

    `speed` 1 is as it was, 60 an hour in a minute, 0 as fast as can be. What staff decided is passed over:
    who watches decides anew. Where the recording lacks `Connected` first or `Ended` last, they are added.
    """

    def __init__(
        self,
        recording: str | Path,
        *,
        report: Report,
        speed: float = 1.0,
        clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        if not speed >= 0:
            raise SourceError("bad_speed", "The speed of a replay is a number, 0 or above.")
        self._recording = Path(recording)
        self._report = report
        self._speed = speed
        self._clock = clock

    async def batches(self) -> AsyncGenerator[list[Event], None]:
        """Yield what came at the same moment; SourceError (`unreadable`) for a line that is no entry."""
        time_of = asyncio.get_running_loop().time
        began, began_at = time_of(), None
        self._report(Health(state="live", since=self._clock()))
        with closing(_whole(_events(self._recording))) as events:
            for at, batch in groupby(events, key=lambda event: event.received_at):
                began_at = at if began_at is None else began_at
                due = began + (at - began_at) / 1000 / self._speed if self._speed else 0.0
                await asyncio.sleep(max(0.0, due - time_of()))
                for part in _parted(list(batch)):
                    yield part
        self._report(Health(state="ended", since=self._clock()))


def _events(recording: Path) -> Generator[Event, None, None]:
    """Read what happened, line by line, without the decisions."""
    try:
        with recording.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                event = _event(line, number)
                if not isinstance(event.body, get_args(Decision)):
                    yield event
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise SourceError("unreadable", f"The recording cannot be read: {reason}.") from error


def _event(line: bytes, number: int) -> Event:
    try:
        entry = decode_entry(line)
    except ValueError as error:  # which msgspec's errors are
        raise SourceError("unreadable", f"Line {number} of the recording is no entry of a log.") from error
    return Event(entry.at, entry.received_at, entry.body, entry.viewer, entry.message_id, entry.history)


def _whole(events: Iterator[Event]) -> Generator[Event, None, None]:
    """Add `Connected` and `Ended` where they are missing."""
    last: Event | None = None
    for event in events:
        if last is None and not isinstance(event.body, Connected):
            yield Event(event.received_at, event.received_at, Connected("replay"))
        yield event
        last = event
    if last is not None and not isinstance(last.body, Ended):
        yield Event(last.received_at, last.received_at, Ended("recording ends"))


def _parted(batch: list[Event]) -> Iterator[list[Event]]:
    """Let a `Connected` begin a batch, also where something else happened at the same moment."""
    begin = 0
    for at, event in enumerate(batch):
        if at > begin and isinstance(event.body, Connected):
            yield batch[begin:at]
            begin = at
    yield batch[begin:]
