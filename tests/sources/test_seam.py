"""What is relied upon in TikTokLive, by its private names too: when they move, this fails."""

# TikTokLive has no type marker.
# mypy: disable-error-code="import-untyped"

import asyncio
import inspect
import ssl
from collections.abc import AsyncIterator
from typing import Any

import pytest
from TikTokLive.client.client import TikTokLiveClient
from TikTokLive.client.web.web_settings import WebDefaults
from TikTokLive.client.ws.ws_client import WebcastWSClient
from TikTokLive.client.ws.ws_connect import WebcastConnect

from livedesk.events import Comment, Event
from livedesk.present import now_ms
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.feed import Frame
from livedesk.sources.seam import Line
from sources.messages import ANI, NINE, WebcastChatMessage, frame, meta
from sources.stage import endpoints_of


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn(heartbeat=0.05) as standin:
        yield standin


@pytest.fixture
async def line(standin: StandIn) -> AsyncIterator[Line]:
    there = endpoints_of(standin)
    line = Line(
        standin.handle,
        now_ms,
        app_url=there.app_url,
        webcast_url=there.webcast_url,
        sign_url=there.sign_url,
        sign_api_key="key-of-the-library",
    )
    yield line
    await line.close()


class Ear:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[list[Event] | None] = asyncio.Queue()

    async def __call__(self, events: list[Event] | None) -> None:
        await self.heard.put(events)


async def hung_up(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_the_library_still_makes_its_connection_by_the_class_that_is_replaced() -> None:
    client = TikTokLiveClient("perpus.kota")
    assert client._ws._connect_generator_class is WebcastConnect
    assert "_connect_generator_class(" in inspect.getsource(WebcastWSClient.connect)
    assert {"_ws", "_ws_options", "_initial_response"} <= set(inspect.getsource(WebcastConnect).split()) | {
        name.removeprefix("self.").rstrip(":")
        for name in inspect.getsource(WebcastConnect.__init__).split()
        if name.startswith("self._")
    }


async def test_frames_are_decoded_and_acknowledged_on_the_librarys_own_socket(
    standin: StandIn, line: Line
) -> None:
    ear = Ear()
    task = asyncio.create_task(line.listen(None, ear))
    assert await ear.heard.get() == []
    chat = WebcastChatMessage(common=meta(5, NINE), user=ANI, content="halo")
    await standin.send(Frame(frame(chat, need_ack=True, internal_ext="seq:1")))
    heard: list[Event] | None = None
    while heard is None:
        heard = await ear.heard.get()
    assert [event.body for event in heard] == [Comment("halo")]
    async with asyncio.timeout(20):
        await standin.until(lambda: standin.acknowledgements == 1)
    await hung_up(task)


async def test_the_library_beats_and_stops_with_the_connection(standin: StandIn, line: Line) -> None:
    ear = Ear()
    task = asyncio.create_task(line.listen(None, ear))
    assert await ear.heard.get() == []
    assert await ear.heard.get() is None  # a heartbeat's answer
    await hung_up(task)
    assert not [each for each in asyncio.all_tasks() if "_ping_loop_fn" in str(each)]


async def test_a_room_id_skips_the_look_up(standin: StandIn, line: Line) -> None:
    ear = Ear()
    task = asyncio.create_task(line.listen(standin.room_id, ear))
    assert await ear.heard.get() == []
    await hung_up(task)
    assert standin.requests["page"] == standin.requests["room_api"] == 0
    assert line.room_id == str(standin.room_id)


@pytest.mark.parametrize("live", [True, False])
async def test_whether_it_is_live_is_asked_without_a_signature(
    standin: StandIn, line: Line, *, live: bool
) -> None:
    standin.change(live=live)
    assert await line.is_live(None) is live
    assert await line.is_live(standin.room_id) is live
    assert standin.requests["signer"] == 0


async def test_the_signers_client_verifies_waits_and_bears_the_key(line: Line) -> None:
    client: Any = line._client.web.signer.sdk_client.get_async_httpx_client()
    assert client._transport._pool._ssl_context.verify_mode == ssl.CERT_REQUIRED
    assert client.timeout.read is not None
    assert client.headers["X-Api-Key"] == "key-of-the-library"


async def test_without_other_addresses_the_librarys_own_stay() -> None:
    before = (WebDefaults.tiktok_app_url, WebDefaults.tiktok_webcast_url, WebDefaults.tiktok_sign_url)
    line = Line("perpus.kota", now_ms, app_url=None, webcast_url=None, sign_url=None, sign_api_key=None)
    assert (WebDefaults.tiktok_app_url, WebDefaults.tiktok_webcast_url, WebDefaults.tiktok_sign_url) == before
    await line.close()
