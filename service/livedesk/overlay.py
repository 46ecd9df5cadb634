"""What viewers may see: the questions that the host has approved, while they wait for an answer, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

import msgspec
from msgspec import Struct

from livedesk.hub import BOUND, Frame
from livedesk.log import Log
from livedesk.privacy.redaction import without_handles
from livedesk.questions.question import Question
from livedesk.recorder import Desk


class ApprovedQuestion(Struct, frozen=True):
    """A question for viewers' eyes. `name` is who asked first, empty unless names were asked for."""

    id: int
    text: str
    language: str
    on_air: bool
    name: str


class ApprovedFrame(Struct, frozen=True, tag_field="type", tag="approved"):
    """All that may be shown now: first what is being answered, then the longest wait."""

    seq: int
    questions: list[ApprovedQuestion]


async def overlay(log: Log, desk: Desk, *, names: bool, bound: int = BOUND) -> AsyncIterator[Frame]:
    """Yield what may be shown, at once and whenever that changes; hub.FellBehind as in `feed`."""
    with desk.hub.subscribe(bound) as subscription:
        told = await _approved(log, desk, names=names)
        yield _frame(desk, told)
        async for frame in subscription.frames():
            if frame.kind != "questions":
                continue
            shown = await _approved(log, desk, names=names)
            if shown != told:
                told = shown
                yield _frame(desk, told)


async def _approved(log: Log, desk: Desk, *, names: bool) -> list[ApprovedQuestion]:
    waiting: tuple[Literal["acknowledged", "open"], ...] = ("acknowledged", "open")
    approved = [each for status in waiting for each in desk.queue.questions(status) if each.approved]
    return [await _shown(log, desk, question, names=names) for question in approved]


async def _shown(log: Log, desk: Desk, question: Question, *, names: bool) -> ApprovedQuestion:
    return ApprovedQuestion(
        id=question.id,
        text=without_handles(question.text),
        language=question.language,
        on_air=question.status == "acknowledged",
        name=await asyncio.to_thread(_asker, log, desk, question) if names else "",
    )


def _asker(log: Log, desk: Desk, question: Question) -> str:
    first = next(log.after(desk.broadcast.id, question.id - 1, limit=1), None)
    viewer = first.viewer if first is not None else None
    return "" if viewer is None else viewer.nickname or viewer.handle


def _frame(desk: Desk, shown: list[ApprovedQuestion]) -> Frame:
    return Frame(desk.hub.seq, msgspec.json.encode(ApprovedFrame(desk.hub.seq, shown)).decode())
