"""The live stream: a snapshot, what was missed, then all that becomes durable; and what viewers may see of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Query
from starlette.websockets import WebSocket, WebSocketDisconnect

from livedesk.api import roles
from livedesk.api.asking import AskedBearer, AskedClock, AskedDevices, AskedRecorder
from livedesk.feed import feed
from livedesk.hub import FellBehind, Frame
from livedesk.journal import warn
from livedesk.overlay import overlay
from livedesk.recorder import BroadcastUnknown, Desk, Recorder

router = APIRouter()

FELL_BEHIND = 4008
REVOKED = 4401
UNKNOWN = 4404
TALKS = 1008
FULL = 1013

MOST_STREAMS = 250
"""Of one process: what each costs bounds how many there can be."""

MOST_WORDS = 64
"""Messages that a client may send, which has nothing to say: who floods is cut off."""


Frames: TypeAlias = Callable[[Desk], AsyncIterator[Frame]]


@router.websocket("/api/broadcasts/{broadcast}/stream")
async def stream(
    websocket: WebSocket,
    broadcast: str,
    *,
    recorder: AskedRecorder,
    clock: AskedClock,
    bearer: AskedBearer,
    devices: AskedDevices,
    after: Annotated[int | None, Query(ge=0)] = None,
) -> None:
    """Send frames until the client leaves; one that falls behind is closed with 4008 and comes back with its seq."""
    marks = roles.sees_marks(bearer)
    with devices.watched(bearer) as revoked:
        await _serve(
            websocket,
            recorder,
            broadcast,
            revoked,
            lambda desk: feed(recorder.log, desk, after, now=clock(), marks=marks),
        )


@router.websocket("/api/broadcasts/{broadcast}/approved")
async def approved(
    websocket: WebSocket,
    broadcast: str,
    *,
    recorder: AskedRecorder,
    bearer: AskedBearer,
    devices: AskedDevices,
    names: bool = False,
) -> None:
    """Send what viewers may see, whenever it changes; no names to a device that was let in as an overlay."""
    named = names and bearer.role != "overlay"
    with devices.watched(bearer) as revoked:
        await _serve(
            websocket, recorder, broadcast, revoked, lambda desk: overlay(recorder.log, desk, names=named)
        )


async def _serve(
    websocket: WebSocket, recorder: Recorder, broadcast: str, revoked: asyncio.Event, frames: Frames
) -> None:
    await websocket.accept()
    if recorder.dashboards >= MOST_STREAMS:
        await websocket.close(FULL, "Too many dashboards are connected: try again later.")
        return
    try:
        desk = await recorder.named(broadcast)
    except BroadcastUnknown as unknown:
        await websocket.close(UNKNOWN, str(unknown))
        return
    await _until_first(
        _send(websocket, frames(desk)), _until_it_leaves(websocket), _until_revoked(websocket, revoked)
    )


async def _until_first(*works: Coroutine[None, None, None]) -> None:
    """Do all of this until one is done."""
    tasks = [asyncio.create_task(work) for work in works]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


async def _send(websocket: WebSocket, frames: AsyncIterator[Frame]) -> None:
    try:
        async for frame in frames:
            await websocket.send_text(frame.text)
    except FellBehind:
        warn("client_cut_off", path=websocket.url.path)
        await websocket.close(FELL_BEHIND, "You fell too far behind; come back with your last seq.")
    except WebSocketDisconnect:
        return


async def _until_it_leaves(websocket: WebSocket) -> None:
    """Wait for the client's goodbye; what it says before does not matter, as long as it is little."""
    for _ in range(MOST_WORDS):
        if (await websocket.receive())["type"] == "websocket.disconnect":
            return
    await websocket.close(TALKS, "This stream is for listening.")


async def _until_revoked(websocket: WebSocket, revoked: asyncio.Event) -> None:
    await revoked.wait()
    await websocket.close(REVOKED, "This device is no longer let in.")
