"""The workbook as a spreadsheet opens it."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from exports.examples import SOURCES, a_long_live, entry
from livedesk.events import Comment, Viewer
from livedesk.exports import TABLES, WORKBOOKS, export, workbook, xlsx
from livedesk.exports.tables import Said
from livedesk.metrics import DEFINITIONS


def opened(chunks: Any) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(chunks)))


def cell_of(text: str) -> Any:
    """Return the cell in which a comment's text comes out."""
    said = Said(entry(1, Comment(text), Viewer("k", text, text)), 0.0)
    return opened(export("comments", "xlsx", [said], names=True)).worksheets[0]["J2"]


def test_one_workbook_holds_every_table_and_the_definitions_of_the_figures() -> None:
    book = opened(workbook({name: SOURCES[name] for name in WORKBOOKS["all"]}))
    assert book.sheetnames == [*WORKBOOKS["all"], "definitions"]
    figures = [row[0] for row in book["definitions"].iter_rows(min_row=2, values_only=True)]
    assert figures == list(DEFINITIONS)


def test_each_rate_of_the_summary_stands_beside_the_coverage() -> None:
    rows = opened(export("summary", "xlsx", SOURCES["summary"])).worksheets[0].iter_rows(values_only=True)
    by_name = {row[0]: row for row in rows}
    assert by_name["answer_rate"][3] == by_name["coverage"][1]


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x","y")', "a;=1+1"]
)
def test_no_text_of_a_viewer_is_a_formula_or_becomes_one_when_the_cell_is_edited(formula: str) -> None:
    cell = cell_of(formula)
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize(
    "text", ["halo", "8,5", "https://perpus.example", "'", "książka 📚👩‍🏫", "dua\nbaris", " a "]
)
def test_text_that_is_no_formula_comes_back_as_it_was_and_is_no_link(text: str) -> None:
    cell = cell_of(text)
    assert (cell.value, cell.hyperlink, cell.quotePrefix) == (text, None, False)


def test_control_characters_and_half_a_pair_of_surrogates_break_no_workbook() -> None:
    assert cell_of("a\x00\x1b[2Jb\ud83d\ufffe").value.startswith("a[2Jb?")


@pytest.mark.parametrize("text", ["a\rb", "_x003D_1+1", "a_x0041_", "_x_x"])
def test_text_that_reads_as_an_escape_comes_back_as_it_was(text: str) -> None:
    assert unescape(cell_of(text).value) == text  # openpyxl leaves `_xHHHH_` to who asks for it


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    value = cell_of("x" * 40_000).value
    assert len(value) == xlsx.LONGEST
    assert value.endswith("x…")


def test_numbers_and_truths_are_no_texts() -> None:
    sheet = opened(export("log", "xlsx", SOURCES["log"])).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[3], strict=True))
    assert (row["seq"].data_type, row["history"].data_type) == ("n", "b")


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 30)  # the definitions go on too
    book = opened(workbook({"log": SOURCES["log"]}))
    assert book.sheetnames[:2] == ["log", "log 2"]
    assert sum(sheet.max_row - 1 for sheet in book.worksheets[:2]) == len(SOURCES["log"])


def test_a_workbook_begins_before_its_tables_are_read_and_goes_on_while_they_are() -> None:
    taken = [0]
    chunks = workbook({"log": a_long_live(taken)})
    assert next(chunks).startswith(b"PK")
    assert taken == [0]
    next(chunks)
    assert 0 < taken[0] < 100_000  # the Live has no end


def test_every_part_of_a_workbook_is_sound_and_says_what_it_is() -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(workbook({"log": [], "notes": []})))) as package:
        assert package.testzip() is None
        types = package.read("[Content_Types].xml").decode()
        parts = [name for name in package.namelist() if not name.endswith((".rels", "[Content_Types].xml"))]
    assert len(parts) == 5
    assert [name for name in parts if f'"/{name}"' not in types] == []


def test_the_header_stays_in_sight_and_words_have_room() -> None:
    sheet = opened(export("comments", "xlsx", [])).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["J"].width > sheet.column_dimensions["A"].width


def test_columns_after_the_twenty_sixth_have_two_letters() -> None:
    sheet = opened(export("log", "xlsx", SOURCES["log"])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(TABLES["log"].columns)
    assert sheet.max_column > 2 * 26
