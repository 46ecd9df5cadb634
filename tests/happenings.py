"""The words tests are written in: what happens in a Live, in one short line each."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from itertools import count
from pathlib import Path

from livedesk.events import Body, Comment, Connected, Ended, Event, Gap, Viewer, Viewers
from livedesk.sources import Health, Report

NINE_O_CLOCK = 1_700_000_000_000
_message_ids = count(1)


def event(
    body: Body, *, second: float = 0, viewer: str | None = None, message_id: str | None = None
) -> Event:
    """Let something happen so many seconds after nine."""
    at = NINE_O_CLOCK + round(second * 1000)
    person = None if viewer is None else Viewer(viewer, f"@{viewer}", viewer.title())
    return Event(at, at, body, person, message_id)


def connected(room_id: str = "77", *, second: float = 0) -> Event:
    """The socket stands."""
    return event(Connected(room_id), second=second)


def comment(text: str, *, by: str = "rina", second: float = 0, message_id: str | None = None) -> Event:
    """Somebody writes; every comment has a message id of its own unless it is given."""
    return event(Comment(text), second=second, viewer=by, message_id=message_id or f"m{next(_message_ids)}")


def gap(seconds: float, *, second: float) -> Event:
    """Nothing was heard for so many seconds up to now."""
    return event(Gap(seconds, "test"), second=second)


def viewers(now: int, *, second: float = 0) -> Event:
    """The platform says how many watch."""
    return event(Viewers(now, now), second=second, message_id=f"v{next(_message_ids)}")


def ended(*, second: float) -> Event:
    """The host ends the Live."""
    return event(Ended(), second=second)


def bytes_on_disk(database: Path) -> bytes:
    """Return all that a database keeps in its files."""
    return b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))


class FakeSource:
    """A source that brings what it is given, batch by batch, and ends; `hold` keeps it on the line until set."""

    def __init__(self, *batches: Sequence[Event], hold: asyncio.Event | None = None) -> None:
        self._batches = batches
        self._hold = hold
        self.report: Report = lambda _: None

    def __call__(self, report: Report) -> "FakeSource":
        """Begin to listen."""
        self.report = report
        return self

    async def batches(self) -> AsyncGenerator[list[Event], None]:
        """Bring everything."""
        self.report(Health(state="live", since=NINE_O_CLOCK))
        for batch in self._batches:
            yield list(batch)
        if self._hold is not None:
            await self._hold.wait()
