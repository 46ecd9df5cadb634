"""What every format must do with every table; a new one comes with a reader here, and passes."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from exports.examples import EMPTY, ENTRIES, QUESTIONS, SOURCES, a_long_live, summary
from livedesk.exports import CHUNK_BYTES, FORMATS, TABLES, export, file_name, formats, refusal
from livedesk.exports.codebook import codes


def read_csv(file: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def read_jsonl(file: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.decode().splitlines()]


def read_xlsx(file: bytes) -> list[dict[str, Any]]:
    header, *rows = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0].values
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


READERS: dict[str, Callable[[bytes], list[dict[str, Any]]]] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
    "xlsx": read_xlsx,
}
"""Readers of the formats that write every table; those that write only some have tests of their own."""

OBSERVED = [f"L1-{seq}" for seq in (2, 3, 5, 6, 7, 10, 14, 15, 16, 19, 20, 27, 30)]

KEYS: dict[str, tuple[str, list[Any]]] = {
    "log": ("seq", [each.seq for each in ENTRIES]),
    "comments": ("seq", [2, 3]),
    "questions": ("id", [each.id for each in QUESTIONS]),
    "transactions": ("transaction_id", ["L1-2", "L1-3"]),
    "summary": ("figure", list(summary())),
    "gifts": ("seq", [5]),
    "observations": ("obs_id", OBSERVED),
    "codebook": ("name", [each.name for each in codes()]),
    "nvivo": ("id", OBSERVED),
    "qualcoder": ("obs_id", [f"L1-{seq}" for seq in (2, 3, 10, 27)]),
    "libanswers": ("Question", ["kak @… perpus buka sabtu gak?"]),
    "followup": ("id", [3]),
    "faq": ("id", [2]),
    "titles": ("title", ["Mroza"]),
    "notes": ("aspect", ["light"]),
}
"""The column by which a table's records are told apart, and what stands in it."""


def said(file: bytes) -> str:
    """Return all that can be read in a file, an archive's members unpacked."""
    if not file.startswith(b"PK"):
        return file.decode()
    archive = zipfile.ZipFile(io.BytesIO(file))
    return "\n".join(archive.read(member).decode() for member in archive.namelist())


general = pytest.mark.parametrize("format_name", [name for name in FORMATS if not FORMATS[name].tables])
tables = pytest.mark.parametrize("table", TABLES)
files = pytest.mark.parametrize(
    ("table", "format_name"), [(each, name) for each in TABLES for name in formats(each)]
)


@general
@tables
def test_an_independent_reader_finds_every_record_in_order(table: str, format_name: str) -> None:
    records = READERS[format_name](b"".join(export(table, format_name, SOURCES[table])))
    key, expected = KEYS[table]
    assert [str(record[key]) for record in records] == list(map(str, expected))


@files
def test_names_are_left_out_unless_they_are_asked_for(table: str, format_name: str) -> None:
    without = said(b"".join(export(table, format_name, SOURCES[table])))
    for name in ("ani.baca", "Ani", "bob_99", "nowego.mroza", "YW5pLmJhY2E"):
        assert name not in without


@general
@pytest.mark.parametrize(
    ("table", "names"), [("log", ["ani.baca", "Ani", "@bob_99"]), ("questions", ["@bob_99"])]
)
def test_names_are_there_when_they_are_asked_for(table: str, names: list[str], format_name: str) -> None:
    file = said(b"".join(export(table, format_name, SOURCES[table], names=True)))
    assert [name for name in names if name not in file] == []


@pytest.mark.parametrize("format_name", ["csv", "jsonl"])
def test_a_long_live_comes_in_chunks_while_it_is_read(format_name: str) -> None:
    taken = [0]
    chunks = export("log", format_name, a_long_live(taken))
    assert len(next(chunks)) < 1_000
    assert taken[0] <= 1
    sizes, so_far = [], []
    for _ in range(4):
        sizes.append(len(next(chunks)))
        so_far.append(taken[0])
    assert all(CHUNK_BYTES <= size < CHUNK_BYTES + 2_000 for size in sizes)
    assert so_far[0] < 1_000
    assert so_far == sorted(set(so_far))


@general
@tables
def test_nothing_to_export_makes_a_file_without_records(table: str, format_name: str) -> None:
    assert READERS[format_name](b"".join(export(table, format_name, EMPTY[table]))) == []


@general
def test_a_question_says_how_long_it_waited_in_every_format(format_name: str) -> None:
    [answered, missed] = READERS[format_name](b"".join(export("questions", format_name, QUESTIONS)))
    assert (answered["asked_at"], answered["answered_at"]) == (
        "2026-11-21T19:00:00.000Z",
        "2026-11-21T19:01:35.500Z",
    )
    assert missed["answered_at"] in (None, "")


def test_a_file_that_there_is_not_is_refused_with_what_there_is() -> None:
    assert (
        refusal("gossip", "csv")
        == "There is no table 'gossip'; there are " + ", ".join([*TABLES, "all", "pack"]) + "."
    )
    assert refusal("all", "csv") == "There is no all.csv; the formats of all are xlsx."
    assert refusal("summary", "vtt") is not None
    assert (
        refusal("log", "docx") == f"There is no log.docx; the formats of log are {', '.join(formats('log'))}."
    )
    assert [refusal(table, name) for table in TABLES for name in formats(table)] == [None] * sum(
        len(formats(table)) for table in TABLES
    )


@pytest.mark.parametrize(
    ("handle", "name"),
    [
        ("perpus.kota_1", "perpus-kota_1"),
        ("../../etc/passwd", "etc-passwd"),
        ('a"; rm -rf /\r\nX: y', "a-rm-rf-x-y"),
        ("Książki", "ksi-ki"),
        ("\u202e\x00/", "live"),
        ("x" * 300, "x" * 40),
        ("", "live"),
    ],
)
def test_a_file_has_a_safe_name_whatever_the_handle_holds(handle: str, name: str) -> None:
    assert file_name(handle, 1_795_287_600_000, "log", "csv") == f"livedesk-{name}-2026-11-21-log.csv"
