"""The seam into TikTokLive: its client with our decoding in it.

TikTokLive finds the room, has the address signed, shakes hands, enters the room and beats. What arrives is
decoded here by `webcast`, more than a hundred times faster than by the library, and acknowledged. Importing
this module takes seconds of CPU, because it imports TikTokLive: only `tiktok` does, in a thread.

One private name of the library is replaced, `_connect_generator_class`, and its ping task is reached for
when a connection ends: the pin on the library's minor version is for these, and `tests/sources/test_seam.py`
fails when they move.
"""

# TikTokLive has no type marker, so that to mypy all of it is Any.
# mypy: disable-error-code="import-untyped,misc,no-any-return"

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import httpx
from TikTokLive.client.client import TikTokLiveClient
from TikTokLive.client.errors import AgeRestrictedError, UserNotFoundError, UserOfflineError
from TikTokLive.client.web.routes.fetch_room_info import FailedFetchRoomInfoError
from TikTokLive.client.web.web_settings import WebDefaults
from TikTokLive.client.ws.ws_connect import WebcastConnect
from TikTokLive.client.ws.ws_utils import extract_websocket_options
from TikTokLive.proto import (
    HeartBeatMessage,
    ProtoMessageFetchResult,
    ProtoMessageFetchResultBaseProtoMessage,
    WebcastImEnterRoomMessage,
    WebcastPushFrame,
)
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from livedesk.sources.faults import Fault, wait_asked
from livedesk.sources.hearing import Hear
from livedesk.sources.webcast import read_frame, read_messages

_SIGNER_TIMEOUT = httpx.Timeout(20.0)  # seconds; the library's own client waits for ever
_CLOSE_TIMEOUT = 0.5  # seconds; a half-open connection never answers a closing handshake
_CODES: tuple[tuple[type[Exception], str], ...] = (
    (UserOfflineError, "offline"),
    (UserNotFoundError, "not_found"),
    (ConnectionClosed, "lost"),
)
_OK = 200
_UNAUTHORIZED = 401
_FORBIDDEN = 403  # without a key: an address that is blocked, perhaps for a while
_TOO_MANY = 429


class Line:
    """The library's client for one handle. Made in a thread, used on the loop, good for many connections."""

    def __init__(
        self,
        handle: str,
        clock: Callable[[], int],
        *,
        app_url: str | None,
        webcast_url: str | None,
        sign_url: str | None,
        sign_api_key: str | None,
    ) -> None:
        _point_library_at(app_url, webcast_url)
        self._clock = clock
        self._client = TikTokLiveClient(
            handle,
            web_kwargs={"signer_kwargs": {"sign_api_key": sign_api_key, "sign_api_base": sign_url}},
            ws_kwargs={"close_timeout": _CLOSE_TIMEOUT},
        )
        # Its log is one for the whole process and prints tracebacks; what went wrong is told in one sentence.
        self._client.logger.setLevel(logging.CRITICAL)
        self._signer = _verified_signer(self._client, self._signer_asked, self._signer_answered)
        self._asked = False
        self._answer: httpx.Response | None = None
        self._details_asked = False
        self.restricted = False
        _warm()

    @property
    def room_id(self) -> str:
        """The room of the latest connection."""
        return str(self._client.room_id or "")

    async def is_live(self, room_id: int | None) -> bool:
        """Ask TikTok, without a signature, whether there is a Live; raises what `fault` understands."""
        if room_id is not None:
            return bool(await self._client.web.fetch_is_live(room_id=room_id))
        return bool(await self._client.is_live())

    async def listen(self, room_id: int | None, hear: Hear) -> None:
        """Connect, and hear until the other side closes; raises what `fault` understands."""
        self._asked, self._answer = False, None
        self._client._ws._connect_generator_class = partial(  # noqa: SLF001 - the seam
            _Connection, hear=hear, clock=self._clock
        )
        try:
            await (await self._start(room_id))
        finally:
            await self._stop_heartbeat()

    async def _start(self, room_id: int | None) -> "asyncio.Task[None]":
        if not self._details_asked:
            self._details_asked = True
            try:
                return await self._client.start(room_id=room_id, fetch_room_info=True)
            except AgeRestrictedError:
                self.restricted = (
                    True  # said, but no reason to stay away: the details are not needed to connect
                )
            except FailedFetchRoomInfoError:
                pass  # nothing is known about a restriction, and the details are not needed
        return await self._client.start(room_id=room_id)

    async def _stop_heartbeat(self) -> None:
        # The library leaves it running when a connection breaks.
        heartbeat = self._client._ws._ping_loop  # noqa: SLF001
        if heartbeat is not None:
            heartbeat.cancel()
            await asyncio.gather(heartbeat, return_exceptions=True)

    async def close(self) -> None:
        """Release the HTTP connections; `listen` must have ended."""
        await self._client.web.close()
        await self._signer.aclose()

    async def _signer_asked(self, _request: httpx.Request) -> None:
        self._asked, self._answer = True, None

    async def _signer_answered(self, response: httpx.Response) -> None:
        self._answer = response

    def fault(self, error: BaseException) -> Fault:
        """Say what an error of `listen` means."""
        for kind, code in _CODES:
            if isinstance(error, kind):
                return Fault(code)
        if self._failed_at_signer(error):
            return self._signer_fault(error)
        if any(isinstance(cause, httpx.TransportError | OSError) for cause in _causes(error)):
            return Fault("unreachable")
        return Fault("age_restricted" if self.restricted else "blocked")

    def _failed_at_signer(self, error: BaseException) -> bool:
        if not self._asked:
            return False
        # With a good answer in hand, what goes wrong on the network or in the handshake is TikTok's socket.
        answered = self._answer is not None and self._answer.status_code == _OK
        return not (answered and isinstance(error, OSError | InvalidHandshake))

    def _signer_fault(self, error: BaseException) -> Fault:
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
            return Fault("signer_unverified")
        if self._answer is None:
            return Fault("signer_down")
        wait = wait_asked(self._answer.headers, self._clock())
        if self._answer.status_code == _TOO_MANY:
            return Fault("rate_limited", wait)
        keyed = self._client.web.signer.sign_api_key is not None
        refused = self._answer.status_code == _UNAUTHORIZED or (
            keyed and self._answer.status_code == _FORBIDDEN
        )
        return Fault("key_refused" if refused else "signer_down", wait)


