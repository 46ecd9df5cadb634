"""Entries, questions and figures become files (pure).

A table says which columns its records have and how one is a JSON line; a format writes any table, or those it names.
`export` streams bytes from an iterator, so a Live of any length needs the memory of one chunk. Names are left out
unless asked for: viewers are their keys, and `@handle` in a text is `@…`. To add a table: a line in `TABLES`; a
format: a module here and a line in `FORMATS`, whose key is the ending of its files.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from livedesk import wire
from livedesk.exports import csv, jsonl, refi, transcript
from livedesk.exports.codebook import CODEBOOK
from livedesk.exports.observations import OBSERVATIONS
from livedesk.exports.tables import LOG, QUESTIONS, SUMMARY, Table
from livedesk.exports.transcript import CAUTION

__all__ = [
    "CAUTION",
    "CHUNK_BYTES",
    "FORMATS",
    "TABLES",
    "Format",
    "export",
    "file_name",
    "formats",
    "refusal",
]

CHUNK_BYTES = 65_536
"""A stream's chunks are at least so large, but for the last."""


class Format(Struct, frozen=True):
    """How a table becomes bytes: `write` yields a file in pieces, a row or a few each.

    A format with meaning, such as subtitles, names the `tables` it can write; without, it writes all.
    """

    media_type: str
    write: Callable[[Table[Any, Any], Iterable[Any]], Iterator[bytes]]
    tables: tuple[str, ...] = ()


TABLES: dict[str, Table[Any, Any]] = {
    "log": LOG,
    "questions": QUESTIONS,
    "summary": SUMMARY,
    "observations": OBSERVATIONS,
    "codebook": CODEBOOK,
}

FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8; header=present", csv.write),
    "jsonl": Format("application/jsonl", jsonl.write),
    "qdpx": Format("application/zip", refi.project, ("observations",)),
    "maxqda.qdpx": Format("application/zip", refi.maxqda_project, ("observations",)),
    "maxqda.txt": Format("text/plain; charset=utf-8", transcript.focus_group, ("observations",)),
    "qdc": Format("application/xml", refi.codebook, ("codebook",)),
}


def formats(table: str) -> list[str]:
    """Return the formats in which this table can be written."""
    return [name for name, format_ in FORMATS.items() if not format_.tables or table in format_.tables]


def refusal(table: str, format_name: str) -> str | None:
    """Say in one sentence why there is no such file, or None where there is."""
    if table not in TABLES:
        return f"There is no table {table!r}; there are {', '.join(TABLES)}."
    if format_name not in formats(table):
        return f"There is no {table}.{format_name}; the formats of {table} are {', '.join(formats(table))}."
    return None


def export(table: str, format_name: str, source: Any, *, names: bool = False) -> Iterator[bytes]:
    """Write a table, a key of `TABLES`, in one of its `formats`, in chunks of some 64 kB.

    `source` is what the table is made of: entries in order of seq for `log`, questions for `questions`, what
    `metrics.figures` returned for `summary`, a `Watched` for `observations`, codes for `codebook`. With `names`,
    viewers' handles and nicknames are in it.
    """
    chosen = TABLES[table]
    return _chunks(FORMATS[format_name].write(chosen, chosen.records(source, names)))


def file_name(handle: str, started_at: int, table: str, format_name: str) -> str:
    """Return `livedesk-<handle>-<date>-<table>.<format>`, the date in UTC, safe whatever the handle holds."""
    name = re.sub(r"[^a-z0-9_]+", "-", handle.lower())[:40].strip("-") or "live"
    return f"livedesk-{name}-{wire.iso(started_at)[:10]}-{table}.{format_name}"


def _chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join pieces until they make a chunk."""
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
