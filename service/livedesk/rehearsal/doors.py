"""What TikTok's pages and the signer answer: HTTP, without a socket.

A door is a place where the client knocks on its way into a Live, in this order: the profile's live `page`,
the `room_api` where the page did not help, `alive`, `room_info`, the `signer`, the WebSocket's `handshake`.
"""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Literal, TypeAlias, get_args
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from livedesk.rehearsal.frames import first_answer
from livedesk.rehearsal.messages import Message

Door: TypeAlias = Literal["page", "room_api", "alive", "room_info", "gifts", "signer", "quota", "handshake"]
DOORS: tuple[Door, ...] = get_args(Door)

_PATHS: dict[str, Door] = {
    "/api-live/user/room": "room_api",
    "/webcast/room/check_alive": "alive",
    "/webcast/room/info": "room_info",
    "/webcast/gift/list": "gifts",
    "/webcast/fetch": "signer",
    "/webcast/rate_limits": "quota",
    "/webcast/im/ws_proxy": "handshake",
}
SOCKET_PATH = "/webcast/im/ws_proxy/"


class Reply(Struct, frozen=True):
    """An HTTP answer, whole; one with status 0 never comes."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Account(Struct, frozen=True, kw_only=True):
    """What TikTok knows of the library's account: is it there, is it live, may everybody watch."""

    handle: str
    room_id: int
    title: str = ""
    known: bool = True
    live: bool = True
    age_restricted: bool = False


def door(path: str) -> Door | None:
    """Tell which door a request's path leads to, or None."""
    bare = urlsplit(path).path.rstrip("/")
    return "page" if bare.startswith("/@") else _PATHS.get(bare)


def asked(path: str, name: str, default: str = "") -> str:
    """Return a parameter of the request, such as the handle asked about or `history_comment_count`."""
    return parse_qs(urlsplit(path).query).get(name, [default])[0]


def page(account: Account, path: str) -> Reply:
    """Answer with the profile's live page, whose script block holds the room."""
    handle = urlsplit(path).path.split("/")[1].removeprefix("@")
    known = account.known and handle == account.handle
    state = {"LiveRoom": {"liveRoomUserInfo": _user_info(account)}} if known else {}
    block = json.dumps(state).replace("<", "\\u003c")
    html = f'<!DOCTYPE html><html><script id="SIGI_STATE" type="application/json">{block}</script></html>'
    return Reply(200, html.encode(), (("Content-Type", "text/html; charset=utf-8"),))


def room_api(account: Account, path: str) -> Reply:
    """Answer who is live in which room."""
    if not account.known or asked(path, "uniqueId") != account.handle:
        return _json({"message": "user_not_found", "statusCode": 19881007, "data": {}})
    return _json({"message": "", "statusCode": 0, "data": _user_info(account)})


def alive(account: Account, path: str) -> Reply:
    """Answer which of the rooms asked about are live."""
    rooms = [room for room in asked(path, "room_ids").split(",") if room.isdigit()]
    data = [{"alive": account.live and int(room) == account.room_id, "room_id": int(room)} for room in rooms]
    return _json({"data": data, "status_code": 0})


def room_info(account: Account) -> Reply:
    """Answer what the room is about; an age-restricted one only asks to log in."""
    if account.age_restricted:
        return _json({"data": {"prompts": "This LIVE is for viewers over 18."}, "status_code": 4003110})
    owner = {"display_id": account.handle, "nickname": account.title}
    data = {"id": account.room_id, "title": account.title, "status": _status(account), "owner": owner}
    return _json({"data": data, "status_code": 0})


def signer(socket_url: str, now: int, history: Sequence[Message] = ()) -> Reply:
    """Answer with a signed way to the socket."""
    headers = (
        ("Content-Type", "application/protobuf"),
        ("X-Set-TT-Cookie", "ttwid=rehearsal; Path=/; Domain=tiktok.com"),
        ("X-Request-Id", f"rehearsal-{now}"),
        ("X-Agent-Id", "rehearsal"),
    )
    return Reply(200, first_answer(socket_url, now, history), headers)


def quota() -> Reply:
    """Answer how many more connections may be signed."""
    window = {"max": 1000, "remaining": 999, "reset_at": None}
    return _json({"code": 200, "message": None, "day": window, "hour": window, "minute": window})


def gifts() -> Reply:
    """Answer that no gifts are on sale: the desk never asks."""
    return _json({"data": {"gifts": []}, "status_code": 0})


def failed(status: int = 500) -> Reply:
    """Answer that the server itself failed."""
    return _json({"code": status, "message": "Internal error"}, status)


def nowhere() -> Reply:
    """Answer a request that leads nowhere."""
    return Reply(HTTPStatus.NOT_FOUND, b"no such door\n")


def _status(account: Account) -> int:
    return 2 if account.live else 4


def _user_info(account: Account) -> dict[str, object]:
    status = _status(account)
    user = {
        "uniqueId": account.handle,
        "nickname": account.title,
        "roomId": str(account.room_id),
        "status": status,
    }
    return {"user": user, "liveRoom": {"status": status, "title": account.title}}


def _json(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value).encode(), (("Content-Type", "application/json"),))
