"""The schema is the real one: each of its fields is where TikTokLiveProto, which TikTokLive ships, has it."""

# TikTokLive has no type marker.
# mypy: disable-error-code="import-untyped"

import dataclasses
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor
from TikTokLive.proto import (
    ProtoMessageFetchResult,
    ProtoMessageFetchResultBaseProtoMessage,
    WebcastPushFrame,
)
from TikTokLiveProto.v3.webcast.model import Gift, message
from TikTokLiveProto.v3.webcast.model.base.user import User
from TikTokLiveProto.v3.webcast.model.data import UserIdentity
from TikTokLiveProto.v3.webcast.model.message.common import Text
from TikTokLiveProto.v3.webcast.shared.message import CommonMessageData

from livedesk.sources.schema import MESSAGES, PROTO

THEIRS = {
    "WebcastPushFrame": WebcastPushFrame,
    "ProtoMessageFetchResult": ProtoMessageFetchResult,
    "BaseProtoMessage": ProtoMessageFetchResultBaseProtoMessage,
    "CommonMessageData": CommonMessageData,
    "Text": Text,
    "User": User,
    "UserIdentity": UserIdentity,
    "Gift": Gift,
}
KINDS = {
    FieldDescriptor.TYPE_BOOL: {"bool"},
    FieldDescriptor.TYPE_BYTES: {"bytes"},
    FieldDescriptor.TYPE_INT32: {"int32", "enum"},
    FieldDescriptor.TYPE_INT64: {"int64"},
    FieldDescriptor.TYPE_STRING: {"string"},
    FieldDescriptor.TYPE_MESSAGE: {"message"},
}


@pytest.mark.parametrize("name", MESSAGES)
def test_every_field_has_the_number_and_type_of_the_library(name: str) -> None:
    theirs = numbered(THEIRS.get(name) or getattr(message, name))
    for field in MESSAGES[name].DESCRIPTOR.fields:
        number, kind, repeated = theirs[field.name]
        assert number == field.number
        assert kind in KINDS[field.type]
        assert repeated == field.is_repeated


def test_every_line_of_the_schema_is_understood() -> None:
    lines = [line.split("//")[0].strip() for line in PROTO.splitlines()]
    fields = sum("=" in line and not line.startswith("syntax") for line in lines)
    assert sum(len(kind.DESCRIPTOR.fields) for kind in MESSAGES.values()) == fields
    assert len(MESSAGES) == sum(line.startswith("message ") for line in lines)


def numbered(kind: Any) -> dict[str, tuple[int, str, bool]]:
    """Return number, type and whether it is repeated, by field."""
    metadata = {field.name: field.metadata["betterproto"] for field in dataclasses.fields(kind)}
    return {name: (each.number, each.proto_type, each.repeated) for name, each in metadata.items()}
