"""What takes minutes, hours or days: the listener over a line of the test's own, on a clock that is wound forward."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

import pytest

from fastforward import run
from livedesk.events import Comment, Connected, Event, Gap
from livedesk.sources import Health
from livedesk.sources.faults import Fault
from livedesk.sources.hearing import Hear
from livedesk.sources.tiktok import TikTokSource

NINE = 1_763_751_600_000
MINUTE, HOUR = 60.0, 3600.0
HALO = Event(NINE, NINE, Comment("halo"))


class Broken(Exception):  # noqa: N818 - a fact
    """What the line raises: the fault of that code."""


class Times:
    """The machine's clocks, in seconds since the beginning: `set_by` and `slept` are the test's to move."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self.set_by = 0.0
        self.slept = 0.0

    def awake(self) -> float:
        return self._loop.time() - self._began

    def passed(self) -> float:
        return self.awake() + self.slept

    def wall_ms(self) -> int:
        return NINE + round((self.passed() + self.set_by) * 1000)


class FakeLine:
    """A line whose `attempt`, given the number of the attempt, connects or does not."""

    room_id = "77"
    restricted = False

    def __init__(self, attempt: Callable[[int, Hear], Awaitable[None]]) -> None:
        self._attempt = attempt
        self.attempts = 0
        self.polls = 0
        self.live_after = 0.0

    async def listen(self, room_id: int | None, hear: Hear) -> None:
        self.attempts += 1
        await self._attempt(self.attempts, hear)

    async def is_live(self, room_id: int | None) -> bool:
        self.polls += 1
        return asyncio.get_running_loop().time() > self.live_after

    def fault(self, error: BaseException) -> Fault:
        return Fault(str(error) if isinstance(error, Broken) else "unreachable")


class Evening:
    """What the listener brought and said."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.reports: list[Health] = []

    def gaps(self) -> list[Gap]:
        return [event.body for event in self.events if isinstance(event.body, Gap)]

    def sentences(self) -> list[str]:
        return list(dict.fromkeys(health.message for health in self.reports if health.message))


async def listened(monkeypatch: pytest.MonkeyPatch, line: FakeLine, times: Times, comments: int) -> Evening:
    """Listen over this line until so many comments have come."""
    evening = Evening()

    @asynccontextmanager
    async def given(*_: object) -> AsyncIterator[FakeLine]:
        yield line

    monkeypatch.setattr("livedesk.sources.tiktok._line", given)
    source = TikTokSource(
        "lib", report=evening.reports.append, clock=times.wall_ms, passing=times.passed, jitter=lambda: 0.5
    )
    async with aclosing(source.batches()) as batches:
        async for batch in batches:
            evening.events += batch
            if sum(isinstance(event.body, Comment) for event in evening.events) == comments:
                return evening
    raise AssertionError("The listener gave up.")


async def stays(hear: Hear) -> None:
    """Stand and bring a comment, then answers to heartbeats for ever."""
    await hear([HALO])
    while True:
        await asyncio.sleep(10)
        await hear(None)


async def breaks_after(seconds: float, hear: Hear) -> None:
    """Stand for so long."""
    await hear([HALO])
    for _ in range(int(seconds // 10)):
        await asyncio.sleep(10)
        await hear(None)
    raise Broken("lost")


@pytest.mark.parametrize("down", [10 * MINUTE, 6 * HOUR, 72 * HOUR])
def test_a_signer_that_is_down_for_long_is_asked_seldom_and_the_gap_is_all_of_it(
    monkeypatch: pytest.MonkeyPatch, down: float
) -> None:
    async def evening() -> None:
        times = Times()

        async def attempt(number: int, hear: Hear) -> None:
            if number == 1:
                await breaks_after(MINUTE, hear)
            if times.awake() < MINUTE + down:
                raise Broken("signer_down")
            await stays(hear)

        line = FakeLine(attempt)
        heard = await listened(monkeypatch, line, times, comments=2)
        [gap] = heard.gaps()
        assert down <= gap.seconds <= down + 2 * MINUTE
        assert line.attempts <= 10 + down / MINUTE
        assert heard.sentences()[-1].startswith("The signing service is down")
        assert heard.reports[-1].message == ""

    run(evening())


def test_a_live_is_awaited_for_days_without_a_single_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    async def evening() -> None:
        times = Times()

        async def attempt(number: int, hear: Hear) -> None:
            if number == 1:
                raise Broken("offline")
            await stays(hear)

        line = FakeLine(attempt)
        line.live_after = asyncio.get_running_loop().time() + 72 * HOUR
        heard = await listened(monkeypatch, line, times, comments=1)
        assert (line.attempts, heard.gaps()) == (2, [])
        assert 72 * HOUR / 25 < line.polls < 72 * HOUR / 15
        assert heard.sentences() == ["@lib is not live yet: recording begins by itself with the Live."]

    run(evening())


def test_a_laptop_that_slept_for_an_hour_missed_an_hour_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    async def evening() -> None:
        times = Times()

        async def attempt(number: int, hear: Hear) -> None:
            if number == 1:
                await hear([HALO])
                await asyncio.sleep(5)
                times.slept += HOUR
                await asyncio.Event().wait()
            await stays(hear)

        heard = await listened(monkeypatch, FakeLine(attempt), times, comments=2)
        [gap] = heard.gaps()
        assert (round(gap.seconds / MINUTE), gap.reason) == (60, "asleep")
        assert "was asleep" in heard.sentences()[-1]

    run(evening())


def test_what_lay_in_the_socket_when_the_laptop_woke_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def evening() -> None:
        times = Times()

        async def attempt(number: int, hear: Hear) -> None:
            if number == 1:
                await hear([HALO])
                await asyncio.sleep(5)
                times.slept += HOUR
                await hear([HALO])
                raise Broken("lost")
            await stays(hear)

        heard = await listened(monkeypatch, FakeLine(attempt), times, comments=3)
        [gap] = heard.gaps()
        assert (round(gap.seconds / MINUTE), gap.reason) == (60, "asleep")

    run(evening())


def test_a_connection_that_outlives_a_nap_missed_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def evening() -> None:
        times = Times()

        async def attempt(number: int, hear: Hear) -> None:
            if number == 1:
                await hear([HALO])
                times.slept += 45
                await breaks_after(2 * MINUTE, hear)
            await stays(hear)

        heard = await listened(monkeypatch, FakeLine(attempt), times, comments=3)
        [gap] = heard.gaps()
        assert gap.reason == "lost"
        assert gap.seconds < MINUTE

    run(evening())


@pytest.mark.parametrize("jump", [-2 * HOUR, 2 * HOUR])
def test_a_clock_that_is_set_makes_no_gap_longer_or_shorter(
    monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    async def evening() -> None:
        times = Times()

        async def attempt(number: int, hear: Hear) -> None:
            if number == 1:
                await breaks_after(MINUTE, hear)
            if number == 2:
                times.set_by = jump
            if times.awake() < 5 * MINUTE:
                raise Broken("unreachable")
            await stays(hear)

        heard = await listened(monkeypatch, FakeLine(attempt), times, comments=2)
        [gap] = heard.gaps()
        assert 4 * MINUTE <= gap.seconds <= 6 * MINUTE
        assert sum(isinstance(event.body, Connected) for event in heard.events) == 2

    run(evening())
