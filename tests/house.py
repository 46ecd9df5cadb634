"""A desk over a log in memory, for tests of what it answers; a listening one also has a real port on the loopback."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from websockets.asyncio.client import connect

from happenings import NINE_O_CLOCK
from livedesk.api import create_app
from livedesk.app import bound_socket, serving
from livedesk.ledger import Ledger
from livedesk.log import Log, open_log
from livedesk.recorder import Recorder

TOKEN = "token-of-the-tests"


@dataclass(frozen=True)
class House:
    """A desk and the ways to it; `visitor` comes without the token."""

    recorder: Recorder
    log: Log
    http: httpx.AsyncClient
    visitor: httpx.AsyncClient
    port: int = 0

    def stream(self, path: str, token: str | None = TOKEN, **options: Any) -> connect:
        """Open a WebSocket to a broadcast's stream."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        address = f"ws://127.0.0.1:{self.port}/api/broadcasts/{path}"
        return connect(address, additional_headers=headers, **options)


def one_minute_past_nine() -> int:
    """Tell the time in the house."""
    return NINE_O_CLOCK + 60_000


@asynccontextmanager
async def open_house(
    *, listening: bool = False, log: Log | None = None, ledger: Ledger | None = None
) -> AsyncIterator[House]:
    """Open a desk whose clock stands at one minute past nine."""
    log = log or open_log("memory:")
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        recorder = await enter(Recorder(log, clock=one_minute_past_nine))
        app = create_app(recorder, token=TOKEN, names=["desk"], clock=one_minute_past_nine, ledger=ledger)
        port = 0
        if listening:
            listener = stack.enter_context(bound_socket("127.0.0.1", 0))
            port = listener.getsockname()[1]
            await enter(serving(app, listener))
        http, visitor = _client(app), _client(app)
        http.headers["Authorization"] = f"Bearer {TOKEN}"
        yield House(recorder, log, await enter(http), await enter(visitor), port)


def _client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk")
