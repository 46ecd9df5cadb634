"""What every answer tells the browser: run nothing but our own, be framed by nobody, tell nobody where you were.

After OWASP's Secure Headers Project; a policy without inline script or style is what makes hostile text harmless
even where a page should one day fail to escape it.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

UNDER_TLS = {"strict-transport-security": "max-age=31536000"}


class SecureHeaders:
    """ASGI middleware: adds what an answer does not say itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wanted = {**HEADERS, **(UNDER_TLS if scope["scheme"] == "https" else {})}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(message, wanted)
            await send(message)

        await self._app(scope, receive, sending)


def _add(start: MutableMapping[str, Any], wanted: Mapping[str, str]) -> None:
    said = {name.lower() for name, _ in start.get("headers", ())}
    added = [(n.encode(), v.encode()) for n, v in wanted.items() if n.encode() not in said]
    start["headers"] = [*start.get("headers", ()), *added]
