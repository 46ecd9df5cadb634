"""One XLSX workbook: a sheet for each table, and one with the definitions of the figures.

Sheets are sent as their rows come (ECMA-376, SpreadsheetML, texts within their cells), so a workbook of any size begins
at once and needs the memory of a row; libraries for workbooks send nothing before the last row is written. What names
the sheets stands behind them. Text stays text, with the mark by which a spreadsheet keeps what begins like a formula
from becoming one, even when the cell is edited or saved as CSV.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from itertools import chain, count, islice
from string import ascii_uppercase
from typing import Any, Final

from livedesk.exports.csv import begins_a_formula, is_harmless, without_controls
from livedesk.exports.tables import Cell, Table
from livedesk.exports.zip import zipped
from livedesk.metrics import DEFINITIONS, VERSION

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ROWS = 1_048_575
"""A sheet's rows below its header; a longer table goes on in the next sheet."""

LONGEST = 32_767
"""Characters of the longest cell; a longer text is cut there and ends in `…`."""

WIDTHS: Final = {"text": 60, "question_text": 60, "definition": 80, "note": 60, "figure": 26}
ORDINARY_WIDTH = 14

Sheets = Mapping[str, tuple[Table[Any, Any], Iterable[Any]]]

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_BOLD, _QUOTED = 1, 2
"""Of the cell formats (`cellXfs`): of the header, and of text that begins like a formula."""

_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

_NO_CHARACTER = re.compile(r"[\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What a cell holds as `_xHHHH_`: what XML has no way to write, and the beginning of what only looks like that."""


def write(table: Table[Any, Any], records: Iterable[Any]) -> Iterator[bytes]:
    """Yield a workbook of one table and the definitions."""
    return workbook({"table": (table, records)})


def workbook(sheets: Sheets) -> Iterator[bytes]:
    """Yield a workbook of these tables, by the names of their sheets, and the definitions."""
    return zipped((name, map(str.encode, text)) for name, text in _parts(sheets))


def _parts(sheets: Sheets) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the parts of the package; how many sheets there are is known when their rows have been written."""
    names: list[str] = []
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    yield "xl/styles.xml", [_DECLARATION, _STYLES]
    for name, text in _sheets(sheets):
        names.append(name)
        yield f"xl/worksheets/sheet{len(names)}.xml", text
    yield "xl/workbook.xml", _book(names)
    files = [("worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(names, 1)]
    yield "xl/_rels/workbook.xml.rels", _relations([*files, ("styles", "styles.xml")])
    yield "[Content_Types].xml", _types(len(names))


def _sheets(sheets: Sheets) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the sheets by their names, further ones where one is full; each is read before the next is asked for."""
    filled = ((name, table.columns, map(table.row, records)) for name, (table, records) in sheets.items())
    for name, columns, rows in chain(filled, [("definitions", _DEFINED, _definitions())]):
        yield name, _sheet(columns, islice(rows, ROWS))
        for number in count(2):
            if (first := next(rows, None)) is None:
                break
            yield f"{name} {number}", _sheet(columns, chain([first], islice(rows, ROWS - 1)))


_DEFINED = ("figure", "definition", "unit", "note", "definitions_version")


def _definitions() -> Iterator[list[Cell]]:
    for name, what in DEFINITIONS.items():
        yield [name, what.sentence, what.unit, what.note, VERSION]


def _sheet(columns: tuple[str, ...], rows: Iterable[list[Cell]]) -> Iterator[str]:
    """Yield a sheet, row by row, below a header that stays in sight."""
    letters = [_letters(place) for place in range(len(columns))]
    widths = (
        f'<col min="{place}" max="{place}" width="{WIDTHS.get(column, ORDINARY_WIDTH)}" customWidth="1"/>'
        for place, column in enumerate(columns, 1)
    )
    yield (
        f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{"".join(widths)}</cols><sheetData><row r="1">'
    )
    yield from (_text(f"{letter}1", column, _BOLD) for letter, column in zip(letters, columns, strict=True))
    yield "</row>"
    for number, row in enumerate(rows, 2):
        cells = [
            _cell(f"{letter}{number}", value)
            for letter, value in zip(letters, row, strict=True)
            if value is not None
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'
    yield "</sheetData></worksheet>"


@cache
def _letters(place: int) -> str:
    """Return what a spreadsheet calls a column: A to Z, AA, AB and so on."""
    before, letter = divmod(place, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[letter]


def _cell(place: str, value: Cell) -> str:
    match value:
        case str() if len(value) <= LONGEST and is_harmless(value) and "_x" not in value:
            return _text(place, value)
        case bool():
            return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
        case int() | float():
            return f'<c r="{place}"><v>{value}</v></c>'
        case str():
            return _guarded(place, value)
        case None:
            return ""
        case _:
            return _guarded(place, " ".join(map(str, value)))


def _guarded(place: str, value: str) -> str:
    text = without_controls(value).encode(errors="replace").decode()
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    shown = _NO_CHARACTER.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return _text(place, shown, _QUOTED if begins_a_formula(text) else 0)


def _text(place: str, text: str, style: int = 0) -> str:
    styled = f' s="{style}"' if style else ""
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c r="{place}"{styled} t="inlineStr"><is><t{kept}>{escape(text, quote=False)}</t></is></c>'


def _book(names: list[str]) -> Iterator[str]:
    yield (
        f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        "<bookViews><workbookView/></bookViews><sheets>"
    )
    yield from (
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    yield "</sheets></workbook>"


def _relations(parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield how a part relates to others: their kinds, and where they are; the first is `rId1`."""
    yield f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    yield from (
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{place}"/>'
        for number, (kind, place) in enumerate(parts, 1)
    )
    yield "</Relationships>"


def _types(sheets: int) -> Iterator[str]:
    """Yield what the parts of the package are."""
    parts = {"workbook.xml": "sheet.main", "styles.xml": "styles"}
    parts |= {f"worksheets/sheet{number}.xml": "worksheet" for number in range(1, sheets + 1)}
    yield (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    yield from (
        f'<Override PartName="/xl/{place}" ContentType="{_TYPE}.{kind}+xml"/>'
        for place, kind in parts.items()
    )
    yield "</Types>"
