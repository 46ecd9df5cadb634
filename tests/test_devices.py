"""Second devices: who is let in, and what is kept of it."""

import asyncio
import stat
from pathlib import Path

import pytest

from livedesk.devices import Bearer, Devices, DevicesUnreadable, DeviceUnknown


def test_a_device_comes_in_by_its_token_and_is_told_by_its_name() -> None:
    devices = Devices()
    device, token = devices.admit("mod", "Ani", now=0)
    assert devices.bearer(token) == Bearer("mod", "Ani", device.id)
    assert devices.bearer(token + "x") is None


def test_the_token_itself_is_kept_nowhere_and_the_file_is_its_owner_s(tmp_path: Path) -> None:
    file = tmp_path / "live.db.devices"
    _, token = Devices(file).admit("host", "tablet", now=0)
    assert token not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Devices(file).bearer(token) is not None


def test_a_revoked_device_is_out_everywhere_at_once(tmp_path: Path) -> None:
    here, there = Devices(tmp_path / "devices"), Devices(tmp_path / "devices")
    device, token = here.admit("view", "hall", now=0)
    _, other = here.admit("view", "office", now=0)
    there.revoke(device.id)
    assert here.bearer(token) is None
    assert here.bearer(other) is not None
    with pytest.raises(DeviceUnknown):
        here.revoke(device.id)


async def test_who_watches_a_device_is_told_when_it_is_revoked() -> None:
    devices = Devices()
    device, token = devices.admit("view", "hall", now=0)
    bearer = devices.bearer(token)
    assert bearer is not None
    with devices.watched(bearer) as revoked, devices.watched(Bearer()) as desk:
        devices.revoke(device.id)
        async with asyncio.timeout(1):
            await revoked.wait()
        assert not desk.is_set()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "devices"
    file.write_text("{")
    with pytest.raises(DevicesUnreadable, match="devices"):
        Devices(file)
