"""TikTok's payload bytes become events (pure).

`read_frame` takes what one WebSocket message held, `read_messages` what the signing service's first answer
held. Neither raises, whatever the bytes: what cannot be read becomes an `Undecoded` event that keeps them.
"""

import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Sized
from typing import Any, Protocol, TypeAlias, TypeVar

from google.protobuf.message import DecodeError
from msgspec import Struct

from livedesk.events import (
    Caption,
    Comment,
    Deleted,
    Ended,
    Event,
    Follow,
    Gift,
    Happening,
    Join,
    Like,
    Paused,
    PlatformPin,
    PlatformQuestion,
    Resumed,
    Role,
    Share,
    Undecoded,
    Viewer,
    Viewers,
)
from livedesk.sources.schema import MESSAGES

MAX_UNPACKED = 2 * 1024 * 1024
"""Bytes to which one frame may unpack; real ones stay below 200 kB, a decompression bomb does not."""

MAX_MESSAGES = 5_000
"""Messages in one frame; real ones have some dozens."""

MAX_TEXT = 5_000
"""Characters of a text; TikTok takes 150 from a viewer."""

MAX_NAMED = 500
"""Characters of a handle, nickname or language, and viewers whom one comment mentions."""

MAX_DELETED = 10_000
"""Messages or viewers that one deletion names."""

MAX_KEPT = 64 * 1024
"""Bytes kept of what could not be read; real messages are of a few kB."""

MAX_NAME = 80
"""Characters kept of a message type's name."""

_GZIP = b"\x1f\x8b"  # as a protobuf tag this would be field 3 of wire type 7, which does not exist
_FIRST_LIVE = 1_420_070_400_000  # 2015: an earlier time is no time of a TikTok Live
_DAY = 86_400_000
_SECONDS_END = 100_000_000_000  # as milliseconds 1973, as seconds the year 5138

S = TypeVar("S", bound=Sized)

_Frame: Any = MESSAGES["WebcastPushFrame"]
_Result: Any = MESSAGES["ProtoMessageFetchResult"]
_Message: TypeAlias = Any  # one of MESSAGES' classes, which protobuf makes at run time


class Frame(Struct, frozen=True):
    """What a frame brought: its events in order, and the acknowledgement to send, if one was asked for."""

    events: list[Event]
    ack: bytes | None = None


class Wrapped(Protocol):
    """A message as frames carry it: the name of its type, its bytes, the platform's id for it."""

    @property
    def method(self) -> str: ...
    @property
    def payload(self) -> bytes: ...
    @property
    def msg_id(self) -> int: ...
    @property
    def is_history(self) -> bool: ...


class _BrokenError(Exception):
    """A message that parses and yet cannot be whole: no user, no text, a negative count."""


class _OversizedError(Exception):
    """Something longer than anything real."""


class _UnknownError(Exception):
    """A message of a kind that is not read; the argument is what to count it by."""


def read_frame(data: bytes, received_at: int) -> Frame | None:
    """Read one WebSocket message; None where it carries no messages (heartbeats and the like)."""
    try:
        frame = _Frame.FromString(data)
        if frame.payload_type != "msg":
            return None
        result = _Result.FromString(_unpack(frame.payload))
        _bounded(result.messages, MAX_MESSAGES)
    except _OversizedError:
        return Frame([_undecoded("frame", "oversized", data, received_at)])
    except (DecodeError, zlib.error):
        return Frame([_undecoded("frame", "corrupt", data, received_at)])
    ack = acknowledgement(frame.log_id, result.internal_ext) if result.need_ack else None
    return Frame(read_messages(result.messages, received_at), ack)


def read_messages(messages: Iterable[Wrapped], received_at: int) -> list[Event]:
    """Read messages that have been taken out of their frame."""
    return [_read(message, received_at) for message in messages]


def acknowledgement(log_id: int, internal_ext: str) -> bytes:
    """Encode what TikTok wants to hear after a frame that asks to be acknowledged."""
    frame = _Frame(
        log_id=log_id, payload_encoding="pb", payload_type="ack", payload=(internal_ext or "-").encode()
    )
    return bytes(frame.SerializeToString())


def _unpack(payload: bytes) -> bytes:
    if not payload.startswith(_GZIP):
        return payload
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    unpacked = unpacker.decompress(payload, MAX_UNPACKED)
    if unpacker.eof:
        return unpacked
    if unpacker.unconsumed_tail:
        raise _OversizedError
    raise zlib.error("The payload is cut off.")


def _undecoded(name: str, reason: Any, data: bytes, received_at: int) -> Event:
    kept = b64encode(data[:MAX_KEPT]).decode()
    return Event(received_at, received_at, Undecoded(name, reason, payload=kept))


def _read(wrapped: Wrapped, received_at: int) -> Event:
    name = wrapped.method[:MAX_NAME] or "message"
    try:
        kind, read = _READERS[name]
    except KeyError:
        return Event(received_at, received_at, Undecoded(name, "unknown"))
    try:
        message = kind.FromString(wrapped.payload)
        common = message.common
        at = _time(common.create_time, received_at)
        body, user = read(message)
        if kind is _Caption:
            at = _time(message.timestamp_ms, at)
        viewer = Viewer(str(user.id), user.display_id, user.nickname) if user is not None else None
        message_id = common.msg_id or wrapped.msg_id
        return Event(
            at, received_at, body, viewer, str(message_id) if message_id else None, wrapped.is_history
        )
    except _UnknownError as unknown:
        return Event(received_at, received_at, Undecoded(f"{name} ({unknown})", "unknown"))
    except _OversizedError:
        return _undecoded(name, "oversized", wrapped.payload, received_at)
    except (DecodeError, _BrokenError):
        # Without its id: the same message may come again whole, and must then not count as seen.
        return _undecoded(name, "corrupt", wrapped.payload, received_at)