class _Connection(WebcastConnect):
    """The library's WebSocket connection, decoding and acknowledging by `webcast`.

    It yields only the first answer of the signing service, emptied of its messages, upon which the library
    enters the room and begins to beat; everything that arrives goes to `hear` instead.
    """

    def __init__(self, *, hear: Hear, clock: Callable[[], int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._hear = hear
        self._clock = clock

    async def __aiter__(self) -> AsyncIterator[tuple[None, ProtoMessageFetchResult]]:
        try:
            async with self as protocol:
                self._ws = protocol
                self._ws_options = extract_websocket_options(protocol.response_headers)
                first = self._initial_response
                first.is_first = True
                messages, first.messages = first.messages, []
                yield None, first
                await self._hear(read_messages(messages, self._clock()))
                async for data in protocol:
                    frame = read_frame(data.encode() if isinstance(data, str) else data, self._clock())
                    if frame is not None and frame.ack is not None:
                        await protocol.send(frame.ack)
                    await self._hear(frame.events if frame is not None else None)
        finally:
            self._ws = None
            self._ws_options = None


def _point_library_at(app_url: str | None, webcast_url: str | None) -> None:
    # These two are settings of the whole process: the library's routes read them anew for every request and
    # take no others. All sources of one process therefore listen at the same servers.
    if app_url is not None:
        WebDefaults.tiktok_app_url = app_url.rstrip("/")
    if webcast_url is not None:
        WebDefaults.tiktok_webcast_url = webcast_url.rstrip("/")


def _verified_signer(
    client: TikTokLiveClient,
    asked: Callable[[httpx.Request], Awaitable[None]],
    answered: Callable[[httpx.Response], Awaitable[None]],
) -> httpx.AsyncClient:
    """Give the library a client for the signer that verifies certificates; its own trusts anybody."""
    signer = client.web.signer
    headers = {"User-Agent": "livedesk"}
    if signer.sign_api_key:
        headers["X-Api-Key"] = signer.sign_api_key
    verified = httpx.AsyncClient(
        base_url=signer._base_url,  # noqa: SLF001 - it has no public name
        headers=headers,
        timeout=_SIGNER_TIMEOUT,
        event_hooks={"request": [asked], "response": [answered]},
    )
    signer.sdk_client.set_async_httpx_client(verified)
    return verified


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _warm() -> None:
    """Have the library build what it builds at the first message of each type, which would stall the loop."""
    result = ProtoMessageFetchResult(
        messages=[ProtoMessageFetchResultBaseProtoMessage(method="warm", payload=b"warm")],
        route_params={"warm": "warm"},
    )
    ProtoMessageFetchResult().parse(bytes(result))
    WebcastPushFrame().parse(bytes(WebcastPushFrame(payload=bytes(HeartBeatMessage(room_id=1)))))
    bytes(WebcastImEnterRoomMessage(room_id=1))
