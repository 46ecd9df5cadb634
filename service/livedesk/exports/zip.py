"""Zip archives that are sent while they are written.

An archive's directory stands at its end: a file that broke off on its way has none, and no program opens it as if it
were whole. The same content is the same file, for members bear no time.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

LEVEL = 1
"""How hard members are compressed: the least takes a third of the time of the usual, and a fifth more room."""


class _Sink(io.RawIOBase):
    """Where an archive is written: it hands over what has come since it was last asked."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        held, self._held = self._held, []
        return b"".join(held)


def zipped(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield an archive as its members are read: each is asked for when those before it are written."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, pieces in members:
            with archive.open(name, "w") as member:
                for piece in pieces:
                    member.write(piece)
                    if held := sink.taken():
                        yield held
            yield sink.taken()  # never nothing: a member ends in how long it is
    yield sink.taken()
