"""The tables of a broadcast as files, streamed as they are read."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query
from starlette.responses import Response, StreamingResponse

from livedesk import archive, exports
from livedesk.api.asking import AskedClock, AskedDesk, AskedLedger, AskedRecorder, downloaded, reading
from livedesk.api.schema import answers, json_response, refusals

LINES = ("csv", "jsonl")
"""Formats that give the log as a line for each entry, so that it is known how many come."""

router = APIRouter(prefix="/api", tags=["export"])


class Offer(msgspec.Struct, frozen=True):
    """A table and the formats it can be had in; `quotes` where it holds the words of viewers."""

    table: str
    formats: list[str]
    quotes: bool


class Offers(msgspec.Struct, frozen=True):
    """What can be exported of a broadcast."""

    exports: list[Offer]


@router.get("/exports", responses=answers(Offers))
async def list_exports() -> Response:
    """List the tables and their formats, for whoever lets people choose."""
    tables = [*exports.WORKBOOKS, *exports.TABLES]
    return json_response(
        Offers([Offer(table, exports.formats(table), table not in exports.WORDLESS) for table in tables])
    )


@router.get(
    "/broadcasts/{broadcast}/export/{table}.{format_name}",
    response_class=StreamingResponse,
    responses=refusals(404, 422),
)
async def export(
    desk: AskedDesk,
    recorder: AskedRecorder,
    table: str,
    format_name: str,
    *,
    clock: AskedClock,
    ledger: AskedLedger,
    names: Annotated[bool, Query(description="With viewers' names; otherwise pseudonyms only.")] = False,
    offset: Annotated[
        float, Query(description="Seconds from the beginning of your recording to that of the Live.")
    ] = 0,
) -> Response:
    """Give a table (`log`, `questions`, `summary` …) as a file (`csv`, `jsonl`, `xlsx` …); `all.xlsx` has every one."""
    table, _, format_name = f"{table}.{format_name}".partition(".")  # an ending may have a dot in it
    if (refused := exports.refusal(table, format_name)) is not None:
        raise HTTPException(404, refused)
    await asyncio.to_thread(ledger.note, downloaded(clock(), desk, table, format_name, names=names))
    found = reading(desk, recorder, offset=offset)
    chunks = archive.exported(found, table, format_name, names=names)
    name = exports.file_name(desk.broadcast.handle, desk.broadcast.started_at, table, format_name)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    if table == "log" and format_name in LINES:
        headers["livedesk-rows"] = str(desk.hub.seq)
    return StreamingResponse(
        _in_thread(chunks), media_type=exports.FORMATS[format_name].media_type, headers=headers
    )


async def _in_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read one chunk after the other beside the loop, which goes on serving."""
    while (chunk := await asyncio.to_thread(next, chunks, b"")) != b"":
        yield chunk
