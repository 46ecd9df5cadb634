"""Events become TikTok's webcast messages, with the field numbers of the real ones.

The counterpart of `sources.webcast`, and built apart from it: the numbers here were read from the
TikTokLiveProto package and from real payloads, the values from how TikTokLive's code reads them.
"""

from functools import lru_cache
from hashlib import sha256
from typing import TypeAlias
from zlib import crc32

from msgspec import Struct

from livedesk.events import (
    Caption,
    Comment,
    Deleted,
    Ended,
    Event,
    Follow,
    Gift,
    Join,
    Like,
    Paused,
    PlatformPin,
    PlatformQuestion,
    Resumed,
    Share,
    Viewer,
    Viewers,
    kind,
)
from livedesk.rehearsal.protobuf import Value, message, packed

Fields: TypeAlias = dict[int, Value]


class Message(Struct, frozen=True):
    """One webcast message as bytes, not yet in a frame; `method` is its type's name, `msg_id` its id.

    A broken one is never repeated as history.
    """

    method: str
    msg_id: int
    payload: bytes
    broken: bool = False

    @property
    def talk(self) -> bool:
        """Whether it is a comment that a newcomer hears again."""
        return self.method == "WebcastChatMessage" and not self.broken

    def wrapped(self, *, history: bool = False) -> bytes:
        """Encode it as a frame holds it: here, and never in the payload, TikTok says that it is history."""
        return message({1: self.method, 2: self.payload, 3: self.msg_id, 6: history})


def snowflake(at: int, count: int) -> int:
    """Make an id like TikTok's: seconds above, then ten bits of milliseconds, then 22 bits of a counter."""
    seconds, milliseconds = divmod(at, 1000)
    return seconds << 32 | milliseconds << 22 | count % (1 << 22)


def encode(event: Event, room_id: int, *, filler: bool = True) -> Message:
    """Encode an event whose `message_id` and viewer's `key` are decimal numbers, as TikTok's are.

    With `filler` it is padded to the size of a real one (1 to 3 kB) by avatars and ranking scores, which a
    reader does not need but must get past. TypeError for a body that TikTok never sends.
    """
    method, fields = _fields(event, _user(event.viewer, filler=filler))
    if filler and isinstance(event.body, Comment):
        fields[19] = _scores(event.at)
    common = _common(method, event, room_id)
    return Message(method, int(event.message_id or 0), message({1: message(common), **fields}))


def _common(method: str, event: Event, room_id: int) -> Fields:
    """Fill what all messages share; TikTokLive knows follows and shares by their display text."""
    fields: Fields = {1: method, 2: int(event.message_id or 0), 3: room_id, 4: event.at, 6: True}
    match event.body:
        case Follow():
            fields[8] = _display_text("pm_main_follow_message_viewer_2", "{0:user} followed the LIVE creator")
        case Share():
            fields[8] = _display_text("pm_mt_guidance_share", "{0:user} shared the LIVE")
    return fields


def _display_text(key: str, pattern: str) -> bytes:
    return message({1: key, 2: pattern, 3: message({1: "#ffffffff", 4: 400})})


_FOLLOWED, _SHARED = 1, 3  # WebcastSocialMessage.action
_JOINED = 1  # WebcastMemberMessage.action
_PAUSED, _RESUMED, _ENDED, _SUSPENDED = 1, 2, 3, 4  # WebcastControlMessage.action
_PINNED = 1  # WebcastRoomPinMessage.action
_STREAKABLE, _SINGLE = 1, 2  # Gift.type


