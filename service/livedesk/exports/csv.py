"""CSV by RFC 4180 for spreadsheets: CRLF, quotes where needed, UTF-8 with the mark by which Excel knows it.

Text from the chat is hostile. A cell that a spreadsheet would take for a formula gets an apostrophe before it
(CWE-1236); numbers stay numbers. In Polish and Indonesian settings a spreadsheet splits at `;` inside our cells as
well, so what stands after one is guarded too.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any

from livedesk.exports.tables import Cell, Table

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_FORMULA = re.compile(
    r"\A(?=[\t\r\n]|[\s\ufeff\u200b-\u200f]*[=+\-@＝＋－＠])|(?<=;)(?=[=+@＝＋－＠]|-(?!\)))"
)
"""Where a formula would begin; `;-)` begins none."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class _Echo:
    """A file that hands back what is written: the csv module returns it from `writerow`."""

    def write(self, text: str) -> str:
        return text


def write(table: Table[Any, Any], records: Iterable[Any]) -> Iterator[bytes]:
    """Yield the mark and the header, then each record as a row."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BYTE_ORDER_MARK + str(writer.writerow(table.columns)).encode()
    row = table.row
    for record in records:
        cells = [value if value is None or type(value) is int else _cell(value) for value in row(record)]
        yield str(writer.writerow(cells)).encode(errors="replace")


def _cell(value: Cell) -> str | int | float | None:
    match value:
        case str():
            return guarded(value)
        case bool():
            return "true" if value else "false"
        case int() | float() | None:
            return value
        case _:
            return guarded(" ".join(map(str, value)))


def guarded(text: str) -> str:
    """Return the text as no spreadsheet takes it for a formula and no terminal for a command."""
    return text if is_harmless(text) else _FORMULA.sub("'", without_controls(text))


def is_harmless(text: str) -> bool:
    """Tell of most texts at once that there is nothing in them to guard against."""
    return text[:1].isalnum() and ";" not in text and text.isprintable()


def begins_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take the text for a formula, whole or after a semicolon."""
    return _FORMULA.search(text) is not None


def without_controls(text: str) -> str:
    """Return the text without control characters, but for tab and line breaks."""
    return text if text.isprintable() else _CONTROL.sub("", text)
