"""Before the Live: is everything ready? The same look that `livedesk check` takes, from the desk."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Annotated, TypeAlias

import msgspec
from fastapi import APIRouter, Depends, Query
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response

from livedesk.api.schema import answers, json_response
from livedesk.findings import Finding

router = APIRouter(tags=["preflight"])

Checks: TypeAlias = Callable[[], AsyncIterator[Finding]]


class FindingFields(msgspec.Struct, frozen=True):
    """What was looked at, whether it will do, and a sentence that says what to do."""

    what: str
    title: str
    ok: bool
    sentence: str


class Findings(msgspec.Struct, frozen=True):
    """Everything that was looked at, in order."""

    findings: list[FindingFields]


class Look:
    """Looks once, however many ask at the same time: each look asks TikTok and the signing service."""

    def __init__(self, checks: Checks) -> None:
        self._checks = checks
        self._looking: asyncio.Task[list[Finding]] | None = None

    async def findings(self) -> list[Finding]:
        """Return what a look finds, of the one under way if there is one."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)

    async def _look(self) -> list[Finding]:
        return [finding async for finding in self._checks()]


def _look(connection: HTTPConnection) -> Look:
    look: Look | None = connection.app.state.look
    if look is None:
        raise HTTPException(404, "This desk cannot look around: start it with 'livedesk watch' or 'serve'.")
    return look


@router.get("/api/preflight", responses=answers(Findings, 404, 422))
async def preflight(
    look: Annotated[Look, Depends(_look)],
    lang: Annotated[str, Query(pattern="^(en|id|pl)$", description="The language: en, id or pl.")] = "en",
) -> Response:
    """Look whether everything is ready for a Live; it takes some seconds. No key and no password is told."""
    found = await look.findings()
    told = [FindingFields(each.what, each.title(lang), each.ok, each.told(lang)) for each in found]
    return json_response(Findings(told))
