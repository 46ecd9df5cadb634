"""By which names the desk may be called: a page of another site that had its own name lead here is refused.

That is DNS rebinding: to the browser it is the other site's page, so neither cookies nor `Origin` would stop it.
An address as such cannot be rebound; a name can, so only this machine's own and those that were set are answered to.
"""

import socket
from collections.abc import Collection
from ipaddress import ip_address

LOCAL = ("localhost", "localhost.localdomain")


def own_names() -> frozenset[str]:
    """Return the names of this machine, also as the local network has them (`name.local`)."""
    name = socket.gethostname().lower()
    return frozenset({*LOCAL, name, name.partition(".")[0] + ".local"})


def is_ours(host: str, names: Collection[str]) -> bool:
    """Tell whether what stands in a `Host` header (RFC 9110 §7.2) is an address, or one of these names."""
    name = _without_port(host).lower().removesuffix(".")
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return name in names
    return True


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
