"""Who may come in, and for what: a token by header or cookie, from the desk's own pages only.

`/?token=…` sets the cookie and takes the token out of the address. A page of another site cannot use that cookie:
it is SameSite=Strict, and a request that says it comes from elsewhere (`Origin`) is refused, WebSockets included.
A page that had its own name lead here is refused by that name (`hosts`), and guessing tokens is slow (`guesses`).
The master token may do everything, a device's token what `roles` allows its role.
"""

import hmac
import re
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from time import monotonic
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from livedesk.api import roles
from livedesk.api.errors import error_response
from livedesk.api.guesses import WAIT, Guesses
from livedesk.api.hosts import is_ours
from livedesk.devices import ROLES, Bearer, Devices

COOKIE = "livedesk_token"
_KEY = re.compile(r"/api/broadcasts/[^/]+/keys/[a-z]+")
OPEN_PATHS = frozenset({"/healthz"})

_DOOR = """<!doctype html><html lang="en"><meta charset="utf-8"><title>livedesk</title>
<meta name="viewport" content="width=device-width"><h1>This desk needs its link</h1>
<p>Open the address that the terminal shows after <code>livedesk watch</code>: it carries the token.</p></html>"""


class Access:
    """ASGI middleware: lets through what bears a token that may do this, and comes from the desk's own pages.

    What it lets through finds in its scope's state who bears the token.
    """

    def __init__(self, app: ASGIApp, token: str, devices: Devices, names: Collection[str]) -> None:
        self._app = app
        self._token = token.encode()
        self._devices = devices
        self._names = names
        self._guesses = Guesses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not is_ours(headers.get("host", ""), self._names):
            await _refuse(scope, receive, send, _MISDIRECTED)
        elif not _same_origin(headers):
            await _refuse(scope, receive, send, _FOREIGN)
        else:
            await self._admit(scope, receive, send, headers)

    async def _admit(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """Let in who bears a token that may do this; a browser that brings it in the address gets a cookie."""
        offered = _in_address(scope) if scope["type"] == "http" else None
        try:
            bearer, newcomer = self._looked_at(scope, _borne(headers)), self._looked_at(scope, offered)
        except _TooManyGuesses:
            await _refuse(scope, receive, send, _WAIT)
            return
        if _KEY.fullmatch(scope["path"]):  # a pad's key bears its token in its address, and goes nowhere
            bearer, newcomer = newcomer or bearer, None
        if offered is not None and newcomer is not None:
            await _without_token(scope, None if _outranks(bearer, newcomer) else offered)(
                scope, receive, send
            )
        elif bearer is None:
            await _refuse(scope, receive, send, _door(headers))
        elif not roles.may(bearer, scope.get("method", "GET"), scope["path"]):
            await _refuse(scope, receive, send, _not_allowed(bearer))
        else:
            scope.setdefault("state", {})["bearer"] = bearer
            await self._app(scope, receive, send)

    def _looked_at(self, scope: Scope, offered: str | None) -> Bearer | None:
        """Return who bears this token, None where nobody does; _TooManyGuesses where it is not even looked at."""
        if offered is None:
            return None
        address, now = (scope.get("client") or ("",))[0], monotonic()
        if self._guesses.must_wait(address, offered, now):
            raise _TooManyGuesses
        bearer = self._bearer(offered)
        self._guesses.note(address, offered, now, right=bearer is not None)
        return bearer

    def _bearer(self, offered: str) -> Bearer | None:
        """Return who bears what was offered as a token."""
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


class _TooManyGuesses(Exception):  # noqa: N818 - a fact about who asks
    """From this address came too many wrong tokens."""


_WAIT = error_response(
    429, "too_many_guesses", "Too many wrong tokens came from this address: wait a minute."
)
_WAIT.headers["retry-after"] = str(round(WAIT))
_MISDIRECTED = error_response(
    421,
    "foreign_name",
    "The desk does not go by this name: use its address, or add the name to LIVEDESK_NAMES.",
)
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
