"""One XLSX workbook: a sheet for each table, and one with the definitions of the figures.

Rows go to disk as they come (xlsxwriter's constant memory), but a workbook's directory stands at its end, so nothing
of it can be handed on before all is written: it is made in a temporary file. Text stays text, with the mark by which
a spreadsheet keeps what begins like a formula from becoming one, even when the cell is edited or saved as CSV.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from livedesk.exports.csv import begins_a_formula, is_harmless, without_controls
from livedesk.exports.tables import Cell, Table
from livedesk.metrics import DEFINITIONS, VERSION

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ROWS = 1_048_575
"""A sheet's rows below its header; a longer table goes on in the next sheet."""

LONGEST = 32_767
"""Characters of the longest cell; a longer text is cut there and ends in `…`."""

WIDTHS: Final = {"text": 60, "question_text": 60, "definition": 80, "note": 60, "figure": 26}
ORDINARY_WIDTH = 14

PIECE = 65_536

Sheets = Mapping[str, tuple[Table[Any, Any], Iterable[Any]]]


def write(table: Table[Any, Any], records: Iterable[Any]) -> Iterator[bytes]:
    """Yield a workbook of one table and the definitions."""
    return workbook({"table": (table, records)})


def workbook(sheets: Sheets) -> Iterator[bytes]:
    """Yield a workbook of these tables, by the names of their sheets, and the definitions."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - the other formats begin sooner without it

    with TemporaryFile() as file:
        with Workbook(file, {"constant_memory": True}) as book:
            styles = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
            for name, (table, records) in sheets.items():
                _fill(book, name, table.columns, map(table.row, records), styles)
            _fill(book, "definitions", _DEFINED, _definitions(), styles)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


_DEFINED = ("figure", "definition", "unit", "note", "definitions_version")


def _definitions() -> Iterator[list[Cell]]:
    for name, what in DEFINITIONS.items():
        yield [name, what.sentence, what.unit, what.note, VERSION]


Styles = tuple["Format", "Format"]
"""Of the header, and of text that begins like a formula."""


def _fill(
    book: "Workbook", name: str, columns: tuple[str, ...], rows: Iterator[list[Cell]], styles: Styles
) -> None:
    """Write rows to a sheet, and to further sheets where one is full."""
    for number in count(1):
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        _head(sheet, columns, styles)
        last = 0
        for last, row in enumerate(islice(rows, ROWS), 1):
            _write(sheet, last, row, styles)
        if last < ROWS:
            return


def _head(sheet: "Worksheet", columns: tuple[str, ...], styles: Styles) -> None:
    """Write the header, which stays in sight, and set how wide the columns are."""
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column, ORDINARY_WIDTH))
        sheet.write_string(0, place, column, styles[0])


def _write(sheet: "Worksheet", row: int, cells: list[Cell], styles: Styles) -> None:
    for place, value in enumerate(cells):
        match value:
            case None:
                pass
            case str() if len(value) <= LONGEST and is_harmless(value):
                sheet.write_string(row, place, value)
            case bool():
                sheet.write_boolean(row, place, value)
            case int() | float():
                sheet.write_number(row, place, value)
            case _:
                text = _shown(value if isinstance(value, str) else " ".join(map(str, value)))
                sheet.write_string(row, place, text, styles[1] if begins_a_formula(text) else None)


def _shown(text: str) -> str:
    """Return the text as XML can hold it, no longer than a cell may be."""
    text = without_controls(text).encode(errors="replace").decode()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
