"""The desk on the local network, where a second device can reach it. Closed unless somebody opens it.

What is open is guarded by tokens but not encrypted, so it is an explicit choice: the setting HOST, or a button on the
desk, which holds until livedesk stops. Only a private address is opened: a public one would be the internet.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from ipaddress import ip_address
from typing import Self

from livedesk import LivedeskError

Find = Callable[[], str | None]
"""Finds the address to open, see `local_address`."""

Serve = Callable[[str], AbstractAsyncContextManager[None]]
"""Serves the desk on this address of the machine, too, as long as the context lasts."""


class AddressTaken(LivedeskError):  # noqa: N818 - named after the fact
    """The dashboard's address cannot be had; the message says what to do."""


class NoLocalNetwork(LivedeskError):  # noqa: N818 - named after the fact
    """This machine has no address that a device of the same network could reach."""

    def __init__(self) -> None:
        super().__init__(
            "This computer is in no local network: connect it to one, such as the library's Wi-Fi, and try again."
        )


class LocalNetwork:
    """Whether other devices can reach the desk, and where. Leaving the context closes what was opened."""

    def __init__(self, host: str, port: int, serve: Serve, *, find: Find | None = None) -> None:
        """Take the host and port that the desk listens on, and how to listen on one more."""
        self._port = port
        self._serve = serve
        self._find = find or local_address
        self._opened: AsyncExitStack | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self.by_setting = not _is_loopback(host)
        self._host = self._own(host) if self.by_setting else None

    async def __aenter__(self) -> Self:
        """Begin closed."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close what is open."""
        self.close()
        await asyncio.gather(*self._closing)

    @property
    def address(self) -> str | None:
        """Where devices reach the desk, such as `http://192.168.1.20:8000`; None while they cannot."""
        if self._host is None:
            return None
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    async def open(self) -> None:
        """Let the local network reach the desk; NoLocalNetwork, or AddressTaken."""
        if self._host is not None:
            return
        host = self._find()
        if host is None:
            raise NoLocalNetwork
        opened = AsyncExitStack()
        await opened.enter_async_context(self._serve(host))
        self._opened, self._host = opened, host

    def close(self) -> None:
        """Keep the local network out again, without waiting for who is being answered."""
        if self._opened is None:
            return
        self._closing.add(asyncio.create_task(self._opened.aclose()))
        self._opened, self._host = None, None

    def _own(self, host: str) -> str | None:
        """Return the address to name where the desk listens on this host, which may stand for all of them."""
        return self._find() if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound


def local_address() -> str | None:
    """Return the private address this machine has in its network, None where it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737): only the route to it is looked up
        except OSError:
            return None
        address = ip_address(probe.getsockname()[0])
    return str(address) if address.is_private and not address.is_loopback else None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
