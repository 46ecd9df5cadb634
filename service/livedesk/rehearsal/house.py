"""One server of the stand-in: plain HTTP and WebSockets on one port, which it can leave and take again."""

import asyncio
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from http import HTTPStatus
from typing import TypeAlias

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from livedesk.rehearsal.doors import Reply

Answer: TypeAlias = Callable[[str], Awaitable[Reply | None]]
"""Answers a request's path; None lets a WebSocket in, an answer with status 0 keeps it waiting."""

Attend: TypeAlias = Callable[[ServerConnection], Awaitable[None]]
"""Serves a WebSocket that has been let in, until it closes."""


class House:
    """A server at `url`, listening between `open()` and `shut()`, as often as wanted.

    `port` 0 takes a free one at the first `open()` and keeps it. `options` go into the header of an accepted
    handshake: by it TikTok tells how often to beat.
    """

    def __init__(self, host: str, port: int, answer: Answer, attend: Attend, options: str = "") -> None:
        self._host, self._port = host, port
        self._answer, self._attend, self._options = answer, attend, options
        self._server: Server | None = None
        self._former: list[Server] = []
        self._kept_waiting: set[ServerConnection] = set()

    @property
    def url(self) -> str:
        """Where it listens, such as `http://127.0.0.1:41234`."""
        return f"http://{self._host}:{self._port}"

    async def open(self) -> None:
        """Listen."""
        if self._server is not None:
            return
        await asyncio.sleep(0)  # a server that was shut lets go of its port in the loop's next turn
        self._server = await serve(
            self._attend,
            self._host,
            self._port,
            process_request=self._on_request,
            process_response=self._on_response,
            compression=None,
            open_timeout=None,
            ping_interval=None,
            close_timeout=1,
        )
        self._port = self._server.sockets[0].getsockname()[1]

    def shut(self) -> None:
        """Listen no more: who connects is refused, who is connected stays."""
        if self._server is not None:
            self._server.close(close_connections=False)
            self._former.append(self._server)
            self._server = None

    async def tear_down(self) -> None:
        """Listen no more, abort what is open, and wait until all is gone."""
        self.shut()
        for server in self._former:
            for connection in server.all_connections | self._kept_waiting:
                connection.transport.abort()
            await server.wait_closed()

    async def _on_request(self, connection: ServerConnection, request: Request) -> Response | None:
        reply = await self._answer(request.path)
        if reply and reply.status == 0:
            self._kept_waiting.add(connection)
            await connection.wait_closed()
            self._kept_waiting.discard(connection)
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "too late to be read")
        return _response(reply) if reply else None

    def _on_response(self, _: ServerConnection, __: Request, response: Response) -> None:
        if response.status_code == HTTPStatus.SWITCHING_PROTOCOLS:
            response.headers["Handshake-Options"] = self._options


def _response(reply: Reply) -> Response:
    own = [
        ("Date", formatdate(usegmt=True)),
        ("Content-Length", str(len(reply.body))),
        ("Connection", "close"),
    ]
    headers = Headers([*reply.headers, *own])
    return Response(reply.status, HTTPStatus(reply.status).phrase, headers, reply.body)
