"""REFI-QDA 1.0, which NVivo, ATLAS.ti, MAXQDA and QualCoder take in: codebooks (.qdc) and projects (.qdpx).

A project is a zip archive of `project.qde` and `sources/`. https://www.qdasoftware.org, Project.xsd of 18 March 2019.
Programs differ, so: the folder is in small letters and there is no byte order mark (ATLAS.ti), a text has
only `plainTextPath` (ATLAS.ti loads an empty document otherwise), lines end in LF, which counts one, or for MAXQDA
in CRLF, which counts two. Positions count Unicode code points.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain, groupby
from typing import Any
from uuid import UUID

from msgspec import Struct

from livedesk import __version__
from livedesk.exports.codebook import Code, codes, described, guid
from livedesk.exports.observations import CODER, Observation
from livedesk.exports.tables import Table
from livedesk.exports.transcript import CAUTION, content, speaker
from livedesk.exports.zip import zipped

ORIGIN = f"livedesk {__version__}"
SOURCES = "sources/"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


class Selection(Struct, frozen=True, gc=False):
    """A coded stretch of the text, from one position up to another."""

    name: str
    at: str
    start: int
    end: int
    codes: tuple[str, ...]


def codebook(_table: Table[Any, Any], rows: Iterable[Code]) -> Iterator[bytes]:
    """Yield a codebook."""
    yield f'{DECLARATION}<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="{escape(ORIGIN)}">'.encode()
    yield from map(str.encode, _codes(rows))
    yield b"</CodeBook>\n"


def project(_table: Table[Any, Any], rows: Iterable[Observation]) -> Iterator[bytes]:
    """Yield a project with the broadcast as one text, coded as livedesk proposes."""
    return _project(rows, "\n")


def maxqda_project(_table: Table[Any, Any], rows: Iterable[Observation]) -> Iterator[bytes]:
    """Yield the same project with lines and positions as MAXQDA counts them."""
    return _project(rows, "\r\n")


def _project(rows: Iterable[Observation], newline: str) -> Iterator[bytes]:
    return zipped(_members(iter(rows), newline))


def _members(rows: Iterator[Observation], newline: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield what lies in the archive: the folder of texts at once, all else once the first row is read."""
    yield SOURCES, ()
    first = next(rows, None)
    selections: list[Selection] = []
    if first is not None:
        yield f"{SOURCES}{_source_guid(first)}.txt", _text(chain([first], rows), newline, selections)
    yield "project.qde", _xml(first, selections)


def _text(rows: Iterable[Observation], newline: str, selections: list[Selection]) -> Iterator[bytes]:
    """Yield the text, line by line, and note in `selections` what is coded in it."""
    position = 0
    for row in rows:
        head, said = f"[{row.timecode}] {speaker(row)}: ", content(row)
        coded = tuple(code for code in (row.act_code, row.topic) if code)
        if coded and said:
            start = position + len(head)
            selections.append(Selection(row.obs_id, row.clock_time, start, start + len(said), coded))
        line = f"{head}{said}{newline}"
        position += len(line)
        yield line.encode()


def _xml(first: Observation | None, selections: Iterable[Selection]) -> Iterator[bytes]:
    return map(str.encode, chain(_head(first), _source(first, selections), [_foot()]))


def _head(first: Observation | None) -> Iterator[str]:
    name = "TikTok Live" if first is None else f"TikTok Live {first.session_id}, {first.clock_time[:10]}"
    yield (
        f'{DECLARATION}<Project xmlns="urn:QDA-XML:project:1.0" name="{escape(name)}" origin="{escape(ORIGIN)}">'
        f'<Users><User guid="{guid(CODER)}" name="{CODER}"/></Users><CodeBook>'
    )
    yield from _codes(codes())
    yield "</CodeBook>"


def _source(first: Observation | None, selections: Iterable[Selection]) -> Iterator[str]:
    if first is None:
        return
    source = _source_guid(first)
    yield (
        f'<Sources><TextSource guid="{source}" name="{first.session_id}" plainTextPath="internal://{source}.txt" '
        f'creatingUser="{guid(CODER)}" creationDateTime="{first.clock_time}">'
    )
    yield from (_selection(source, one) for one in selections)
    yield "</TextSource></Sources>"


def _source_guid(first: Observation) -> UUID:
    """Return the identity of the text: another library's broadcast of the same number is another text."""
    return guid(f"{first.session_id} {first.clock_time} {first.viewer_pid or ''}")


def _selection(source: UUID, one: Selection) -> str:
    made = f'creatingUser="{guid(CODER)}" creationDateTime="{one.at}"'
    codings = "".join(
        f'<Coding guid="{guid(f"{source}/{one.name}/{code}")}" {made}><CodeRef targetGUID="{guid(code)}"/></Coding>'
        for code in one.codes
    )
    return (
        f'<PlainTextSelection guid="{guid(f"{source}/{one.name}")}" name="{one.name}" startPosition="{one.start}" '
        f'endPosition="{one.end}" {made}>{codings}</PlainTextSelection>'
    )


def _foot() -> str:
    return f"<Description>{escape(CAUTION)}</Description></Project>\n"


def _codes(rows: Iterable[Code]) -> Iterator[str]:
    """Yield the codes, each within its family."""
    yield "<Codes>"
    for _, (family, *members) in groupby(rows, key=lambda code: code.parent or code.name):
        yield _opened(family, codable=False)
        yield from (f"{_opened(each, codable=True)}</Code>" for each in members)
        yield "</Code>"
    yield "</Codes>"


def _opened(code: Code, *, codable: bool) -> str:
    return (
        f'<Code guid="{guid(code.name)}" name="{escape(code.name)}" isCodable="{str(codable).lower()}" '
        f'color="{code.colour}"><Description>{escape(described(code))}</Description>'
    )
