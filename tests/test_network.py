"""The desk on the local network."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

import pytest

from livedesk.network import LocalNetwork, NoLocalNetwork, local_address


class Doors:
    """Notes where the desk is served, too."""

    def __init__(self) -> None:
        self.open: list[str] = []

    @asynccontextmanager
    async def __call__(self, host: str) -> AsyncIterator[None]:
        """Serve at this address."""
        self.open.append(host)
        yield
        self.open.remove(host)


async def test_the_network_is_kept_out_until_somebody_lets_it_in() -> None:
    doors = Doors()
    async with LocalNetwork("127.0.0.1", 8000, doors, find=lambda: "192.168.1.20") as network:
        assert doors.open == []
        await network.open()
        await network.open()
        assert (network.address, doors.open) == ("http://192.168.1.20:8000", ["192.168.1.20"])
        network.close()
        await network.open()
    assert doors.open == []


async def test_a_computer_in_no_network_cannot_be_reached() -> None:
    async with LocalNetwork("127.0.0.1", 8000, Doors(), find=lambda: None) as network:
        with pytest.raises(NoLocalNetwork):
            await network.open()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://10.0.0.7:8000"),  # noqa: S104 - nothing is bound
        ("10.0.0.9", "http://10.0.0.9:8000"),
        ("fd00::9", "http://[fd00::9]:8000"),
    ],
)
async def test_what_the_setting_opens_is_open_from_the_start_and_stays(host: str, address: str) -> None:
    doors = Doors()
    async with LocalNetwork(host, 8000, doors, find=lambda: "10.0.0.7") as network:
        assert network.by_setting
        await network.open()
        network.close()
        assert (network.address, doors.open) == (address, [])


def test_no_public_address_and_no_loopback_is_taken_for_the_local_network() -> None:
    found = local_address()
    assert found is None or (ip_address(found).is_private and not ip_address(found).is_loopback)
