"""Long Lives, at speed: all of it is there once, every gap is in the ledger, and memory has an end."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from msgspec.structs import replace

from happenings import NINE_O_CLOCK, FakeSource
from livedesk.events import Body, Comment, Connected, Event, Gap
from livedesk.log import open_log
from livedesk.recorder import Recorder
from livedesk.rehearsal.load import load_feed

HOUR_MS = 3_600_000
EVENTS = 1_000
"""In one part; each part begins with a gap and a new connection."""

MOST_GROWTH = 120.0
"""Megabytes that half a million events may add: who asked what stays in memory, entries do not."""


class Long(FakeSource):
    """A mixed Live of so many parts, spread over so many hours, each after a break of ten seconds."""

    def __init__(self, parts: int, hours: float) -> None:
        super().__init__()
        self.parts, self.hours = parts, hours
        self.memory: list[float] = []

    async def batches(self) -> AsyncGenerator[list[Event], None]:
        """Bring one part after the other."""
        for part in range(self.parts):
            begin = NINE_O_CLOCK + round(part * self.hours * HOUR_MS / self.parts)
            before = [Event(begin, begin, Gap(10, "lost"))] if part else []
            if before:
                yield before
            yield [Event(begin, begin, Connected("77", part + 1))]
            events = self._part(part, begin)
            while batch := list(islice(events, 50)):
                yield batch
            self.memory.append(memory())

    def _part(self, part: int, begin: int) -> Iterator[Event]:
        every = self.hours * HOUR_MS / self.parts / EVENTS
        mixed = load_feed(events=EVENTS + 1, rate=500, per_frame=50, seed=part, faulty=False, filler=False)
        for number, event in enumerate(mixed.expected[:-1]):
            at = begin + round(number * every)
            yield replace(
                event, at=at, received_at=at, message_id=f"{part}-{number}", body=_as_people_talk(event.body)
            )


def _as_people_talk(body: Body) -> Body:
    """Let many ask the same: the load numbers every comment, so that none is like another."""
    return Comment(body.text.rpartition(" ")[0], body.language) if isinstance(body, Comment) else body


def memory() -> float:
    """Megabytes that this process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def recorded(path: Path, source: Long) -> tuple[int, int, float]:
    """Record it; return how many entries there are, how many are gaps, and the coverage."""
    with closing(open_log(f"sqlite:///{path}")) as log:
        async with Recorder(log) as recorder:
            await recorder.follow("lib", source)
            coverage = (await recorder.desk(1)).tally.clock.coverage()
        entries = list(log.after(1))
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        known = [entry.message_id for entry in entries if entry.message_id is not None]
        assert len(known) == len(set(known))
        return len(entries), sum(isinstance(entry.body, Gap) for entry in entries), coverage


@pytest.mark.soak
async def test_eight_hours_with_a_break_every_four_minutes_are_there_once_with_every_gap(
    tmp_path: Path,
) -> None:
    parts = 120
    source = Long(parts, hours=8)
    entries, gaps, coverage = await recorded(tmp_path / "livedesk.db", source)
    assert (entries, gaps) == (parts * (EVENTS + 2) - 1, parts - 1)
    assert coverage == pytest.approx(1 - (parts - 1) * 10 / (8 * 3600), abs=0.001)


@pytest.mark.soak
async def test_a_million_events_do_not_stay_in_memory(tmp_path: Path) -> None:
    source = Long(1_000, hours=8)
    await recorded(tmp_path / "livedesk.db", source)
    half, whole = source.memory[500], source.memory[-1]
    print(f"{source.memory[0]:.0f} MB at 1,000 events, {half:.0f} MB at 500,000, {whole:.0f} MB at 1,000,000")  # noqa: T201
    assert whole - half < MOST_GROWTH
