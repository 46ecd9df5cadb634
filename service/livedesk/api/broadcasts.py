"""What is recorded: broadcasts, their entries, questions and figures."""

import asyncio
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from livedesk import archive, frames
from livedesk.api.asking import AskedDesk, AskedRecorder
from livedesk.api.schema import answers, json_response
from livedesk.questions.question import Status, encode
from livedesk.recorder import Desk
from livedesk.wire import encode_entry

router = APIRouter(prefix="/api/broadcasts", tags=["broadcasts"])

MOST_ENTRIES = 5_000


class Broadcasts(msgspec.Struct, frozen=True):
    """Everything recorded, newest first."""

    broadcasts: list[frames.BroadcastFields]


class Entries(msgspec.Struct, frozen=True):
    """A page of the log; `next` is what to ask `after` for the next page, null at the end."""

    entries: list[msgspec.Raw]
    next: int | None


class Questions(msgspec.Struct, frozen=True):
    """The questions in the order of the queue."""

    questions: list[msgspec.Raw]


@router.get("", responses=answers(Broadcasts))
async def list_broadcasts(recorder: AskedRecorder) -> Response:
    """List what is recorded, newest first."""
    return json_response(Broadcasts(await recorder.listed()))


@router.get("/{broadcast}", responses=answers(frames.BroadcastFields, 404))
async def one_broadcast(desk: AskedDesk) -> Response:
    """Give one broadcast with its counts and coverage."""
    return json_response(_shown(desk))


def _shown(desk: Desk) -> frames.BroadcastFields:
    return frames.broadcast_fields(desk.broadcast, desk.tally, desk.queue)


@router.get("/{broadcast}/entries", responses=answers(Entries, 404, 422))
async def entries(
    desk: AskedDesk,
    recorder: AskedRecorder,
    after: Annotated[int, Query(ge=0, description="Only entries with a greater seq.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES, description="At most so many.")] = 500,
    kind: Annotated[
        str, Query(description="Only these kinds, separated by commas.", pattern=r"^[a-z_,]*$")
    ] = "",
) -> Response:
    """Give a page of the log in order."""
    kinds = tuple(filter(None, kind.split(",")))
    page = await asyncio.to_thread(
        lambda: list(recorder.log.after(desk.broadcast.id, after, limit=limit + 1, kinds=kinds))
    )
    following = page[limit - 1].seq if len(page) > limit else None
    return json_response(Entries([msgspec.Raw(encode_entry(entry)) for entry in page[:limit]], following))


@router.get("/{broadcast}/questions", responses=answers(Questions, 404, 422))
async def questions(
    desk: AskedDesk,
    status: Annotated[Status | None, Query(description="Only questions in this state.")] = None,
) -> Response:
    """Give the questions in the order of the queue."""
    return json_response(Questions([msgspec.Raw(encode(each)) for each in desk.queue.questions(status)]))


@router.get("/{broadcast}/summary", responses=answers(dict[str, Any], 404))
async def summary(desk: AskedDesk, recorder: AskedRecorder) -> Response:
    """Give every published figure by the names of docs/metrics.md; null where it cannot be known."""
    live = archive.as_it_stands(desk.broadcast, desk.tally, desk.queue)
    return json_response(await asyncio.to_thread(archive.figures, recorder.log, live))