def _time(claimed: int, otherwise: int) -> int:
    """Return the claimed time in milliseconds, or the other where the claim is absent or impossible."""
    if claimed < _SECONDS_END:
        claimed *= 1000
    return claimed if _FIRST_LIVE < claimed < otherwise + _DAY else otherwise


_Read: TypeAlias = tuple[Happening, _Message | None]


def _comment(message: _Message) -> _Read:
    text, language = _text(message.content), _bounded(message.content_language, MAX_NAMED)
    return Comment(text, language, _mentions(message), _role(message)), _user(message.user)


def _mentions(message: _Message) -> tuple[str, ...]:
    if not (message.HasField("at_user") or message.mention_user_list or message.mention_users):
        return ()  # as most are: reading three empty fields would cost as much as all the rest
    listed = _bounded(message.mention_user_list, MAX_NAMED)
    shown = _bounded(message.mention_users, MAX_NAMED)
    ids = [message.at_user.id, *listed, *(user.id for user in shown)]
    return tuple(dict.fromkeys(str(user) for user in ids if user))


def _role(message: _Message) -> Role:
    identity = message.user_identity
    if identity.is_anchor:
        return "host"
    return "moderator" if identity.is_moderator_of_anchor else "viewer"


def _question(message: _Message) -> _Read:
    return PlatformQuestion(_text(message.data.content)), _user(message.data.user)


def _like(message: _Message) -> _Read:
    return Like(_count(message.count), _count(message.total)), _user(message.user)


def _gift(message: _Message) -> _Read:
    gift = message.gift
    name = gift.name or (f"#{gift.id}" if gift.id else "")
    streakable = gift.type == 1
    body = Gift(
        _text(name),
        max(1, _count(message.repeat_count)),
        streak_id=str(message.group_id) if streakable else None,
        final=not streakable or message.repeat_end != 0,
    )
    return body, _user(message.user)


def _social(message: _Message) -> _Read:
    user = _user(message.user)
    key = message.common.display_text.key
    # The action is the newer mark; TikTokLive goes by the key of the text that viewers are shown.
    if message.action == 1 or (message.action != 3 and "follow" in key):  # noqa: PLR2004 - see the schema
        return Follow(), user
    if message.action == 3 or "share" in key:  # noqa: PLR2004
        return Share(), user
    raise _UnknownError(f"action {message.action}")


def _member(message: _Message) -> _Read:
    if message.action > 1:
        raise _UnknownError(f"action {message.action}")
    return Join(), _user(message.user)


def _viewers(message: _Message) -> _Read:
    return Viewers(_count(message.total), _count(message.total_user)), None


def _caption(message: _Message) -> _Read:
    # One sentence in several languages: the first is what was said, the others are translations.
    said = next((content for content in message.content if content.content), None)
    if said is None:
        raise _BrokenError
    return Caption(_text(said.content), message.definite, _bounded(said.lang, MAX_NAMED)), None


def _deleted(message: _Message) -> _Read:
    messages = tuple(map(str, _bounded(message.delete_msg_ids, MAX_DELETED)))
    viewers = tuple(map(str, _bounded(message.delete_user_ids, MAX_DELETED)))
    if not messages and not viewers:
        raise _BrokenError
    return Deleted(messages, viewers), None


def _control(message: _Message) -> _Read:
    match message.action:
        case 1:
            return Paused(), None
        case 2:
            return Resumed(), None
        case 3:
            return Ended(), None
        case 4:
            return Ended("suspended"), None
        case action:
            raise _UnknownError(f"action {action}")


def _pin(message: _Message) -> _Read:
    if message.action > 1:
        raise _UnknownError("taken away")
    for kind in ("chat", "social", "gift", "member", "like"):
        if message.HasField(f"{kind}_message"):
            pinned = getattr(message, f"{kind}_message")
            break
    else:
        raise _BrokenError
    text = _text(pinned.content) if kind == "chat" else ""
    pinned_id = str(pinned.common.msg_id) if pinned.common.msg_id else None
    # The viewer is who wrote it, not who pinned it: when that viewer is forgotten, so are these words.
    return PlatformPin(text, pinned_id), _user(pinned.user) if pinned.user.id else None


def _text(text: str) -> str:
    if not text:
        raise _BrokenError
    return _bounded(text, MAX_TEXT)


def _user(user: _Message) -> _Message:
    if not user.id:
        raise _BrokenError
    _bounded(user.display_id, MAX_NAMED)
    _bounded(user.nickname, MAX_NAMED)
    return user


def _bounded(sized: S, most: int) -> S:
    if len(sized) > most:
        raise _OversizedError
    return sized


def _count(count: int) -> int:
    if count < 0:
        raise _BrokenError
    return count


_Caption = MESSAGES["WebcastCaptionMessage"]
_READERS: dict[str, tuple[Any, Callable[[_Message], _Read]]] = {
    name: (MESSAGES[name], read)
    for name, read in {
        "WebcastCaptionMessage": _caption,
        "WebcastChatMessage": _comment,
        "WebcastControlMessage": _control,
        "WebcastGiftMessage": _gift,
        "WebcastImDeleteMessage": _deleted,
        "WebcastLikeMessage": _like,
        "WebcastMemberMessage": _member,
        "WebcastQuestionNewMessage": _question,
        "WebcastRoomPinMessage": _pin,
        "WebcastRoomUserSeqMessage": _viewers,
        "WebcastSocialMessage": _social,
    }.items()
}
