"""Entries as JSON, to the letter of the contract: one flat object, times in ISO 8601 UTC with milliseconds.

A body is encoded once. The log keeps that encoding and the stream splices it into the entry's envelope, so an
event costs one JSON encoding however many dashboards watch.
"""

from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from livedesk.events import Body, Entry, Viewer

_encoder = msgspec.json.Encoder()
_body_decoder: msgspec.json.Decoder[Body] = msgspec.json.Decoder(Body)


class _Envelope(msgspec.Struct, frozen=True):
    seq: int
    broadcast: int
    at: str
    received_at: str
    viewer: Viewer | None = None
    message_id: str | None = None
    history: bool = False


_envelope_decoder = msgspec.json.Decoder(_Envelope)


@lru_cache(maxsize=64)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.")


def iso(milliseconds: int) -> str:
    """Milliseconds since 1970 as ISO 8601 in UTC, such as `2026-11-21T19:00:00.000Z`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{_second(seconds)}{rest:03d}Z"


def milliseconds(text: str) -> int:
    """Read an ISO 8601 time with an offset as milliseconds since 1970; ValueError where it is none."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: write it as 2026-11-21T19:00:00.000Z.")
    return round(moment.timestamp() * 1000)


def encode_body(body: Body) -> bytes:
    """Encode a body as `{"kind":"comment",…}`."""
    return _encoder.encode(body)


def decode_body(encoded: bytes | str) -> Body:
    """Read what `encode_body` wrote; unknown fields are passed over; msgspec.ValidationError where it is no body."""
    return _body_decoder.decode(encoded)


def encode_entry(entry: Entry, body: bytes | None = None) -> bytes:
    """Encode an entry as one flat JSON object; `body` is its encoding where the caller has it already."""
    if body is None:
        body = _encoder.encode(entry.body)
    message_id = b"null" if entry.message_id is None else _encoder.encode(entry.message_id)
    viewer = b"null" if entry.viewer is None else _encoder.encode(entry.viewer)
    head = (
        f'{{"seq":{entry.seq},"broadcast":{entry.broadcast},"at":"{iso(entry.at)}",'
        f'"received_at":"{iso(entry.received_at)}","history":{"true" if entry.history else "false"},"message_id":'
    )
    return b"".join((head.encode(), message_id, b',"viewer":', viewer, b",", body[1:]))


def decode_entry(line: bytes | str) -> Entry:
    """Read one flat JSON object as an entry; msgspec.ValidationError or ValueError where it is none."""
    envelope = _envelope_decoder.decode(line)
    return Entry(
        seq=envelope.seq,
        broadcast=envelope.broadcast,
        at=milliseconds(envelope.at),
        received_at=milliseconds(envelope.received_at),
        body=_body_decoder.decode(line),
        viewer=envelope.viewer,
        message_id=envelope.message_id,
        history=envelope.history,
    )
