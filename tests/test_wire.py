"""Entries as JSON, to the letter of the contract."""

import json
from typing import Any, Literal, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.events import Aspect, Body, Comment, Entry, Gap, Viewer
from livedesk.wire import decode_body, decode_entry, encode_body, encode_entry, iso, milliseconds

EXAMPLES: dict[object, Any] = {
    str: "teks \u2028<b>&",
    int: 7,
    float: 1.5,
    int | None: None,
    tuple[int, ...]: (1, 2),
    tuple[str, ...]: ("k1", "k2"),
    Literal["corrupt", "unknown", "oversized"]: "corrupt",
    dict[str, int | float | str | None]: {
        "questions": 3,
        "coverage": 0.5,
        "basis": "received",
        "median": None,
    },
    Literal["pseudonyms", "figures"]: "pseudonyms",
    Aspect: "light",
}


def example(body: type[Body]) -> Body:
    """Fill every field without a default."""
    fields = [field for field in msgspec.structs.fields(body) if field.required]
    return body(**{field.name: EXAMPLES[field.type] for field in fields})


@pytest.mark.parametrize("body", get_args(Body))
def test_every_kind_comes_back_as_it_went(body: type[Body]) -> None:
    entry = Entry(
        3, 1, 1_700_000_000_123, 1_700_000_000_456, example(body), Viewer("k", "h", "n"), "m1", history=True
    )
    assert decode_entry(encode_entry(entry)) == entry
    assert decode_body(encode_body(entry.body)) == entry.body


def test_an_entry_is_one_flat_object_with_times_in_utc() -> None:
    entry = Entry(3, 1, 1_700_000_000_007, 1_700_000_001_000, Comment("halo", "id"), Viewer("k"), "m1")
    assert json.loads(encode_entry(entry)) == {
        "seq": 3,
        "broadcast": 1,
        "kind": "comment",
        "at": "2023-11-14T22:13:20.007Z",
        "received_at": "2023-11-14T22:13:21.000Z",
        "viewer": {"key": "k", "handle": "", "nickname": ""},
        "message_id": "m1",
        "history": False,
        "text": "halo",
        "language": "id",
        "mentions": [],
        "role": "viewer",
    }


def test_what_has_no_viewer_and_no_message_says_null() -> None:
    told = json.loads(encode_entry(Entry(1, 1, 0, 0, Gap(2.5, "lost"))))
    assert (told["viewer"], told["message_id"], told["seconds"]) == (None, None, 2.5)


@given(st.integers(min_value=0, max_value=4_102_444_800_000))
def test_a_time_comes_back_to_the_millisecond(moment: int) -> None:
    assert milliseconds(iso(moment)) == moment


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        milliseconds("2026-11-21T19:00:00")


@given(st.text(), st.text())
def test_no_text_breaks_the_line(text: str, nickname: str) -> None:
    try:
        line = encode_entry(Entry(1, 1, 0, 0, Comment(text), Viewer("k", "h", nickname)))
    except UnicodeEncodeError:  # half a surrogate pair: the decoder of TikTok's messages lets none through
        return
    assert b"\n" not in line
    assert json.loads(line)["text"] == text
