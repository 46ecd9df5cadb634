"""Catching up without a gap or a repeat."""

import json
from collections.abc import AsyncIterator

import pytest

from happenings import NINE_O_CLOCK, FakeSource, comment, connected
from livedesk.feed import PAGE, feed
from livedesk.hub import FellBehind, Frame
from livedesk.log import open_log
from livedesk.recorder import Recorder


@pytest.fixture
async def recorder() -> AsyncIterator[Recorder]:
    async with Recorder(open_log("memory:")) as recorder:
        yield recorder


def seqs(frame: Frame) -> list[int]:
    return [entry["seq"] for entry in json.loads(frame.text).get("entries", [])]


async def next_seqs(frames: AsyncIterator[Frame]) -> list[int]:
    """Read on to the next entries; health and questions go by."""
    return next_found if (next_found := seqs(await anext(frames))) else await next_seqs(frames)


async def test_a_long_past_comes_in_pages_and_then_the_present(recorder: Recorder) -> None:
    batches = [[comment(f"halo {number}")] for number in range(2 * PAGE)]
    await recorder.follow("lib", FakeSource([connected()], *batches))
    desk = await recorder.desk(1)
    frames = feed(recorder.log, desk, 0, now=NINE_O_CLOCK)
    past = [await anext(frames) for _ in range(4)]
    await recorder.follow("lib", FakeSource([connected(second=1)], [comment("hai")]))
    seen = [seq for frame in past for seq in seqs(frame)]
    while len(seen) < 2 * PAGE + 4:  # a gap, a connection and a comment came since
        seen += seqs(await anext(frames))
    assert seen == list(range(1, 2 * PAGE + 5))


async def test_what_happens_while_catching_up_comes_after_it_once(recorder: Recorder) -> None:
    await recorder.follow("lib", FakeSource([connected(), comment("satu"), comment("dua")]))
    desk = await recorder.desk(1)
    frames = feed(recorder.log, desk, 1, now=NINE_O_CLOCK)
    await anext(frames)
    await recorder.follow("lib", FakeSource([connected(), comment("tiga")]))
    assert [await next_seqs(frames), await next_seqs(frames)] == [[2, 3], [4, 5]]


async def test_without_a_seq_only_the_present_comes(recorder: Recorder) -> None:
    await recorder.follow("lib", FakeSource([connected(), comment("satu")]))
    frames = feed(recorder.log, await recorder.desk(1), None, now=NINE_O_CLOCK)
    assert (await anext(frames)).seq == 2
    await recorder.follow("lib", FakeSource([connected(), comment("dua")]))
    assert await next_seqs(frames) == [3, 4]


async def test_a_reader_that_stops_reading_falls_behind_and_loses_its_place(recorder: Recorder) -> None:
    await recorder.follow("lib", FakeSource([connected()]))
    desk = await recorder.desk(1)
    frames = feed(recorder.log, desk, None, now=NINE_O_CLOCK, bound=3)
    await anext(frames)
    for _ in range(3):
        await recorder.follow("lib", FakeSource([connected()], [comment("kak buka jam berapa?")]))
    with pytest.raises(FellBehind):
        await anext(frames)
    assert not len(desk.hub)


async def test_more_questions_than_fit_into_a_frame_follow_in_further_ones_in_the_host_s_order(
    recorder: Recorder,
) -> None:
    asked = [comment(f"ada buku {'x' * 400} {number} gak?", second=number) for number in range(1_500)]
    await recorder.follow("lib", FakeSource([connected()], asked))
    desk = await recorder.desk(1)
    waiting = [question.id for question in desk.queue.questions()]
    frames = feed(recorder.log, desk, None, now=NINE_O_CLOCK)
    told: list[int] = []
    while len(told) < len(waiting):
        frame = await anext(frames)
        assert len(frame.text) < 300_000
        told += [question["id"] for question in json.loads(frame.text)["questions"]]
    assert told == waiting
    assert len(waiting) > 1_000
