"""An observed broadcast as text, one paragraph for each thing said or done, and as MAXQDA takes focus groups.

MAXQDA codes each paragraph with the name before its first colon, names of at most 63 characters, and takes a time
at its beginning. What precedes the first speaker is left uncoded where it has no colon.
https://www.maxqda.com/help-mx22/import/importing-focus-group-transcripts
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from livedesk.exports.observations import Observation
from livedesk.exports.tables import Table

SPEAKERS = {"viewer": "Viewer", "host": "Host", "moderator": "Moderator", "platform": "Platform"}

CAUTION = (
    "This file holds words as viewers wrote them. A verbatim quotation can be searched for and lead to the person, "
    "so reword before you publish."
)

_BREAKS = re.compile(r"[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]+")

_UNWRITABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML 1.0 forbids or discourages, and what would turn the rest of a document around (bidirectional controls)."""

_TIME_MARK = re.compile(r"#(?=\d)")


def one_line(text: str) -> str:
    """Return the text on one line, without characters that no document may hold."""
    return text if text.isprintable() else _UNWRITABLE.sub("", _BREAKS.sub(" ", text))


def speaker(seen: Observation) -> str:
    """Return who spoke or acted: a viewer by pseudonym, others by their part."""
    return seen.viewer_pid if seen.actor == "viewer" and seen.viewer_pid else SPEAKERS[seen.actor]


def content(seen: Observation) -> str:
    """Return what was said, or in brackets what was done."""
    if seen.verbatim is not None:
        return one_line(seen.verbatim)
    return f"({one_line(seen.descriptive_note or 'withheld')})"


def chronological(rows: Iterable[Observation]) -> Iterator[Observation]:
    """Let no time be before the one above it: what came late stands where it came."""
    latest = ""
    for row in rows:
        latest = max(latest, row.timecode)
        yield row if row.timecode == latest else replace(row, timecode=latest)


def focus_group(_table: Table[Any, Any], rows: Iterable[Observation]) -> Iterator[bytes]:
    """Yield a focus-group transcript: UTF-8 with its mark, CRLF, a blank line between paragraphs.

    A `#` before a digit, by which MAXQDA knows times, becomes the full-width `＃`.
    """
    yield f"\ufeffTikTok Live, observed with livedesk. {CAUTION}\r\n".encode()
    for row in chronological(rows):
        text = _TIME_MARK.sub("＃", content(row))
        yield f"\r\n{row.timecode}{speaker(row)}: {text}\r\n".encode()
