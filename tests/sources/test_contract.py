"""What every source keeps to, over TikTok's stand-in and over a recording."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from pathlib import Path

import pytest

from livedesk.events import Body, Comment, Connected, Ended, Entry
from livedesk.rehearsal import StandIn
from livedesk.sources import SOURCES, Report, Source, SourceError, open_source
from livedesk.wire import encode_entry
from sources.stage import ANI, BEATS, HASTY, Listener, endpoints_of

TEXTS = ["satu", "dua", "tiga"]
Stage = Callable[[Report], AbstractAsyncContextManager[tuple[Source, Callable[[], Awaitable[None]]]]]


@asynccontextmanager
async def tiktok(report: Report) -> AsyncIterator[tuple[Source, Callable[[], Awaitable[None]]]]:
    async with StandIn(heartbeat=BEATS) as standin:

        async def perform() -> None:
            for text in TEXTS:
                await standin.say(Comment(text), ANI)
            await standin.say(Ended())

        options = {"endpoints": endpoints_of(standin), "patience": HASTY}
        yield open_source(f"@{standin.handle}", report=report, **options), perform
        await standin.until(lambda: not standin._open)  # the connection has been freed


@pytest.fixture(params=SOURCES)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    @asynccontextmanager
    async def replay(report: Report) -> AsyncIterator[tuple[Source, Callable[[], Awaitable[None]]]]:
        bodies: list[Body] = [Connected("77"), *map(Comment, TEXTS), Ended()]
        entries = [Entry(seq, 1, seq, seq, body) for seq, body in enumerate(bodies, start=1)]
        (tmp_path / "log.jsonl").write_bytes(b"\n".join(map(encode_entry, entries)))

        async def perform() -> None:
            """It is recorded."""

        yield open_source(f"replay:{tmp_path / 'log.jsonl'}", report=report, speed=0.0), perform

    return {"tiktok": tiktok, "replay": replay}[request.param]


async def test_a_source_begins_with_connected_keeps_the_order_and_ends_after_ended(stage: Stage) -> None:
    listener = Listener()
    async with stage(listener.report) as (source, perform), aclosing(source.batches()) as batches:
        first = await anext(batches)
        await perform()
        events = [*first, *[event async for batch in batches for event in batch]]
    assert isinstance(first[0].body, Connected)
    assert first[0].body.room_id
    assert first[0].body.attempt == 1
    assert [event.body.text for event in events if isinstance(event.body, Comment)] == TEXTS
    assert isinstance(events[-1].body, Ended)
    assert listener.reports[-1].state == "ended"


async def test_no_batch_is_empty(stage: Stage) -> None:
    listener = Listener()
    async with stage(listener.report) as (source, perform), aclosing(source.batches()) as batches:
        async for batch in batches:
            assert batch
            if isinstance(batch[0].body, Connected):
                await perform()


async def test_closing_the_iterator_in_the_middle_frees_the_connection(stage: Stage) -> None:
    async with stage(Listener().report) as (source, _), aclosing(source.batches()) as batches:
        assert await anext(batches)


@pytest.mark.parametrize(
    "address", ["@perpus.kota", "perpus.kota", "tiktok:@perpus.kota", "https://tiktok.com/@perpus.kota/live"]
)
def test_an_address_without_a_scheme_is_tiktoks(address: str) -> None:
    source = open_source(address, report=print)
    assert getattr(source, "handle", None) == "perpus.kota"


def test_an_address_of_another_scheme_is_refused() -> None:
    with pytest.raises(SourceError):
        open_source("gopher:perpus", report=print)
