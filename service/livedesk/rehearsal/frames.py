"""Messages become push frames, and what a client sends is told apart."""

import gzip
from collections.abc import Sequence
from typing import Literal, TypeAlias

from livedesk.rehearsal.messages import Message
from livedesk.rehearsal.protobuf import Value, field, message

Sent: TypeAlias = Literal["heartbeat", "acknowledgement", "enter_room", "other"]
"""What a client's frame is."""

_SENT: dict[bytes, Sent] = {
    field(7, "hb"): "heartbeat",
    field(7, "ack"): "acknowledgement",
    field(7, "im_enter_room"): "enter_room",
}


def sent(data: bytes | str) -> Sent:
    """Tell what a client's frame is, by its payload type."""
    if isinstance(data, str):
        return "other"
    return next((what for mark, what in _SENT.items() if mark in data), "other")


def frame(
    messages: Sequence[Message], now: int, log_id: int, *, history: bool = False, compressed: bool = True
) -> bytes:
    """Encode messages as one WebSocket message; all of them are history, or none."""
    wrapped = [each.wrapped(history=history) for each in messages]
    result = fetch_result(wrapped, now)
    if compressed:
        result = gzip.compress(result, compresslevel=1, mtime=0)
    return push_frame(result, log_id, gzipped=compressed)


def fetch_result(wrapped: list[bytes], now: int) -> bytes:
    """Encode what a frame carries: messages, the cursor to go on from, and the wish to be acknowledged."""
    cursor = f"{now}_7286185144321608480_1_1_0_0"
    internal_ext = (
        f"fetch_time:{now}|start_time:0|ack_ids:,,|flag:0|seq:1|next_cursor:{cursor}|wss_info:0-{now}-0-0"
    )
    return message({1: wrapped, 2: cursor, 3: 1000, 4: now, 5: internal_ext, 8: 10_000, 9: True})


def push_frame(payload: bytes, log_id: int, *, kind: str = "msg", gzipped: bool = False) -> bytes:
    """Encode the outermost layer; that the payload is gzip is announced in a header."""
    headers = [message({1: "compress_type", 2: "gzip"})] if gzipped else []
    return message({1: log_id, 2: log_id, 3: 4, 4: 8, 5: headers, 6: "pb", 7: kind, 8: payload})


def heartbeat_answer(log_id: int) -> bytes:
    """Encode the answer that tells a client's heartbeat that somebody is there."""
    return push_frame(b"", log_id, kind="hb")


def first_answer(socket_url: str, now: int, messages: Sequence[Message] = ()) -> bytes:
    """Encode the signer's answer: where the socket is; `messages` come along as history."""
    route = {"imprp": f"{now}rehearsal", "device_id": "7286185144321608480"}
    fields: dict[int, Value] = {
        1: [each.wrapped(history=True) for each in messages],
        2: f"{now}_7286185144321608480_1_1_0_0",
        3: 1000,
        4: now,
        5: f"fetch_time:{now}|start_time:0",
        7: [message({1: key, 2: value}) for key, value in route.items()],
        8: 10_000,
        10: socket_url,
        11: True,
    }
    return message(fields)
