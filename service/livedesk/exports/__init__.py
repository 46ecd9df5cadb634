"""Entries, questions and figures become files (pure).

A table says which columns its records have and how one is a JSON line; a format writes any table, or those it names.
`export` streams bytes from an iterator, so a Live of any length needs the memory of one chunk. Names are left out
unless asked for: viewers are their keys, and `@handle` in a text is `@…`. To add a table: a line in `TABLES`; a
format: a module here and a line in `FORMATS`, whose key is the ending of its files.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from livedesk import wire
from livedesk.exports import csv, followup, jsonl, refi, subtitles, transcript, xlsx
from livedesk.exports.codebook import CODEBOOK
from livedesk.exports.followup import FOLLOW_UP, FREQUENT, TITLES
from livedesk.exports.layouts import LIBANSWERS, NVIVO, QUALCODER
from livedesk.exports.observations import OBSERVATIONS
from livedesk.exports.tables import COMMENTS, GIFTS, LOG, NOTES, QUESTIONS, SUMMARY, Table
from livedesk.exports.transactions import TRANSACTIONS
from livedesk.exports.transcript import CAUTION

__all__ = [
    "CAUTION",
    "CHUNK_BYTES",
    "FORMATS",
    "OBSERVED",
    "TABLES",
    "WORDLESS",
    "WORKBOOKS",
    "Format",
    "export",
    "file_name",
    "formats",
    "refusal",
    "workbook",
]

CHUNK_BYTES = 65_536
"""A stream's chunks are at least so large, but for the first, for which nobody shall wait, and the last."""


class Format(Struct, frozen=True):
    """How a table becomes bytes: `write` yields a file in pieces, a row or a few each.

    A format with meaning, such as subtitles, names the `tables` it can write; without, it writes all.
    """

    media_type: str
    write: Callable[[Table[Any, Any], Iterable[Any]], Iterator[bytes]]
    tables: tuple[str, ...] = ()


TABLES: dict[str, Table[Any, Any]] = {
    "log": LOG,
    "comments": COMMENTS,
    "questions": QUESTIONS,
    "transactions": TRANSACTIONS,
    "summary": SUMMARY,
    "gifts": GIFTS,
    "observations": OBSERVATIONS,
    "codebook": CODEBOOK,
    "nvivo": NVIVO,
    "qualcoder": QUALCODER,
    "libanswers": LIBANSWERS,
    "followup": FOLLOW_UP,
    "faq": FREQUENT,
    "titles": TITLES,
    "notes": NOTES,
}

OBSERVED = ("observations", "nvivo", "qualcoder")
"""The tables for research: who takes one is told what `CAUTION` says of the words in it."""

WORDLESS = ("summary", "codebook", "gifts", "notes")
"""The tables in which nothing is that viewers said."""

WORKBOOKS = {
    "all": ("summary", "questions", "transactions", "comments", "gifts", "notes", "log"),
    "pack": ("followup", "faq", "titles"),
}
"""In place of a table's name: one workbook with these tables as its sheets."""

_SAID = ("comments", "questions")

FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8; header=present", csv.write),
    "jsonl": Format("application/jsonl", jsonl.write),
    "xlsx": Format(xlsx.MEDIA_TYPE, xlsx.write),
    "vtt": Format("text/vtt; charset=utf-8", subtitles.write_vtt, _SAID),
    "srt": Format("application/x-subrip; charset=utf-8", subtitles.write_srt, _SAID),
    "txt": Format("text/plain; charset=utf-8", followup.write_post, ("followup",)),
    "qdpx": Format("application/zip", refi.project, ("observations",)),
    "maxqda.qdpx": Format("application/zip", refi.maxqda_project, ("observations",)),
    "maxqda.txt": Format("text/plain; charset=utf-8", transcript.focus_group, ("observations",)),
    "qdc": Format("application/xml", refi.codebook, ("codebook",)),
}


def formats(table: str) -> list[str]:
    """Return the formats in which this table can be written."""
    if table in WORKBOOKS:
        return ["xlsx"]
    return [name for name, format_ in FORMATS.items() if not format_.tables or table in format_.tables]


def refusal(table: str, format_name: str) -> str | None:
    """Say in one sentence why there is no such file, or None where there is."""
    if table not in {*TABLES, *WORKBOOKS}:
        return f"There is no table {table!r}; there are {', '.join([*TABLES, *WORKBOOKS])}."
    if format_name not in formats(table):
        return f"There is no {table}.{format_name}; the formats of {table} are {', '.join(formats(table))}."
    return None


def export(
    table: str, format_name: str, source: Any, *, names: bool = False, since: int = 0
) -> Iterator[bytes]:
    """Write a table, a key of `TABLES`, in one of its `formats`, in chunks of some 64 kB.

    `source` is what the table is made of, or a function that makes it once the file has begun: entries in order of
    seq for `log`, `tables.Said` for `comments` and `gifts`, questions for `questions`, `transactions.Transaction`
    for `transactions` and `libanswers`, notes for `notes`, what `metrics.figures` returned for `summary`, a
    `Watched` for those `OBSERVED`, codes for `codebook`. With `names`, viewers' handles and nicknames are in it.
    `since` is when the recording begins, in milliseconds since 1970, for subtitles.
    """
    chosen = TABLES[table].beginning(since)
    return _chunks(FORMATS[format_name].write(chosen, _records(chosen, source, names)))


def workbook(sources: Mapping[str, Any], *, names: bool = False) -> Iterator[bytes]:
    """Write tables, by their names, as the sheets of one XLSX workbook; the sources are those of `export`."""
    sheets = {name: (TABLES[name], _records(TABLES[name], sources[name], names)) for name in sources}
    return _chunks(xlsx.workbook(sheets))


def file_name(handle: str, started_at: int, table: str, format_name: str) -> str:
    """Return `livedesk-<handle>-<date>-<table>.<format>`, the date in UTC, safe whatever the handle holds."""
    name = re.sub(r"[^a-z0-9_]+", "-", handle.lower())[:40].strip("-") or "live"
    return f"livedesk-{name}-{wire.iso(started_at)[:10]}-{table}.{format_name}"


def _records(table: Table[Any, Any], source: Any, names: bool) -> Iterator[Any]:  # noqa: FBT001 - as in the tables
    """Yield the records of a table; nothing is read before the first of them is asked for."""
    yield from table.records(source() if callable(source) else source, names)


def _chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Hand the first piece on, then join pieces until they make a chunk."""
    yield next(pieces, b"")
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK_BYTES:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
