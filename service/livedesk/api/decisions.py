"""What staff decide comes in here and becomes an entry of the log like everything else."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Path, Query, Request
from msgspec.structs import replace
from starlette.responses import Response

from livedesk.api.asking import AskedBearer, AskedDesk, AskedRecorder
from livedesk.api.schema import EntryAnswer, answers, asks, created, json_response
from livedesk.events import Approved, Decision, Undone
from livedesk.questions.keys import WHAT, Key, pressed
from livedesk.recorder import DecisionRefused
from livedesk.wire import encode_entry

router = APIRouter(prefix="/api/broadcasts/{broadcast}", tags=["decisions"])


@router.post(
    "/decisions",
    status_code=201,
    responses=answers(EntryAnswer, 403, 404, 409, 413, 422, status=201),
    openapi_extra=asks(Decision),
)
async def decide(desk: AskedDesk, recorder: AskedRecorder, bearer: AskedBearer, request: Request) -> Response:
    """Write a decision about a question; 409 with a sentence where it cannot be taken as things stand.

    What a device decides is `by` the name it was let in with. What viewers may see, a helper cannot approve.
    """
    decision = msgspec.json.decode(await request.body(), type=Decision)
    if isinstance(decision, Approved) and bearer.role == "mod":
        raise HTTPException(403, "Only the host approves what viewers see.")
    if bearer.device is not None:
        decision = replace(decision, by=bearer.name)
    if isinstance(decision, Undone):
        raise DecisionRefused("To take a decision back, POST to …/undo.")
    return created(await recorder.decide(desk.broadcast.id, decision))


@router.post("/undo", status_code=201, responses=answers(EntryAnswer, 404, 409, status=201))
async def undo(
    desk: AskedDesk,
    recorder: AskedRecorder,
    bearer: AskedBearer,
    by: Annotated[str, Query(max_length=64)] = "host",
    entry: Annotated[
        int | None, Query(ge=1, description="The seq of the decision; the last one without it.")
    ] = None,
) -> Response:
    """Take a decision back; 409 where there is none, or it was taken back already."""
    by = by if bearer.device is None else bearer.name
    return created(await recorder.undo(desk.broadcast.id, by, entry))


class Pressed(msgspec.Struct, frozen=True):
    """What a key has written."""

    entries: list[msgspec.Raw]


@router.get("/keys/{key}", responses=answers(Pressed, 404, 409, 422))
@router.post("/keys/{key}", responses=answers(Pressed, 404, 409, 422))
async def press(
    desk: AskedDesk,
    recorder: AskedRecorder,
    bearer: AskedBearer,
    key: Annotated[Key, Path(description="; ".join(f"`{name}` {does}" for name, does in WHAT.items()) + ".")],
) -> Response:
    """Do what a key of a control pad (Stream Deck, a macro pad) stands for; 409 where there is nothing to do.

    The token may stand in the address (`?token=…`), for pads that can call an address and nothing more.
    """
    by = bearer.name or "host"
    if key == "undo":
        entries = [await recorder.undo(desk.broadcast.id, by)]
    else:
        decisions = pressed(desk.queue, key, by)
        if not decisions:
            raise DecisionRefused("There is nothing to do: no question is on air, or none waits.")
        entries = [await recorder.decide(desk.broadcast.id, decision) for decision in decisions]
    return json_response(Pressed([msgspec.Raw(encode_entry(entry)) for entry in entries]))
