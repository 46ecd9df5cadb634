"""The wire format of Protocol Buffers, written by hand: varints and length-delimited fields are enough here.

Only writing, and on purpose without a schema: what the stand-in sends must not come from the schema that the
listener reads with, or one mistake in it would hide itself. Source: protobuf.dev/programming-guides/encoding.
"""

from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

Value: TypeAlias = int | str | bytes | list[bytes] | list[str] | None
"""A field's value; a list is a repeated field, bytes may be an encoded message. bool counts as int."""

_VARINT, _LENGTH_DELIMITED = 0, 2


def varint(number: int) -> bytes:
    """Encode an integer in groups of seven bits, lowest first; a negative one as its 64-bit complement."""
    number &= (1 << 64) - 1
    groups = bytearray()
    while number >> 7:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)


@cache
def _tag(number: int, kind: int) -> bytes:
    return varint(number << 3 | kind)


def _delimited(number: int, data: bytes) -> bytes:
    return b"".join((_tag(number, _LENGTH_DELIMITED), varint(len(data)), data))


def field(number: int, value: Value) -> bytes:
    """Encode one field; the default (0, "", b"", None, an empty list) is left out, as in proto3."""
    if not value:
        return b""
    if isinstance(value, int):
        return _tag(number, _VARINT) + varint(value)
    if isinstance(value, list):
        return b"".join(
            _delimited(number, item.encode() if isinstance(item, str) else item) for item in value
        )
    return _delimited(number, value.encode() if isinstance(value, str) else value)


def message(fields: dict[int, Value]) -> bytes:
    """Encode a message from its fields by number, in the order given."""
    return b"".join([field(number, value) for number, value in fields.items()])


def packed(numbers: Iterable[int]) -> bytes:
    """Encode the value of a repeated integer field: the varints one after another."""
    return b"".join(varint(number) for number in numbers)
