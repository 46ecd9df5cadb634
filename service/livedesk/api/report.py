"""The report of a broadcast: a page for people, and its picture for a slide."""

import asyncio
from datetime import tzinfo
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from livedesk import archive, exports, report
from livedesk.api.asking import AskedClock, AskedDesk, AskedLedger, AskedRecorder, downloaded, reading
from livedesk.api.schema import refusals
from livedesk.recorder import Desk

router = APIRouter(prefix="/broadcasts", tags=["report"])

FILES = {"html": "text/html; charset=utf-8", "svg": "image/svg+xml", "png": "image/png"}

Language = Annotated[
    str | None, Query(alias="lang", pattern="^(en|id|pl)$", description="The page's language: en, id or pl.")
]
Accepted = Annotated[str, Header(alias="accept-language", include_in_schema=False)]


@router.get("", response_class=HTMLResponse, responses=refusals(422))
async def side_by_side(
    request: Request, recorder: AskedRecorder, *, lang: Language = None, accepted: Accepted = ""
) -> Response:
    """Give a page that compares the broadcasts recorded, by weekday, by hour and over time."""
    found = await asyncio.to_thread(archive.sides, recorder.log, recorder.languages)
    made = report.side_by_side(
        found,
        lang or _preferred(accepted),
        _zone(request),
        library=recorder.library.name if recorder.library else "",
        fonts=request.app.state.fonts,
        linked=True,
    )
    return _page(made, request)


@router.get("/{broadcast}/report", response_class=HTMLResponse, responses=refusals(404, 422))
async def page(
    request: Request,
    desk: AskedDesk,
    recorder: AskedRecorder,
    *,
    lang: Language = None,
    accepted: Accepted = "",
) -> Response:
    """Give the report as a page that prints on A4; in the browser's language where none is asked for."""
    found, zone = reading(desk, recorder), _zone(request)
    fonts = request.app.state.fonts
    made = await asyncio.to_thread(found.report, zone, fonts, _links(desk))
    html = await asyncio.to_thread(report.page, made, lang or _preferred(accepted))
    return _page(html, request)


@router.get("/{broadcast}/report.{format_name}", responses=refusals(404, 422))
async def file(
    request: Request,
    desk: AskedDesk,
    recorder: AskedRecorder,
    format_name: Annotated[Literal["html", "svg", "png"], Path(description="html, svg or png.")],
    *,
    clock: AskedClock,
    ledger: AskedLedger,
    lang: Language = None,
    accepted: Accepted = "",
) -> Response:
    """Give the report as a page that stands alone, or its picture for a slide (`svg`, `png`)."""
    found, language = reading(desk, recorder), lang or _preferred(accepted)
    if format_name == "html":  # a picture holds nobody's words
        await asyncio.to_thread(ledger.note, downloaded(clock(), desk, "report", format_name))
    made = archive.reported(found, format_name, language, _zone(request))
    content = await asyncio.to_thread(b"".join, made)
    name = exports.file_name(desk.broadcast.handle, desk.broadcast.started_at, "report", format_name)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=FILES[format_name], headers=headers)


def _page(html: str, request: Request) -> Response:
    policy = f"{report.policy(request.app.state.fonts)}; frame-ancestors 'none'"
    return HTMLResponse(html, headers={"content-security-policy": policy, "cache-control": "no-store"})


def _zone(request: Request) -> tzinfo | None:
    zone: tzinfo | None = request.app.state.zone
    return zone


def _links(desk: Desk) -> dict[str, str]:
    """Return where the page's own files are, by the names of their texts."""
    number = desk.broadcast.id
    return {
        "follow_up": f"/api/broadcasts/{number}/export/pack.xlsx",
        "picture": f"/broadcasts/{number}/report.png",
        "downloads": f"/?broadcast={number}#export",
        "edit_notes": f"/?broadcast={number}#notes",
        "all_broadcasts": "/broadcasts",
        "live_center": f"/?broadcast={number}",
    }


def _preferred(accepted: str) -> str:
    """Return the first language of an Accept-Language header in which there is a report, English without one."""
    asked = (part.partition(";")[0].strip().lower()[:2] for part in accepted.split(","))
    return next((language for language in asked if language in report.languages()), "en")
