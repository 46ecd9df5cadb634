"""The part of TikTok's webcast protocol that livedesk reads, as message classes of protobuf's C decoder.

`PROTO` is both the schema and its documentation: whatever is not in it the decoder skips, which is why it is
fast. Field numbers are those of TikTokLiveProto's v3 schema, and `tests/sources/test_schema.py` holds them to
it. To read another field: a line here, and its use in `webcast`.
"""

import re
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PROTO = """
syntax = "proto3";
package livedesk.webcast;

message WebcastPushFrame {                 // what one WebSocket message holds
  int64 log_id = 2;
  string payload_encoding = 6;
  string payload_type = 7;                 // msg, hb, ack, …
  bytes payload = 8;                       // of a msg: a ProtoMessageFetchResult, mostly gzipped
}
message ProtoMessageFetchResult {
  repeated BaseProtoMessage messages = 1;
  string internal_ext = 5;                 // goes back in the acknowledgement
  bool need_ack = 9;
}
message BaseProtoMessage {
  string method = 1;                       // the name of the payload's type
  bytes payload = 2;
  int64 msg_id = 3;
  bool is_history = 6;
}

message CommonMessageData {
  int64 msg_id = 2;
  int64 create_time = 4;                   // milliseconds; some senders give seconds, some 0
  Text display_text = 8;
}
message Text {
  string key = 1;
}
message User {
  int64 id = 1;
  string nickname = 3;
  string display_id = 38;                  // the handle, without @
}
message UserIdentity {
  bool is_moderator_of_anchor = 5;
  bool is_anchor = 6;
}

message WebcastChatMessage {
  CommonMessageData common = 1;
  User user = 2;
  string content = 3;
  User at_user = 12;
  string content_language = 14;
  UserIdentity user_identity = 18;
  repeated int64 mention_user_list = 27;
  repeated User mention_users = 28;
}
message WebcastQuestionNewMessage {
  CommonMessageData common = 1;
  Question data = 2;
}
message Question {
  string content = 2;
  User user = 5;
}
message WebcastGiftMessage {
  CommonMessageData common = 1;
  int32 repeat_count = 5;                  // how many so far in this streak
  User user = 7;
  int32 repeat_end = 9;                    // 1 with the last message of a streak
  int64 group_id = 11;                     // the streak
  Gift gift = 15;
}
message Gift {
  int64 id = 5;
  int32 type = 11;                         // 1: can be sent in streaks
  string name = 16;
}
message WebcastLikeMessage {
  CommonMessageData common = 1;
  int32 count = 2;
  int64 total = 3;
  User user = 5;
}
message WebcastMemberMessage {
  CommonMessageData common = 1;
  User user = 2;
  int32 action = 10;                       // 1 joined, 3 subscribed
}
message WebcastSocialMessage {
  CommonMessageData common = 1;
  User user = 2;
  int64 action = 4;                        // 1 followed, 3 shared
}
message WebcastRoomUserSeqMessage {
  CommonMessageData common = 1;
  int64 total = 3;                         // watching now
  int64 total_user = 7;                    // have watched so far
}
message WebcastCaptionMessage {
  CommonMessageData common = 1;
  int64 timestamp_ms = 2;
  repeated CaptionContent content = 4;
  bool definite = 7;
}
message CaptionContent {
  string lang = 1;
  string content = 2;
}
message WebcastImDeleteMessage {
  CommonMessageData common = 1;
  repeated int64 delete_msg_ids = 2;
  repeated int64 delete_user_ids = 3;
}
message WebcastControlMessage {
  CommonMessageData common = 1;
  int32 action = 2;                        // 1 paused, 2 resumed, 3 ended, 4 suspended
}
message WebcastRoomPinMessage {
  CommonMessageData common = 1;
  WebcastChatMessage chat_message = 2;
  WebcastSocialMessage social_message = 3;
  WebcastGiftMessage gift_message = 4;
  WebcastMemberMessage member_message = 5;
  WebcastLikeMessage like_message = 6;
  int32 action = 33;                       // 1 pinned, 2 pin taken away
}
"""

_MESSAGE = re.compile(r"message (\w+) \{(.*?)\n\}", re.DOTALL)
_FIELD = re.compile(r"^ *(repeated )?(\w+) (\w+) = (\d+);", re.MULTILINE)
_Field = descriptor_pb2.FieldDescriptorProto
_SCALARS = {
    "bool": _Field.TYPE_BOOL,
    "bytes": _Field.TYPE_BYTES,
    "int32": _Field.TYPE_INT32,
    "int64": _Field.TYPE_INT64,
    "string": _Field.TYPE_STRING,
}


def _compile(proto: str) -> dict[str, Any]:
    """Make a message class for each message of `proto`, by name."""
    file = descriptor_pb2.FileDescriptorProto(
        name="webcast.proto", package="livedesk.webcast", syntax="proto3"
    )
    for name, fields in _MESSAGE.findall(proto):
        message = file.message_type.add(name=name)
        for repeated, kind, field, number in _FIELD.findall(fields):
            message.field.add(
                name=field,
                number=int(number),
                label=_Field.LABEL_REPEATED if repeated else _Field.LABEL_OPTIONAL,
                type=_SCALARS.get(kind, _Field.TYPE_MESSAGE),
                type_name=None if kind in _SCALARS else f".livedesk.webcast.{kind}",
            )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    names = [message.name for message in file.message_type]
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"livedesk.webcast.{name}"))
        for name in names
    }


MESSAGES = _compile(PROTO)
"""Message classes by name; typed as Any because protobuf makes them at run time."""
