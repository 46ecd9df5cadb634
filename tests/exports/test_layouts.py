"""Tables as NVivo, QualCoder and LibAnswers take them, by the rules that each of them has written down."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

import openpyxl

from exports.examples import QUESTIONS, SEVEN, SOURCES, entry
from livedesk.events import Comment, Entry, Viewer
from livedesk.exports import export
from livedesk.exports.observations import Watched


def sheet(table: str, source: Any) -> tuple[list[str], list[list[Any]]]:
    """Return heading and rows of the first sheet of the workbook, which is all that these programs look at."""
    file = io.BytesIO(b"".join(export(table, "xlsx", source)))
    heading, *rows = openpyxl.load_workbook(file).worksheets[0].values
    return [str(cell) for cell in heading], [list(row) for row in rows]


def qualcoder_types(heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, str]:
    """Return what QualCoder makes of each column: numeric, character, or qualitative (a text file of each cell)."""
    columns = {name: [row[place] or "" for row in rows] for place, name in enumerate(heading)}
    assert len(set(columns[heading[0]])) == len(rows), "QualCoder refuses identifiers that come twice"
    assert not any(re.search(r"[^\w]", name) for name in heading), (
        "QualCoder takes punctuation out of headings"
    )
    return {name: _type(cells) for name, cells in columns.items() if name != heading[0]}


def _type(cells: Sequence[Any]) -> str:
    if all(cell == "" or isinstance(cell, int | float) for cell in cells):
        return "numeric"
    return "qualitative" if len(set(cells)) > 19 else "character"


def an_evening(comments: int = 60) -> Watched:
    entries = [
        Entry(seq, 1, SEVEN + seq * 61_700, SEVEN, Comment(f"halo {seq} kak"), Viewer(f"k{seq}"), f"m{seq}")
        for seq in range(1, comments + 1)
    ]
    return Watched(1, SEVEN, entries, QUESTIONS)


def test_qualcoder_makes_text_files_of_the_words_alone() -> None:
    assert qualcoder_types(*sheet("qualcoder", an_evening())) == {
        "words": "qualitative",
        "seconds": "numeric",
        "viewer": "numeric",
        "viewers": "numeric",
        "actor": "character",
        "act_code": "character",
        "topic": "character",
    }


def test_qualcoder_gets_what_was_said_with_viewers_counted_as_they_came() -> None:
    heading, rows = sheet("qualcoder", SOURCES["qualcoder"])
    assert heading == ["obs_id", "words", "seconds", "viewer", "viewers", "actor", "act_code", "topic"]
    assert rows[0] == [
        "L1-2",
        "kak @… perpus buka sabtu gak?",
        2,
        1,
        None,
        "moderator",
        "V_QUESTION",
        "hours",
    ]
    assert [row[3] for row in rows] == [1, 1, None, None]


def test_nvivo_gets_one_column_to_code_and_times_that_only_rise() -> None:
    late = [entry(1, Comment("satu")), Entry(2, 1, SEVEN, SEVEN, Comment("dua"), Viewer("k2"))]
    heading, rows = sheet("nvivo", Watched(1, SEVEN, late))
    assert len(heading) <= 256
    assert [row[:5] for row in rows] == [
        ["L1-1", "00:00:01.0", "k7q2mzx4ab", "satu", "viewer"],
        ["L1-2", "00:00:01.0", "k2", "dua", "viewer"],
    ]
    assert all(re.fullmatch(r"\d\d:[0-5]\d:[0-5]\d\.\d", str(row[1])) for row in rows)


def test_every_row_of_nvivo_has_something_to_read() -> None:
    heading, rows = sheet("nvivo", SOURCES["nvivo"])
    contents = [row[heading.index("content")] for row in rows]
    assert all(contents)
    assert contents[2] == "(gifts: 5)"


def test_a_line_break_in_a_comment_splits_no_row_of_a_text_file() -> None:
    broken = [entry(1, Comment("satu\r\ndua\u2028tiga"))]
    for table in ("nvivo", "qualcoder"):
        file = b"".join(export(table, "csv", Watched(1, SEVEN, broken))).decode("utf-8-sig")
        assert len(file.splitlines()) == 2
        assert "satu dua tiga" in file


def test_libanswers_gets_what_was_served_by_the_names_of_its_fields() -> None:
    file = b"".join(export("libanswers", "csv", SOURCES["libanswers"])).decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(file, newline=""))) == [
        {
            "Question": "kak @… perpus buka sabtu gak?",
            "Answer": "spoken",
            "Time Stamp": "2026-11-21T19:00:00.000Z",
            "Answered By": "ola",
            "Question/Activity": "hours",
            "Method": "TikTok LIVE",
            "Time Spent": "",
            "READ": "1",
        }
    ]
