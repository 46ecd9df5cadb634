"""Bytes of anybody's making: the decoder reads what it can, counts the rest, and costs little in any case."""

import asyncio
import random
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from happenings import FakeSource, connected
from livedesk.events import Comment, Entry, Event, Undecoded, Viewer
from livedesk.log.memory import MemoryLog
from livedesk.privacy import Pseudonyms, protect
from livedesk.recorder import Recorder
from livedesk.rehearsal.frames import push_frame
from livedesk.sources import webcast
from livedesk.sources.schema import MESSAGES
from livedesk.sources.sieve import Sieve
from livedesk.sources.webcast import MAX_MESSAGES, MAX_TEXT, MAX_UNPACKED
from livedesk.wire import decode_entry, encode_entry

NINE = 1_763_751_600_000
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.bin"))
INPUTS = 10_000_000
"""Of the long run."""


def read(data: bytes) -> list[Event]:
    """Read a frame, and see that what it brought can go all the way to the log and to a screen."""
    frame = webcast.read_frame(data, NINE)
    events = [] if frame is None else frame.events
    pseudonyms = Pseudonyms(b"a secret of 32 bytes, as it seems", "lib")
    for seq, event in enumerate(Sieve().sift(events, NINE), start=1):
        kept = protect(event, pseudonyms)
        entry = Entry(
            seq, 1, kept.at, kept.received_at, kept.body, kept.viewer, kept.message_id, kept.history
        )
        assert decode_entry(encode_entry(entry)) == entry
    return events


def in_frame(*messages: tuple[str, bytes]) -> bytes:
    """Put messages, as (type, bytes), into a frame that is sound."""
    wrapped = [{"method": method, "payload": payload} for method, payload in messages]
    return push_frame(
        MESSAGES["ProtoMessageFetchResult"](messages=wrapped).SerializeToString(), 1, gzipped=False
    )


def chat(**fields: object) -> tuple[str, bytes]:
    """Make a comment of whatever fields."""
    whole = {"user": {"id": 7}, "content": "halo"} | fields
    return "WebcastChatMessage", MESSAGES["WebcastChatMessage"](**whole).SerializeToString()


def only(data: bytes) -> Undecoded:
    """Return what could not be read, which is all there is."""
    [event] = read(data)
    assert isinstance(event.body, Undecoded)
    return event.body


def mutated(dice: random.Random, seeds: list[bytes]) -> bytes:
    """Do to a frame what networks and enemies do: flip, cut, repeat, cross with another."""
    data = bytearray(dice.choice(seeds))
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                del data[at:]
            case 2:
                data[at:at] = dice.randbytes(dice.randint(1, 9))
            case 3:
                other = dice.choice(seeds)
                data[at:] = other[dice.randrange(len(other)) :]
            case _:
                data[at:at] = data[max(0, at - 9) : at] * dice.randint(1, 9)
    return bytes(data)


def inner(frame: bytes) -> bytes:
    """Return what a frame carries, unpacked, so that mutations reach the messages, not merely the gzip's checksum."""
    payload = MESSAGES["WebcastPushFrame"].FromString(frame).payload
    return (
        zlib.decompress(payload, wbits=zlib.MAX_WBITS | 16) if payload[:2] == b"\x1f\x8b" else bytes(payload)
    )


def frames(dice: random.Random, count: int) -> Iterator[bytes]:
    """Mutate the corpus, in turn as it came and in a sound frame."""
    whole = [file.read_bytes() for file in CORPUS]
    within = [inner(frame) for frame in whole if not frame.startswith(b"<")]
    for number in range(count):
        yield push_frame(mutated(dice, within), 1, gzipped=False) if number % 2 else mutated(dice, whole)


def test_there_is_a_corpus_and_each_frame_of_it_brings_something() -> None:
    kinds = {type(event.body).__name__ for file in CORPUS for event in read(file.read_bytes())}
    assert {"Comment", "Gift", "Like", "Deleted", "PlatformPin", "Caption", "Undecoded"} <= kinds


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000))
@example(b"")
def test_any_bytes_are_read_or_counted(data: bytes) -> None:
    read(data)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(webcast._READERS)), st.binary(max_size=500))
