"""The unmodified TikTokLive client, pointed at a stand-in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from TikTokLive.client.client import TikTokLiveClient  # type: ignore[import-untyped]
from TikTokLive.client.web.web_settings import WebDefaults  # type: ignore[import-untyped]
from TikTokLive.events import (  # type: ignore[import-untyped]
    CommentEvent,
    ConnectEvent,
    DisconnectEvent,
    FollowEvent,
    GiftEvent,
    LikeEvent,
    LiveEndEvent,
    QuestionNewEvent,
    ShareEvent,
)

from livedesk.rehearsal import StandIn

_HEARD = (
    CommentEvent,
    ConnectEvent,
    DisconnectEvent,
    FollowEvent,
    GiftEvent,
    LikeEvent,
    LiveEndEvent,
    QuestionNewEvent,
    ShareEvent,
)


class Stock:
    """A client that keeps the events it hears, in order."""

    def __init__(self, handle: str) -> None:
        self.client = TikTokLiveClient(f"@{handle}")
        self.heard: list[Any] = []
        self._changed = asyncio.Event()
        for event in _HEARD:
            self.client.add_listener(event, self._hear)

    def _hear(self, event: Any) -> None:
        self.heard.append(event)
        self._changed.set()

    def of(self, event: type[Any]) -> list[Any]:
        return [each for each in self.heard if type(each) is event]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not holds():
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def stock(standin: StandIn, monkeypatch: pytest.MonkeyPatch, handle: str = "") -> AsyncIterator[Stock]:
    """Point TikTokLive at the stand-in and hand over a client that has not started."""
    monkeypatch.setattr(WebDefaults, "tiktok_app_url", standin.app_url)
    monkeypatch.setattr(WebDefaults, "tiktok_webcast_url", standin.webcast_url)
    monkeypatch.setattr(WebDefaults, "tiktok_sign_url", standin.sign_url)
    client = Stock(handle or standin.handle)
    try:
        yield client
    finally:
        await client.client.web.close()
        await client.client.web.signer.client.aclose()
