"""Payloads by another route than ours: TikTokLive's own message classes, filled and encoded by betterproto2."""

# TikTokLive has no type marker.
# mypy: disable-error-code="import-untyped"

import gzip
from typing import Any

from TikTokLive.proto import (
    ProtoMessageFetchResult,
    ProtoMessageFetchResultBaseProtoMessage,
    WebcastPushFrame,
)
from TikTokLiveProto.v3.webcast.im import ControlAction, MemberMessageAction, PinMessageActionType, PushHeader
from TikTokLiveProto.v3.webcast.model import Gift
from TikTokLiveProto.v3.webcast.model.base.user import User
from TikTokLiveProto.v3.webcast.model.data import UserIdentity
from TikTokLiveProto.v3.webcast.model.message import (
    CaptionContent,
    Question,
    WebcastCaptionMessage,
    WebcastChatMessage,
    WebcastControlMessage,
    WebcastGiftMessage,
    WebcastImDeleteMessage,
    WebcastLikeMessage,
    WebcastMemberMessage,
    WebcastQuestionNewMessage,
    WebcastRoomPinMessage,
    WebcastRoomUserSeqMessage,
    WebcastSocialMessage,
)
from TikTokLiveProto.v3.webcast.model.message.common import Text
from TikTokLiveProto.v3.webcast.shared.message import CommonMessageData

NINE = 1_763_751_600_000  # nine in the evening, in milliseconds
NOW = NINE + 40  # when it arrives
ANI = User(id=7001, display_id="ani.baca", nickname="Ani 📚")
"""A viewer."""


def meta(msg_id: int = 1, create_time: int = NINE, key: str = "") -> CommonMessageData:
    # Not called `common`: pydantic looks up type names where a message is made, and would take it for a module.
    text = Text(key=key) if key else None
    return CommonMessageData(msg_id=msg_id, create_time=create_time, display_text=text)


def wrapped(
    message: Any, *, msg_id: int = 0, history: bool = False
) -> ProtoMessageFetchResultBaseProtoMessage:
    """Put a message into what a frame carries."""
    return ProtoMessageFetchResultBaseProtoMessage(
        method=type(message).__name__, payload=bytes(message), msg_id=msg_id, is_history=history
    )


def frame(*messages: Any, zipped: bool = True, need_ack: bool = False, internal_ext: str = "") -> bytes:
    """Put messages into a frame, as TikTok does."""
    inner = [
        each if isinstance(each, ProtoMessageFetchResultBaseProtoMessage) else wrapped(each)
        for each in messages
    ]
    result = bytes(ProtoMessageFetchResult(messages=inner, need_ack=need_ack, internal_ext=internal_ext))
    return bytes(
        WebcastPushFrame(
            log_id=4711,
            payload_type="msg",
            payload_encoding="pb",
            headers=[PushHeader(key="compress_type", value="gzip" if zipped else "none")],
            payload=gzip.compress(result) if zipped else result,
        )
    )


__all__ = [
    "ANI",
    "NINE",
    "NOW",
    "CaptionContent",
    "ControlAction",
    "Gift",
    "MemberMessageAction",
    "PinMessageActionType",
    "Question",
    "User",
    "UserIdentity",
    "WebcastCaptionMessage",
    "WebcastChatMessage",
    "WebcastControlMessage",
    "WebcastGiftMessage",
    "WebcastImDeleteMessage",
    "WebcastLikeMessage",
    "WebcastMemberMessage",
    "WebcastQuestionNewMessage",
    "WebcastRoomPinMessage",
    "WebcastRoomUserSeqMessage",
    "WebcastSocialMessage",
    "frame",
    "meta",
    "wrapped",
]
