"""Commands that listen to a Live, play one, show one, or look whether all is ready for one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from livedesk.cli.options import LeaveAtEnd, NoOpen
from livedesk.cli.places import the_settings
from livedesk.cli.terminal import leave, say

if TYPE_CHECKING:
    from livedesk.app import Listening
    from livedesk.settings import Settings

commands = typer.Typer()


@commands.command()
def watch(
    handles: Annotated[list[str], typer.Argument(metavar="@HANDLE...", help="Whose Live to record.")],
    *,
    room_id: Annotated[
        int | None, typer.Option(metavar="ID", help="Go straight to this room instead of looking it up.")
    ] = None,
    no_open: NoOpen = False,
    leave_at_end: LeaveAtEnd = False,
) -> None:
    """Record a Live and show its unanswered questions.

    Waits for the Live if it has not begun, survives disconnects, ends with the Live and then serves what was recorded.
    """
    from livedesk.app import tiktok

    if room_id is not None and len(handles) > 1:
        raise typer.BadParameter("--room-id names one Live: give one handle with it.")
    settings = the_settings()
    listenings = [tiktok(handle, settings, room_id=room_id) for handle in handles]
    _run(settings, listenings, no_open=no_open, leave_at_end=leave_at_end)


@commands.command()
def rehearse(
    script: Annotated[
        Path | None, typer.Argument(metavar="[SCRIPT]", help="A script of your own; see docs/rehearsal.md.")
    ] = None,
    *,
    speed: Annotated[float, typer.Option(min=0.1, max=1000, help="Times faster than life.")] = 1.0,
    seed: Annotated[
        int, typer.Option(help="Varies names and pauses; the same seed plays the same Live.")
    ] = 0,
    no_open: NoOpen = False,
    leave_at_end: LeaveAtEnd = False,
) -> None:
    """Play a scripted Live through the real client: to try things out, to train hosts.

    Without a script, a library's evening in Indonesian with Polish and English viewers, twelve minutes long.
    """
    import asyncio

    from livedesk.app import run, tiktok
    from livedesk.preflight import checks
    from livedesk.rehearsal import StandIn
    from livedesk.rehearsal.script import load

    settings = the_settings()
    feed = load(script) if script else load()

    async def play() -> bool:
        async with StandIn(feed, speed=speed, seed=seed) as standin:
            played_here = settings.model_copy(
                update={
                    "tiktok_app_url": standin.app_url,
                    "tiktok_webcast_url": standin.webcast_url,
                    "sign_url": standin.sign_url,
                }
            )
            listening = tiktok(standin.handle, played_here, rehearsal=True)
            return await run(
                played_here,
                [listening],
                say=say,
                checks=checks,
                open_browser=not no_open,
                leave_at_end=leave_at_end,
            )

    leave(asyncio.run(play()))


@commands.command()
def serve(*, no_open: NoOpen = False) -> None:
    """Show what is recorded, without listening to anybody."""
    _run(the_settings(), [], no_open=no_open)


@commands.command()
def check(
    handle: Annotated[str | None, typer.Argument(metavar="[@HANDLE]", help="Whose Live to look for.")] = None,
) -> None:
    """Look before the Live whether everything is ready: one line each; fails where something is not."""
    import asyncio

    from livedesk.preflight import checks
    from livedesk.sources.tiktok import parse_handle

    wanted = [parse_handle(handle)] if handle else []

    async def look() -> bool:
        ready = True
        async for finding in checks(the_settings(), wanted):
            typer.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.title('en')}: {finding.sentence}")
            ready = ready and finding.ok
        return ready

    leave(asyncio.run(look()))


def _run(
    settings: "Settings", listenings: "list[Listening]", *, no_open: bool, leave_at_end: bool = False
) -> None:
    import asyncio

    from livedesk.app import run
    from livedesk.preflight import checks

    wanted = run(
        settings, listenings, say=say, checks=checks, open_browser=not no_open, leave_at_end=leave_at_end
    )
    leave(asyncio.run(wanted))
