"""Which files were made of which broadcast: what is taken away later stands in them still.

One JSON line for each export, beside the database and apart from it: nothing of anybody is in it but who made a file
where. Figures and codebooks hold nobody and are not noted.
"""

from collections.abc import Collection
from pathlib import Path

import msgspec
from msgspec import Struct

from livedesk.log import Broadcast, Readable
from livedesk.wire import iso

OF_NOBODY = frozenset({"summary", "codebook"})
"""Tables that hold nothing of any one person."""

TAKES_AWAY = ("deleted", "erased", "settled")


class Export(Struct, frozen=True):
    """A file with something of people in it; `at` in milliseconds since 1970, `place` as far as livedesk knows."""

    at: int
    broadcast: int
    table: str
    format: str
    place: str
    names: bool = False

    def __str__(self) -> str:
        """Say which file it is, for people."""
        names = ", with names" if self.names else ""
        return f"{iso(self.at)}  broadcast {self.broadcast}  {self.table}.{self.format}{names}  {self.place}"


class Ledger:
    """The exports noted in a file; without one nothing is noted."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def note(self, export: Export) -> None:
        """Write down an export that holds something of people."""
        if self._path is None or export.table in OF_NOBODY:
            return
        self._path.touch(mode=0o600)
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(export) + b"\n")

    def exports(self, broadcasts: Collection[int] | None = None) -> list[Export]:
        """Return the exports noted, or those of some broadcasts, oldest first."""
        if self._path is None or not self._path.exists():
            return []
        noted = [msgspec.json.decode(line, type=Export) for line in self._path.read_bytes().splitlines()]
        return [each for each in noted if broadcasts is None or each.broadcast in broadcasts]


def taken_since(log: Readable, broadcast: Broadcast, at: int) -> int:
    """Count how often something was taken out of a broadcast after this time: deletions, erasures, retention."""
    return sum(entry.received_at > at for entry in log.after(broadcast.id, kinds=TAKES_AWAY))
