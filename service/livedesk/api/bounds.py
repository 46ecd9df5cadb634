"""How long a request's body may be: what is longer is refused before it is read."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64 * 1024
"""Of a body. Decisions, the largest of which holds a question, stay far below."""


class BoundedBodies:
    """ASGI middleware: refuses with 413 at the first byte that is too many."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        read = 0

        async def receiving() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:
                raise HTTPException(413, f"A request's body has at most {MOST_BYTES} bytes.")
            return message

        await self._app(scope, receiving, send)
