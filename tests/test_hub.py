"""One publisher, many subscribers, nobody waited for."""

import asyncio

import pytest

from livedesk.hub import FellBehind, Frame, Hub


async def test_every_subscriber_gets_every_frame_in_order() -> None:
    hub = Hub()
    with hub.subscribe() as one, hub.subscribe() as other:
        for seq in (1, 2, 3):
            hub.publish(Frame(seq, str(seq)))
        for subscription in (one, other):
            frames = subscription.frames()
            assert [(await anext(frames)).text for _ in range(3)] == ["1", "2", "3"]


async def test_a_subscriber_waits_until_something_is_published() -> None:
    hub = Hub()
    with hub.subscribe() as subscription:
        waiting = asyncio.ensure_future(anext(subscription.frames()))
        await asyncio.sleep(0)
        assert not waiting.done()
        hub.publish(Frame(1, "now"))
        assert (await waiting).text == "now"


async def test_a_slow_subscriber_is_cut_off_and_the_others_are_not() -> None:
    hub = Hub()
    with hub.subscribe(bound=2) as slow, hub.subscribe(bound=10) as quick:
        for seq in (1, 2, 3):
            hub.publish(Frame(seq, str(seq)))
        with pytest.raises(FellBehind):
            await anext(slow.frames())
        assert (await anext(quick.frames())).seq == 1
    assert hub.cut_off == 1


async def test_a_cut_off_subscriber_keeps_nothing_in_memory() -> None:
    hub = Hub()
    with hub.subscribe(bound=2) as slow:
        for seq in range(1, 1000):
            hub.publish(Frame(seq, "x"))
        assert slow.waiting == 0


async def test_who_has_left_is_not_counted_and_not_served() -> None:
    hub = Hub()
    with hub.subscribe():
        assert len(hub) == 1
    assert len(hub) == 0
