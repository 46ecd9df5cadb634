"""Who may come in, and for what: a token by header or cookie, from the desk's own pages only.

`/?token=…` sets the cookie and takes the token out of the address. A page of another site cannot use that cookie:
it is SameSite=Strict, and a request that says it comes from elsewhere (`Origin`) is refused, WebSockets included.
The master token may do everything, a device's token what `roles` allows its role.
"""

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from livedesk.api import roles
from livedesk.api.errors import error_response
from livedesk.devices import ROLES, Bearer, Devices

COOKIE = "livedesk_token"
OPEN_PATHS = frozenset({"/healthz"})

_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

_DOOR = """<!doctype html><html lang="en"><meta charset="utf-8"><title>livedesk</title>
<meta name="viewport" content="width=device-width"><h1>This desk needs its link</h1>
<p>Open the address that the terminal shows after <code>livedesk watch</code>: it carries the token.</p></html>"""


class Access:
    """ASGI middleware: lets through what bears a token that may do this, and comes from the desk's own pages.

    What it lets through finds in its scope's state who bears the token.
    """

    def __init__(self, app: ASGIApp, token: str, devices: Devices) -> None:
        self._app = app
        self._token = token.encode()
        self._devices = devices

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        bearer, offered = self._bearer(_borne(headers)), _in_address(scope)
        newcomer = self._bearer(offered) if scope["type"] == "http" else None
        if not _same_origin(headers):
            await _refuse(scope, receive, send, _FOREIGN)
        elif offered is not None and newcomer is not None:
            await _without_token(scope, None if _outranks(bearer, newcomer) else offered)(
                scope, receive, send
            )
        elif bearer is None:
            await _refuse(scope, receive, send, _door(headers))
        elif not roles.may(bearer, scope.get("method", "GET"), scope["path"]):
            await _refuse(scope, receive, send, _not_allowed(bearer))
        else:
            scope.setdefault("state", {})["bearer"] = bearer
            await self._app(scope, receive, _with_headers(send))

    def _bearer(self, offered: str | None) -> Bearer | None:
        """Return who bears what was offered as a token."""
        if offered is None:
            return None
        if hmac.compare_digest(offered.encode(errors="replace"), self._token):
            return Bearer()
        return self._devices.bearer(offered)


def _outranks(bearer: Bearer | None, newcomer: Bearer) -> bool:
    """Tell whether a browser should keep the token it has: who tries a device's link at the desk stays the desk."""
    return bearer is not None and ROLES.index(bearer.role) > ROLES.index(newcomer.role)


def _without_token(scope: Scope, token: str | None) -> Response:
    """Send the browser on to the same page, with the token in a cookie instead of the address."""
    query = [(name, value) for name, value in parse_qsl(scope["query_string"].decode()) if name != "token"]
    path = "/" + scope["path"].lstrip("/\\")
    response = RedirectResponse(f"{path}?{urlencode(query)}" if query else path, status_code=303)
    if token is not None:
        response.set_cookie(
            COOKIE,
            token,
            max_age=30 * 24 * 3600,
            httponly=True,
            samesite="strict",
            secure=scope["scheme"] == "https",
        )
    response.headers["referrer-policy"] = "no-referrer"
    response.headers["cache-control"] = "no-store"
    return response


def _borne(headers: Headers) -> str | None:
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie else None


def _in_address(scope: Scope) -> str | None:
    return dict(parse_qsl(scope["query_string"].decode("ascii", "replace"))).get("token")


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")


_FOREIGN = error_response(403, "foreign_origin", "Requests from other sites are refused.")


def _not_allowed(bearer: Bearer) -> Response:
    return error_response(403, "not_allowed", f"A device let in as '{bearer.role}' may not do this.")


def _door(headers: Headers) -> Response:
    if "text/html" in headers.get("accept", ""):
        return HTMLResponse(_DOOR, status_code=401)
    return error_response(401, "unauthorized", "This needs the token: send it as 'Authorization: Bearer …'.")


async def _refuse(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4401, "reason": "token or origin refused"})
        return
    await response(scope, receive, send)


def _with_headers(send: Send) -> Send:
    async def sending(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            present = {name for name, _ in message.get("headers", ())}  # type: ignore[attr-defined]
            added = [(n.encode(), v.encode()) for n, v in _HEADERS.items() if n.encode() not in present]
            message["headers"] = [*message.get("headers", ()), *added]  # type: ignore[misc]
        await send(message)

    return sending  # type: ignore[return-value]