def test_any_bytes_in_any_message_are_read_or_counted(method: str, payload: bytes) -> None:
    assert len(webcast.read_frame(in_frame((method, payload)), NINE).events) == 1  # type: ignore[union-attr]
    read(in_frame((method, payload)))


def test_mutations_of_real_frames_are_read_or_counted() -> None:
    for data in frames(random.Random(5), 3_000):  # noqa: S311 - the same in every run
        read(data)


@pytest.mark.soak
def test_ten_million_mutations_of_real_frames_are_read_or_counted() -> None:
    for data in frames(random.Random(11), INPUTS):  # noqa: S311 - reproducible
        read(data)


def a_gigabyte_of_zeros() -> bytes:
    """Return a gzip that unpacks to a gigabyte, made of one block that is repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packer.compress(bytes(1 << 20))
    packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    header = b"\x1f\x8b\x08" + bytes(7)
    return header + block * 1_024


def test_a_gigabyte_packed_into_a_frame_is_not_unpacked() -> None:
    bomb = a_gigabyte_of_zeros()
    assert len(bomb) < 2_000_000
    data = push_frame(bomb, 1, gzipped=True)
    tracemalloc.start()
    try:
        refused = only(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refused.reason == "oversized"
    assert peak < 4 * MAX_UNPACKED


def test_a_million_messages_in_a_frame_are_one_that_is_too_large() -> None:
    result = b"\x0a\x00" * 500_000
    refused = only(push_frame(result, 1, gzipped=False))
    assert (refused.message_type, refused.reason) == ("frame", "oversized")
    assert len(read(in_frame(*[("Webcast", b"")] * MAX_MESSAGES))) == MAX_MESSAGES


@pytest.mark.parametrize(
    "fields",
    [
        {"content": "x" * 1_500_000},
        {"content": "x" * (MAX_TEXT + 1)},
        {"content_language": "x" * 1_000},
        {"user": {"id": 7, "nickname": "x" * 100_000}},
        {"user": {"id": 7, "display_id": "x" * 100_000}},
        {"mention_user_list": [1] * 100_000},
    ],
)
def test_a_comment_longer_than_any_is_counted_and_no_comment(fields: dict[str, object]) -> None:
    assert only(in_frame(chat(**fields))).reason == "oversized"


def test_a_deletion_of_more_than_a_broadcast_could_hold_is_counted() -> None:
    deletion = MESSAGES["WebcastImDeleteMessage"](delete_msg_ids=range(1, 200_000)).SerializeToString()
    assert only(in_frame(("WebcastImDeleteMessage", deletion))).reason == "oversized"


def test_a_five_megabyte_comment_leaves_the_next_one_alone() -> None:
    events = read(in_frame(chat(content="x" * 1_000_000), chat(content="jam buka?")))
    assert [type(event.body) for event in events] == [Undecoded, Comment]


@pytest.mark.parametrize("nested", [b"\x0b" * 1_000_000, b"\x0a\x80\x08" * 300_000])
def test_nesting_without_end_is_counted(nested: bytes) -> None:
    assert only(push_frame(nested, 1, gzipped=False)).reason == "corrupt"
    assert only(in_frame(("WebcastChatMessage", nested))).reason == "corrupt"


UNCOMFORTABLE = (
    "a@", "1-", "12 ", "http://", "?", "(", "+1 ", "@a ", "\n", "\u200d", "e\u0301", "\u202e", "🔥", "kak? ",
    "a.b@c.", "a at b dot c ", "/", "\x00", "=1+1", "ﷺ", "0800 ",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(UNCOMFORTABLE), min_size=1, max_size=40), st.integers(1, 60))
def test_text_made_to_be_slow_or_to_break_is_recorded_as_it_is_or_without_what_identifies(
    parts: list[str], times: int
) -> None:
    text = ("".join(parts) * times)[:MAX_TEXT]

    async def record() -> list[Entry]:
        log = MemoryLog()
        said = [
            Event(NINE + n, NINE + n, Comment(text), Viewer(str(n), text[:40], text[:40]), f"m{n}")
            for n in range(2)
        ]
        async with Recorder(log) as recorder:
            await recorder.follow("lib", FakeSource([connected()], said))
            await recorder.desk(1)
        return list(log.after(1))

    assert len(asyncio.run(record())) == 3
