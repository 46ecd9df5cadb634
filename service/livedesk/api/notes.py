"""What staff note of a broadcast itself: its set-up, its content, and what changed in its course."""

import asyncio

import msgspec
from fastapi import APIRouter, Request
from msgspec.structs import replace
from starlette.responses import Response

from livedesk import archive
from livedesk.api.asking import AskedBearer, AskedDesk, AskedRecorder
from livedesk.api.schema import EntryAnswer, answers, asks, created, json_response
from livedesk.events import Noted

router = APIRouter(prefix="/api/broadcasts/{broadcast}/notes", tags=["notes"])


class Notes(msgspec.Struct, frozen=True):
    """The notes that count: those of the whole broadcast, then those of a moment in its course, by time."""

    notes: list[Noted]


@router.get("", responses=answers(Notes, 404))
async def list_notes(desk: AskedDesk, recorder: AskedRecorder) -> Response:
    """Give what staff noted of the broadcast, as it counts now."""
    found = await asyncio.to_thread(archive.notes_of, recorder.log, desk.broadcast.id)
    return json_response(Notes(found))


@router.post(
    "", status_code=201, responses=answers(EntryAnswer, 404, 413, 422, status=201), openapi_extra=asks(Noted)
)
async def note(desk: AskedDesk, recorder: AskedRecorder, bearer: AskedBearer, request: Request) -> Response:
    """Note something. The newest on an aspect and moment counts; an empty one takes the former back."""
    noted = msgspec.json.decode(await request.body(), type=Noted)
    if bearer.device is not None:
        noted = replace(noted, by=bearer.name)
    return created(await recorder.note(desk.broadcast.id, noted))
