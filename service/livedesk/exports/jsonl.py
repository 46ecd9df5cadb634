"""JSON Lines: one JSON object a line, UTF-8, LF; of the log, exactly the entries of the wire."""

from collections.abc import Iterable, Iterator
from typing import Any

from livedesk.exports.tables import Table


def write(table: Table[Any, Any], records: Iterable[Any]) -> Iterator[bytes]:
    """Yield each record as a line."""
    for record in records:
        yield table.line(record) + b"\n"
