"""Decoding beside bare TikTokLive: the same frames in turns in one process, so that their ratio holds elsewhere too."""

import asyncio
import time
from collections.abc import Callable, Iterator
from importlib import import_module

from livedesk.rehearsal.feed import Frame
from livedesk.rehearsal.load import load_feed
from livedesk.sources.webcast import read_frame

EVENTS = 500
TURNS = 5


def rows() -> Iterator[str]:
    """Decode frames of one, ten and fifty messages in turns and yield the best of each, and their ratio."""
    yield "| messages a frame | livedesk, events per CPU second | TikTokLive 7 | ratio |"
    yield "|---|---|---|---|"
    theirs = _tiktoklive()
    for per_frame in (1, 10, 50):
        load = load_feed(events=EVENTS, rate=None, per_frame=per_frame, duplicate_every=0, faulty=False)
        frames = [beat.act.data for beat in load.sent if isinstance(beat.act, Frame)]
        turns = [(_seconds(_ours, frames), _seconds(theirs, frames)) for _ in range(TURNS)]
        ours, bare = (EVENTS / min(seconds) for seconds in zip(*turns, strict=True))
        yield f"| {per_frame} | {ours:,.0f} | {bare:,.0f} | {ours / bare:,.0f} |"


def _seconds(decode: Callable[[list[bytes]], None], frames: list[bytes]) -> float:
    begun = time.process_time()
    decode(frames)
    return time.process_time() - begun


def _ours(frames: list[bytes]) -> None:
    for data in frames:
        read_frame(data, 0)


def _tiktoklive() -> Callable[[list[bytes]], None]:
    # Seconds of CPU to import: only this measurement needs it.
    client = import_module("TikTokLive.client.client").TikTokLiveClient("perpus.kota")
    frames_of = import_module("TikTokLive.client.ws.ws_utils")

    async def decode(frames: list[bytes]) -> None:
        for data in frames:
            response = frames_of.extract_webcast_response_message(frames_of.extract_webcast_push_frame(data))
            async for _ in client._parse_webcast_response(response):
                pass

    return lambda frames: asyncio.run(decode(frames))
