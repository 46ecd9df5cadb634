"""Catch up without a gap or a repeat: first the log, then live.

A dashboard is subscribed first and gets a snapshot of that same instant; then, where it asked for entries after a
seq, those that the log holds up to that instant; then every frame published since. So nothing falls between and
nothing comes twice. One that takes so long to catch up that its subscription overflows comes back further on.
"""

import asyncio
from collections.abc import AsyncIterator

from livedesk import frames
from livedesk.hub import BOUND, Frame
from livedesk.log import Log
from livedesk.recorder import Desk

PAGE = 500
"""Entries in one catching-up frame."""


async def feed(
    log: Log, desk: Desk, after: int | None, *, now: int, marks: bool = False, bound: int = BOUND
) -> AsyncIterator[Frame]:
    """Yield the snapshot, the entries after `after` (none where it is None) and then the live frames.

    With `marks` it tells which comments seem to break the house's rules. Raises hub.FellBehind where the reader takes
    frames too slowly; it comes back with the seq of its last frame.
    """
    with desk.hub.subscribe(bound) as subscription:
        until = desk.hub.seq
        seq = until if after is None else max(0, min(after, until))
        stands = frames.snapshot(seq, desk.broadcast, desk.tally, desk.queue, health=desk.health, now=now)
        for frame in stands:
            yield frame
            await asyncio.sleep(0)  # so many questions take time, and others wait
        marked = desk.marks.latest() if marks else []
        while seq < until:
            page = await asyncio.to_thread(_page, log, desk.broadcast.id, seq, min(PAGE, until - seq))
            seq = page.seq
            yield page
        if marked:
            yield frames.marks(until, marked)
        async for frame in subscription.frames():
            if marks or frame.kind != "marks":
                yield frame


def _page(log: Log, broadcast: int, seq: int, limit: int) -> Frame:
    return frames.entries(list(log.after(broadcast, seq, limit=limit)))
