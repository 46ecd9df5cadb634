"""One measured Live: stage, livedesk and audience, and the proof that nothing was lost or repeated."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from .audience import Audience, Heard, open_audience
from .desk import Desk, open_desk
from .stage import Plan, Played, open_stage

_CORES = sorted(os.sched_getaffinity(0))
LIVEDESK_CORE, OTHER_CORE = _CORES[0], _CORES[-1]


@dataclass(frozen=True)
class Outcome:
    """What a Live took: seconds from the first frame sent to the last entry had, and of CPU of the livedesk process."""

    seconds: float
    cpu_seconds: float
    played: Played
    heard: list[Heard]


def measure(
    plan: Plan,
    clients: int = 0,
    watching: Callable[[Desk], AbstractContextManager[object]] = lambda _: nullcontext(),
) -> Outcome:
    """Play the plan to a livedesk on a core of its own; AssertionError where an entry is missing or there twice.

    Without clients the end is when the last entry is on disk, with clients when the last one of them has it.
    `watching` is entered while the Live is played.
    """
    with (
        TemporaryDirectory() as folder,
        open_stage(plan, OTHER_CORE) as stage,
        open_desk(
            Path(folder), ["watch", f"@{stage.handle}", "--no-open"], stage.endpoints, core=LIVEDESK_CORE
        ) as desk,
    ):
        stage.until_ready()
        desk.until_connected()
        with _audience(desk, clients) as audience, watching(desk):
            before = desk.cpu_seconds()
            stage.play()
            ended_at = _until_ended(desk, audience)
            cpu_seconds = desk.cpu_seconds() - before
            played = stage.played()
            heard = audience.heard() if audience else []
        _nothing_lost_or_repeated(desk, played, heard)
    return Outcome((ended_at - played.sent_at[0]) / 1e9, cpu_seconds, played, heard)


@contextmanager
def _audience(desk: Desk, clients: int) -> Iterator[Audience | None]:
    if clients:
        with open_audience(desk, clients, OTHER_CORE) as audience:
            yield audience
    else:
        yield None


def _until_ended(desk: Desk, audience: Audience | None) -> int:
    if audience is not None:
        return audience.until_ended()
    desk.until_ended()
    return time.time_ns()


def _nothing_lost_or_repeated(desk: Desk, played: Played, heard: list[Heard]) -> None:
    rows = desk.rows("SELECT seq, message_id FROM entry ORDER BY seq")
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
    assert [message_id for _, message_id in rows if message_id is not None] == played.message_ids
    for each in heard:
        assert each.seqs == [seq for seq, _ in rows]
        assert list(each.message_ids) == played.message_ids
        assert not each.repeated
