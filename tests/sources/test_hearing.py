"""One connection, with a line that does as it is told instead of a network."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from msgspec.structs import replace

from livedesk.events import Comment, Event
from livedesk.sources.faults import Fault
from livedesk.sources.hearing import FRAMES_WAITING, Hear, Hearing
from sources.stage import HASTY

HALO = Event(1, 1, Comment("halo"))


class FakeLine:
    """A line on which happens what the test says."""

    def __init__(self, happens: Callable[[Hear], Awaitable[None]]) -> None:
        self._happens = happens

    async def listen(self, room_id: int | None, hear: Hear) -> None:
        await self._happens(hear)

    def fault(self, error: BaseException) -> Fault:
        return Fault("unreachable" if isinstance(error, TimeoutError) else "lost")


async def never() -> None:
    await asyncio.Event().wait()


async def test_what_was_heard_before_the_loss_comes_before_it() -> None:
    async def happens(hear: Hear) -> None:
        for _ in range(3):
            await hear([HALO])
        raise ConnectionError

    async with Hearing(FakeLine(happens), None, HASTY) as hearing:
        assert await hearing.opening() == [HALO]
        assert [await hearing.next() for _ in range(3)] == [[HALO], [HALO], Fault("lost")]
        assert hearing.opened


async def test_a_connection_that_ends_in_peace_is_closed() -> None:
    async def happens(hear: Hear) -> None:
        await hear([])

    async with Hearing(FakeLine(happens), None, HASTY) as hearing:
        assert await hearing.opening() == []
        assert await hearing.next() == Fault("closed")


async def test_a_connection_that_does_not_come_about_is_given_up() -> None:
    async with Hearing(FakeLine(lambda _: never()), None, replace(HASTY, opening=0.01)) as hearing:
        assert await hearing.opening() == Fault("unreachable")
        assert not hearing.opened


async def test_a_tick_without_a_frame_is_nothing_until_it_is_silence() -> None:
    async def happens(hear: Hear) -> None:
        await hear([])
        await never()

    patience = replace(HASTY, tick=0.01, lost=0.05)
    async with Hearing(FakeLine(happens), None, patience) as hearing:
        await hearing.opening()
        heard = [await hearing.next()]
        while heard[-1] == []:
            heard.append(await hearing.next())
        assert heard[0] == []
        assert heard[-1] == Fault("silent")
        assert hearing.quiet > patience.lost


async def test_the_socket_is_read_no_faster_than_the_events_are_taken() -> None:
    read = 0

    async def happens(hear: Hear) -> None:
        nonlocal read
        while True:
            await hear([HALO])
            read += 1

    async with Hearing(FakeLine(happens), None, HASTY) as hearing:
        await hearing.opening()
        for _ in range(10):
            await asyncio.sleep(0)
        assert read <= FRAMES_WAITING + 1
        assert hearing.quiet == 0
        for _ in range(FRAMES_WAITING):
            await hearing.next()
        await asyncio.sleep(0)
        assert read > FRAMES_WAITING + 1


@pytest.mark.parametrize("stubborn", [False, True])
async def test_leaving_ends_the_task(*, stubborn: bool) -> None:
    """TikTokLive turns a cancellation into an error of its own while it asks whether a room is live."""

    async def happens(hear: Hear) -> None:
        try:
            await never()
        except asyncio.CancelledError:
            if stubborn:
                raise RuntimeError from None
            raise

    async with Hearing(FakeLine(happens), None, HASTY):
        await asyncio.sleep(0)
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "listen"]
