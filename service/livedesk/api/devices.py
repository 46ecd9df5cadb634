"""Letting a second device in: a link with a token of its own, as a QR code too, and the way to it opened or not."""

from typing import Annotated, TypeAlias

import msgspec
import segno
from fastapi import APIRouter, Depends, Request
from starlette.requests import HTTPConnection
from starlette.responses import Response

from livedesk.api.asking import AskedClock, AskedDevices
from livedesk.api.schema import answers, asks, json_response
from livedesk.devices import LONGEST_NAME, Device, Devices, Role
from livedesk.network import LocalNetwork, NoLocalNetwork
from livedesk.wire import iso

router = APIRouter(prefix="/api/devices", tags=["devices"])

PAGES: dict[Role, str] = {"host": "/host", "mod": "/mod", "view": "/", "overlay": "/overlay"}
"""The page that each role is for."""


class NewDevice(msgspec.Struct, frozen=True):
    """Whom to let in: as what, and under which name its decisions go."""

    role: Role
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]

    def __post_init__(self) -> None:
        """Refuse a role that no device can have."""
        if self.role not in PAGES:
            raise ValueError(f"a device is let in as one of {', '.join(PAGES)}")


class Reach(msgspec.Struct, frozen=True):
    """Whether the local network is to reach the desk."""

    open: bool


class DeviceFields(msgspec.Struct, frozen=True):
    """A device that is let in."""

    id: str
    role: Role
    name: str
    made_at: str


class DeviceList(msgspec.Struct, frozen=True):
    """The devices, and where they reach the desk: null while only this computer does.

    `by_setting` says that the setting HOST lets the network in, which the desk cannot take back.
    """

    address: str | None
    by_setting: bool
    devices: list[DeviceFields]


class Admitted(msgspec.Struct, frozen=True):
    """A device just let in. The link bears its token and is told this once only; `qr` is an image of it."""

    device: DeviceFields
    link: str
    qr: str


def _network(connection: HTTPConnection) -> LocalNetwork | None:
    network: LocalNetwork | None = connection.app.state.network
    return network


AskedNetwork: TypeAlias = Annotated[LocalNetwork | None, Depends(_network)]


@router.get("", responses=answers(DeviceList))
async def list_devices(devices: AskedDevices, network: AskedNetwork) -> Response:
    """List the devices that are let in."""
    return _listed(devices, network)


@router.post("", status_code=201, responses=answers(Admitted, 422, status=201), openapi_extra=asks(NewDevice))
async def admit(
    devices: AskedDevices, network: AskedNetwork, clock: AskedClock, request: Request
) -> Response:
    """Let a device in, by a link that it opens."""
    new = msgspec.json.decode(await request.body(), type=NewDevice)
    device, token = devices.admit(new.role, new.name.strip(), now=clock())
    base = (network and network.address) or str(request.base_url).rstrip("/")
    link = f"{base}{PAGES[device.role]}?token={token}"
    qr = segno.make(link, error="m", micro=False).svg_data_uri(scale=8, light="#fff")
    return json_response(Admitted(_shown(device), link, qr), status=201)


@router.delete("/{device}", responses=answers(DeviceList, 404))
async def revoke(devices: AskedDevices, network: AskedNetwork, device: str) -> Response:
    """Let a device in no longer; its open pages lose the stream at once."""
    devices.revoke(device)
    return _listed(devices, network)


@router.post("/network", responses=answers(DeviceList, 409, 422), openapi_extra=asks(Reach))
async def reach(devices: AskedDevices, network: AskedNetwork, request: Request) -> Response:
    """Let the local network reach the desk, unencrypted, until livedesk stops; or no longer."""
    wanted = msgspec.json.decode(await request.body(), type=Reach)
    if network is None:
        raise NoLocalNetwork
    if wanted.open:
        await network.open()
    else:
        network.close()
    return _listed(devices, network)


def _listed(devices: Devices, network: LocalNetwork | None) -> Response:
    return json_response(
        DeviceList(
            address=None if network is None else network.address,
            by_setting=network is not None and network.by_setting,
            devices=[_shown(device) for device in devices],
        )
    )


def _shown(device: Device) -> DeviceFields:
    return DeviceFields(device.id, device.role, device.name, iso(device.made_at))
