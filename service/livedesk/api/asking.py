"""What a request asks for: the recorder it goes to, the desk of the broadcast it names, and who asks."""

from typing import Annotated, TypeAlias

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from livedesk import archive
from livedesk.devices import Bearer, Devices
from livedesk.ledger import Export, Ledger
from livedesk.present import Clock
from livedesk.recorder import Desk, Recorder


def _recorder(connection: HTTPConnection) -> Recorder:
    recorder: Recorder = connection.app.state.recorder
    return recorder


def _clock(connection: HTTPConnection) -> Clock:
    clock: Clock = connection.app.state.clock
    return clock


def _bearer(connection: HTTPConnection) -> Bearer:
    bearer: Bearer = connection.state.bearer
    return bearer


def _devices(connection: HTTPConnection) -> Devices:
    devices: Devices = connection.app.state.devices
    return devices


def _ledger(connection: HTTPConnection) -> Ledger:
    ledger: Ledger = connection.app.state.ledger
    return ledger


AskedRecorder: TypeAlias = Annotated[Recorder, Depends(_recorder)]
AskedClock: TypeAlias = Annotated[Clock, Depends(_clock)]
AskedBearer: TypeAlias = Annotated[Bearer, Depends(_bearer)]
AskedDevices: TypeAlias = Annotated[Devices, Depends(_devices)]
AskedLedger: TypeAlias = Annotated[Ledger, Depends(_ledger)]


async def _desk(
    recorder: AskedRecorder, broadcast: Annotated[str, Path(description="A broadcast's id, or `latest`.")]
) -> Desk:
    return await recorder.named(broadcast)


AskedDesk: TypeAlias = Annotated[Desk, Depends(_desk)]


def reading(desk: Desk, recorder: Recorder, *, offset: float = 0) -> archive.Reading:
    """Read a broadcast as its desk has it folded already; call it in the loop, read beside it."""
    live = archive.as_it_stands(desk.broadcast, desk.tally, desk.queue)
    return archive.Reading(
        recorder.log, desk.broadcast, recorder.languages, offset=offset, live=live, library=recorder.library
    )


def downloaded(now: int, desk: Desk, table: str, format_name: str, *, names: bool = False) -> Export:
    """Say for the ledger that a file has left the desk."""
    return Export(now, desk.broadcast.id, table, format_name, "downloaded from the dashboard", names)
