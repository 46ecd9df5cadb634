"""What can go wrong on the way into a Live and in it, to be injected one by one.

At the doors, before the socket stands (`doors.Door`):

    standin.faults.at("signer", rate_limited(retry_after=2))        the next request only
    standin.faults.at("signer", failed(500), times=3)               the next three
    standin.faults.at("page", CAPTCHA, times=None)                  until faults.clear("page")
    standin.faults.at("signer", HANG)                               no answer while the stand-in lives
    standin.faults.at("handshake", blocked(200))                    or 400, 403
    standin.change(live=False)                                      or known=False, age_restricted=True
    standin.unlisten("signer")  …  await standin.listen()           nothing listens; or at "tiktok", or at both

On the open socket, now (a script does the same at its times):

    await standin.drop(1000)                close with 1000, 1001, 1011 …
    await standin.drop(1006), drop(0)       TCP ends without a farewell, TCP is aborted
    standin.silence()                       half-open: nothing sent, answered or read on the sockets open now
    await standin.send(corrupt_frame())     no protobuf at all; or only inside: "gzip", "result"
    await standin.send(bomb())              a small frame that unpacks to much
    await standin.send(corrupt_message())   sound frame, broken message; also truncated(…), hollow(…)
    await standin.say(body, viewer)         something happens; with a message_id said before: a duplicate
    await standin.say(Ended("suspended"))   likewise Ended(), Paused(), Resumed()
"""

import gzip
from collections import deque
from io import BytesIO
from typing import Literal

from livedesk.rehearsal.doors import DOORS, Door, Reply
from livedesk.rehearsal.feed import Frame
from livedesk.rehearsal.frames import push_frame
from livedesk.rehearsal.messages import Message

_NO_PROTOBUF = b"<html>502 Bad Gateway</html>"

HANG = Reply(status=0)
"""No answer, ever."""

CAPTCHA = Reply(200, b"<html><body><div id='captcha-verify-container'>Verify to continue</div></body></html>")
"""A page that wants a human and names no room."""

EMPTY = Reply(200, b"")
"""An answer without content, as the signer gives when TikTok blocks it."""


def rate_limited(
    *, retry_after: int | None = None, remaining: int | None = None, reset: int | None = None
) -> Reply:
    """Answer 429, with those of `Retry-After`, `RateLimit-Remaining` and `RateLimit-Reset` that are given."""
    headers = {"Retry-After": retry_after, "RateLimit-Remaining": remaining, "RateLimit-Reset": reset}
    given = tuple((name, str(value)) for name, value in headers.items() if value is not None)
    return Reply(
        429, b'{"code":429,"message":"Too many connections"}', (("Content-Type", "application/json"), *given)
    )


def blocked(status: int, reason: str = "illegal secret key") -> Reply:
    """Answer to the WebSocket's handshake by which TikTok turns a client away: 200, 400 or 403."""
    return Reply(status, b"", (("Handshake-Msg", reason), ("Handshake-Status", "415")))


class Faults:
    """Faulty answers waiting at the doors; a door without any answers as it should."""

    def __init__(self) -> None:
        self._waiting: dict[Door, deque[Reply]] = {door: deque() for door in DOORS}
        self._standing: dict[Door, Reply] = {}

    def at(self, door: Door, reply: Reply, *, times: int | None = 1) -> None:
        """Give this answer to the next `times` requests at the door, after those set before; None: to all."""
        if times is None:
            self._standing[door] = reply
        else:
            self._waiting[door].extend([reply] * times)

    def clear(self, door: Door) -> None:
        """Let the door answer as it should again."""
        self._waiting[door].clear()
        self._standing.pop(door, None)

    def next(self, door: Door) -> Reply | None:
        """Take the faulty answer for this request, if there is one."""
        return self._waiting[door].popleft() if self._waiting[door] else self._standing.get(door)


def corrupt_frame(layer: Literal["frame", "gzip", "result"] = "frame") -> Frame:
    """Make a WebSocket message that cannot be read: no push frame, gzip cut short in one, no result in it."""
    match layer:
        case "frame":
            return Frame(_NO_PROTOBUF)
        case "gzip":
            return Frame(push_frame(gzip.compress(bytes(1000), mtime=0)[:-12], 1, gzipped=True))
        case "result":
            return Frame(push_frame(gzip.compress(_NO_PROTOBUF, mtime=0), 1, gzipped=True))


def corrupt_message(method: str = "WebcastChatMessage", msg_id: int = 1) -> Message:
    """Make a message that breaks in a sound frame: its first field claims more bytes than follow."""
    return Message(method, msg_id, b"\x0a\xff\x7f" + bytes([0xFF] * 40), broken=True)


def truncated(whole: Message) -> Message:
    """Cut a message in the middle of a field."""
    return Message(whole.method, whole.msg_id, whole.payload[: len(whole.payload) * 2 // 3], broken=True)


def hollow(whole: Message) -> Message:
    """Cut a message after its common part: sound protobuf, but nobody says anything."""
    length = _first_field(whole.payload)
    return Message(whole.method, whole.msg_id, whole.payload[:length], broken=True)


def _first_field(payload: bytes) -> int:
    """Return where the first field ends; it is length-delimited, with a tag of one byte."""
    length = shift = 0
    for at, byte in enumerate(payload[1:], start=2):
        length |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return at + length
    raise ValueError("The message ends in the middle of a length.")


def bomb(megabytes: int = 64) -> Frame:
    """Make a small frame whose content unpacks to that many megabytes of zeros."""
    packed, zeros = BytesIO(), bytes(1 << 20)
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as sink:
        for _ in range(megabytes):
            sink.write(zeros)
    return Frame(push_frame(packed.getvalue(), 1, gzipped=True))
