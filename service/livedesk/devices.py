"""Second devices: a tablet for the host, a helper's phone, OBS. Each bears a token of its own until it is revoked.

Only a token's SHA-256 is kept; with 192 random bits in it, nothing slower is called for. The devices stand in a file
beside the database that only its owner can read, so they outlive a restart; without a file they last as long as the
process. The file is read anew each time: another livedesk over the same database may have changed it.
"""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct

from livedesk import LivedeskError

Role: TypeAlias = Literal["overlay", "view", "mod", "host", "desk"]
"""What somebody may do here: each may do what those before it may, and more. `desk` is the master token's own."""

ROLES: tuple[Role, ...] = get_args(Role)

LONGEST_NAME = 40


class DeviceUnknown(LivedeskError):  # noqa: N818 - named after the fact
    """No such device is let in."""

    def __init__(self, device: str) -> None:
        super().__init__(f"There is no device {device!r}; it may have been revoked already.")
        self.device = device


class DevicesUnreadable(LivedeskError):  # noqa: N818 - named after the fact
    """The file of the devices cannot be used; the message names it."""


class Device(Struct, frozen=True):
    """A device that was let in. `name` is whose it is, and the `by` of what it decides; `made_at` in milliseconds."""

    id: str
    role: Role
    name: str
    digest: str
    made_at: int


class Bearer(Struct, frozen=True):
    """Who asks: the desk itself, by the master token, or a device."""

    role: Role = "desk"
    name: str = ""
    device: str | None = None


class Devices:
    """The devices that may come in, kept in `file`."""

    def __init__(self, file: Path | None = None) -> None:
        """Keep devices in this file, or in memory only; DevicesUnreadable."""
        self._file = file
        self._in_memory = b"[]"
        self._watched: dict[str, set[asyncio.Event]] = {}
        self._read()

    def __iter__(self) -> Iterator[Device]:
        """Go through the devices, the first let in first."""
        return iter(self._read())

    def admit(self, role: Role, name: str, *, now: int) -> tuple[Device, str]:
        """Let a device in; return it and its token, which is told this once only."""
        token = secrets.token_urlsafe(24)
        device = Device(secrets.token_hex(4), role, name[:LONGEST_NAME], _digest(token), now)
        self._write([*self._read(), device])
        return device, token

    def revoke(self, id_: str) -> None:
        """Keep a device out from now on, its open streams too; DeviceUnknown."""
        devices = self._read()
        kept = [device for device in devices if device.id != id_]
        if len(kept) == len(devices):
            raise DeviceUnknown(id_)
        self._write(kept)
        for revoked in self._watched.get(id_, ()):
            revoked.set()

    def bearer(self, token: str) -> Bearer | None:
        """Return who bears this token, None where nobody does."""
        digest = _digest(token)
        found = (device for device in self._read() if hmac.compare_digest(device.digest, digest))
        return next((Bearer(device.role, device.name, device.id) for device in found), None)

    @contextmanager
    def watched(self, bearer: Bearer) -> Iterator[asyncio.Event]:
        """Give an event that is set when this bearer is revoked; the desk itself never is."""
        revoked = asyncio.Event()
        watching = self._watched.setdefault(bearer.device or "", set())
        watching.add(revoked)
        try:
            yield revoked
        finally:
            watching.discard(revoked)

    def _read(self) -> list[Device]:
        if self._file is None:
            return msgspec.json.decode(self._in_memory, type=list[Device])
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=list[Device])
        except FileNotFoundError:
            return []
        except (OSError, msgspec.MsgspecError) as error:
            raise DevicesUnreadable(
                f"The devices in {self._file} cannot be read ({error}): remove the file and pair them anew."
            ) from error

    def _write(self, devices: list[Device]) -> None:
        encoded = msgspec.json.encode(devices)
        if self._file is None:
            self._in_memory = encoded
            return
        new = self._file.with_name(self._file.name + ".new")
        new.touch(mode=0o600)
        new.write_bytes(encoded)
        new.replace(self._file)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
