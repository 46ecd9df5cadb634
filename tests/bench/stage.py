"""TikTok's stand-in in a process of its own, which plays a load when it is told to."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from livedesk.rehearsal import StandIn
from livedesk.rehearsal.feed import Frame
from livedesk.rehearsal.load import Load, load_feed


@dataclass(frozen=True)
class Plan:
    """What is played: so many mixed events, `rate` a second (None: as fast as they are taken), in frames of so many.

    Every fiftieth message comes twice. `filler` makes messages as long as real ones. Of what viewers write the part
    `worded_anew` is worded like nothing before it.
    """

    events: int
    per_frame: int
    rate: float | None = None
    filler: bool = True
    worded_anew: float = 1.0


@dataclass(frozen=True)
class Played:
    """What was sent: the message ids once each, in order, and when, in nanoseconds since 1970, each first was."""

    message_ids: list[str]
    sent_at: list[int]


class Stage:
    """The stand-in as its visitors see it; `endpoints` are the settings that lead livedesk to it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.handle: str
        self.endpoints: dict[str, str]
        self.handle, self.endpoints = pipe.recv()

    def until_ready(self) -> None:
        """Wait until the load is made."""
        self._pipe.recv()

    def play(self) -> None:
        """Begin to send."""
        self._pipe.send("play")

    def played(self) -> Played:
        """Wait until everything was sent."""
        played: Played = self._pipe.recv()
        return played


@contextmanager
def open_stage(plan: Plan, core: int | None = None) -> Iterator[Stage]:
    """Make the load and let in who comes; leaving tears everything down."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_perform, args=(plan, there, core), daemon=True)
    process.start()
    there.close()
    try:
        yield Stage(here)
    finally:
        process.kill()
        process.join()
        here.close()


def _perform(plan: Plan, pipe: Connection, core: int | None) -> None:
    if core is not None:
        os.sched_setaffinity(0, {core})
    asyncio.run(_play(plan, pipe))


async def _play(plan: Plan, pipe: Connection) -> None:
    async with StandIn() as standin:
        addresses = {
            "LIVEDESK_TIKTOK_APP_URL": standin.app_url,
            "LIVEDESK_TIKTOK_WEBCAST_URL": standin.webcast_url,
            "LIVEDESK_SIGN_URL": standin.sign_url,
        }
        pipe.send((standin.handle, addresses))
        load = await asyncio.to_thread(_make, plan)
        pipe.send("ready")
        await asyncio.to_thread(pipe.recv)
        played = await _send(standin, load, plan.per_frame)
        await asyncio.to_thread(
            pipe.send, played
        )  # whoever asks may take their time; the last frames must not wait
        await asyncio.Event().wait()


def _make(plan: Plan) -> Load:
    return load_feed(
        events=plan.events,
        rate=plan.rate,
        per_frame=plan.per_frame,
        faulty=False,
        filler=plan.filler,
        worded_anew=plan.worded_anew,
    )


async def _send(standin: StandIn, load: Load, per_frame: int) -> Played:
    clock = asyncio.get_running_loop().time
    begun = clock()
    for beat in load.sent:
        if isinstance(beat.act, Frame):
            if (early := begun + beat.at - clock()) > 0:
                await asyncio.sleep(early)
            await standin.send(beat.act)
    message_ids = [str(event.message_id) for event in load.expected]
    return Played(message_ids, [standin.sent_at[number // per_frame] for number in range(len(message_ids))])
