"""The encoder against protobuf's own."""

from google.protobuf import any_pb2, timestamp_pb2, wrappers_pb2
from hypothesis import given
from hypothesis import strategies as st

from livedesk.rehearsal.protobuf import field, message, packed, varint


@given(st.integers(min_value=-(1 << 63), max_value=(1 << 63) - 1))
def test_any_64_bit_integer_is_written_as_protobuf_writes_it(number: int) -> None:
    assert message({1: number}) == wrappers_pb2.Int64Value(value=number).SerializeToString()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_written_as_protobuf_writes_it(text: str) -> None:
    assert message({1: text}) == wrappers_pb2.StringValue(value=text).SerializeToString()


def test_a_message_inside_a_message_is_its_bytes() -> None:
    inner = timestamp_pb2.Timestamp(seconds=1_700_000_000, nanos=5)
    packed_by_protobuf = any_pb2.Any(type_url="x", value=inner.SerializeToString()).SerializeToString()
    assert message({1: "x", 2: message({1: 1_700_000_000, 2: 5})}) == packed_by_protobuf


def test_a_repeated_field_is_written_once_for_each_even_empty_item() -> None:
    assert field(2, ["a", ""]) == b"\x12\x01a\x12\x00"


def test_what_equals_the_default_is_left_out() -> None:
    assert message({1: 0, 2: "", 3: b"", 4: None, 5: [], 6: False}) == b""


def test_fields_beyond_fifteen_have_longer_tags() -> None:
    assert field(1090, 1) == bytes([0x90, 0x44, 0x01])


def test_packed_integers_stand_one_after_another() -> None:
    assert packed([1, 300]) == b"\x01\xac\x02" == varint(1) + varint(300)
