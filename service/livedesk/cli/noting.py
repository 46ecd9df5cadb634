"""The command for what staff note of a broadcast: its set-up, its content, and what changed when."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from livedesk.cli.options import BroadcastName
from livedesk.cli.places import find, the_log, the_settings
from livedesk.cli.terminal import print_lines

if TYPE_CHECKING:
    from livedesk.events import Noted

commands = typer.Typer()


@commands.command()
def note(
    broadcast: BroadcastName,
    aspect: Annotated[
        str | None,
        typer.Argument(
            metavar="[ASPECT]",
            help="What it is about: camera, light, microphone, place, hosts, other, content or tags.",
        ),
    ] = None,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="What to note; '' takes a note back.")
    ] = None,
    *,
    at: Annotated[
        str | None,
        typer.Option(metavar="19:32", help="When it changed, by the clock; without, from the beginning on."),
    ] = None,
) -> None:
    """Note with which set-up a broadcast was made and what it was about; without ASPECT, list what is noted.

    A note on the same aspect and moment takes the place of the former.
    """
    from livedesk.archive import notes_of
    from livedesk.events import Event
    from livedesk.present import now_ms

    log, zone, now = the_log(), the_settings().zone, now_ms()
    found = find(log, broadcast)
    if aspect is not None:
        noted = _noted(aspect, text, at, found.started_at, zone)
        log.append(found.id, [Event(now, now, noted)])
    print_lines(_line(each, found.started_at, zone) for each in notes_of(log, found.id))


def _noted(aspect: str, text: str | None, at: str | None, started_at: int, zone: tzinfo | None) -> "Noted":
    import msgspec

    from livedesk.events import Noted
    from livedesk.notes import offset

    if text is None:
        raise typer.BadParameter("Give the text too; '' takes a note back.")
    try:
        offset_s = None if at is None else offset(at, started_at, zone)
        return msgspec.convert({"aspect": aspect, "text": text, "offset_s": offset_s}, Noted)
    except ValueError as error:
        raise typer.BadParameter(f"This cannot be noted: {error}.") from error


def _line(noted: "Noted", started_at: int, zone: tzinfo | None) -> str:
    from livedesk.exports.csv import without_controls

    since = ""
    if noted.offset_s is not None:
        moment = datetime.fromtimestamp(started_at / 1000 + noted.offset_s, zone)
        since = f", from {moment:%H:%M}"
    return f"{noted.aspect}{since}: {without_controls(' '.join(noted.text.split()))}"