def _fields(event: Event, user: bytes) -> tuple[str, Fields]:  # noqa: C901, PLR0911, PLR0912 (a table)
    """Return the message type's name and all its fields but the first, which every type shares."""
    match event.body:
        case Comment() as body:
            return "WebcastChatMessage", _chat(body, user)
        case PlatformQuestion() as body:
            return "WebcastQuestionNewMessage", {2: _question(body, user, event)}
        case Like(count=count, total=total):
            return "WebcastLikeMessage", {2: count, 3: total, 5: user, 9: 1}
        case Gift() as body:
            return "WebcastGiftMessage", _gift(body, user, event.at)
        case Follow():
            return "WebcastSocialMessage", {2: user, 4: _FOLLOWED}
        case Share():
            return "WebcastSocialMessage", {2: user, 4: _SHARED}
        case Join():
            return "WebcastMemberMessage", {2: user, 10: _JOINED, 19: "homepage_hot-live_cell", 20: "click"}
        case Viewers(now=now, total=total):
            return "WebcastRoomUserSeqMessage", {3: now, 7: total}
        case Caption() as body:
            return "WebcastCaptionMessage", _caption(body, event.at)
        case Deleted(message_ids=ids, viewer_keys=keys):
            return "WebcastImDeleteMessage", {2: packed(map(int, ids)), 3: packed(map(int, keys))}
        case PlatformPin() as body:
            return "WebcastRoomPinMessage", _pin(body, user, event)
        case Paused():
            return "WebcastControlMessage", {2: _PAUSED, 4: message({8: "app_pause"})}
        case Resumed():
            return "WebcastControlMessage", {2: _RESUMED}
        case Ended(reason=reason):
            return "WebcastControlMessage", {2: _SUSPENDED if reason == "suspended" else _ENDED}
        case body:
            raise TypeError(f"TikTok sends no message for {kind(body)!r}.")


def _chat(body: Comment, user: bytes) -> Fields:
    identity = message({5: body.role == "moderator", 6: body.role == "host"})
    mentioned = message({1: int(body.mentions[0])}) if body.mentions else b""
    return {2: user, 3: body.text, 12: mentioned, 14: body.language, 18: identity}


def _question(body: PlatformQuestion, user: bytes, event: Event) -> bytes:
    return message(
        {1: snowflake(event.at, crc32(body.text.encode())), 2: body.text, 4: event.at // 1000, 5: user}
    )


def _gift(body: Gift, user: bytes, at: int) -> Fields:
    """Only a streak's last message bears `repeat_end`; a gift that cannot streak never does."""
    streak = body.streak_id is not None
    number = 5000 + crc32(body.gift.encode()) % 5000
    gift = message(
        {2: f"Sent {body.gift}", 5: number, 10: streak, 11: _STREAKABLE if streak else _SINGLE, 16: body.gift}
    )
    group = int(body.streak_id) if body.streak_id else at
    return {
        2: number,
        4: 1,
        5: body.count,
        6: body.count,
        7: user,
        9: streak and body.final,
        11: group,
        15: gift,
    }


def _caption(body: Caption, at: int) -> Fields:
    content = message({1: body.language, 2: body.text})
    return {2: at, 3: 2000, 4: [content], 5: at // 1000, 7: body.final}


def _pin(body: PlatformPin, user: bytes, event: Event) -> Fields:
    """Put the pinned comment inside, under its own id; `pin_msg_id` is the id of the pinning itself."""
    method, own_id = "WebcastChatMessage", int(event.message_id or 0)
    chat = message({1: message({1: method, 2: int(body.pinned_message_id or 0)}), 2: user, 3: body.text})
    return {2: chat, 30: method, 31: event.at, 33: _PINNED, 34: 60, 35: own_id}


@lru_cache(maxsize=4096)
def _user(viewer: Viewer | None, *, filler: bool) -> bytes:
    if viewer is None:
        return b""
    fields: Fields = {1: int(viewer.key), 3: viewer.nickname, 38: viewer.handle}
    return message(fields | _looks(viewer) if filler else fields)


def _looks(viewer: Viewer) -> Fields:
    """Avatars, follower counts, a public id and a badge as long as the real ones, all of them invented."""
    mark = sha256(viewer.key.encode()).hexdigest()
    avatar = [
        f"https://p{n}-sign.example.invalid/tos-avt-0068/{mark}~tplv-tiktokx-cropcenter:{n}00:{n}00.webp"
        f"?lk3s=a5d48078&x-expires=1764000000&x-signature={mark[::-1]}"
        for n in (1, 2, 3)
    ]
    image = message({1: avatar, 2: f"100x100/tos-avt-0068/{mark}"})
    badge = message({1: 4, 2: 20, 3: 8, 4: 1, 10: f"sslocal://webcast_lynxview_popup?url={mark * 4}"})
    return {9: image, 10: image, 22: message({1: 65, 2: 535, 3: 1}), 46: f"MS4wLjABAAAA{mark}", 64: [badge]}


_RULES = ("user_type_rule", "community-flagged", "default", "rankV3", "ttp_rule_rerank", "timestamp_desc")


def _scores(at: int) -> list[bytes]:
    return [message({1: rule, 2: at * 1000}) for rule in _RULES]
