"""WebVTT and SRT: what was said, at its moment of the recording.

A cue stands as long as it takes to read. Cues come in the order of their times: what the platform sends is nearly
in order, but for the few dozen comments it replays on a new connection. What was said before the recording began
has no place in it; WebVTT says at its end how many there were. Text from the chat is hostile here too: it opens no
tag and ends no cue, and stands after its speaker, so that no line begins like a formula.
"""

from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop
from typing import Any

from livedesk.exports.tables import Cue, Table
from livedesk.exports.transcript import one_line

WINDOW = 1_000
"""Cues are put in order within so many."""

SHORTEST_MS, LONGEST_MS = 1_500, 7_000
MS_A_CHARACTER = 60
"""Reading takes about 17 characters a second (BBC subtitle guidelines: 160 to 180 words a minute)."""


def write_vtt(table: Table[Any, Any], records: Iterable[Any]) -> Iterator[bytes]:
    """Yield WebVTT (W3C): a voice tag says who speaks, pseudonyms unless names are asked for."""
    yield b"WEBVTT\n\n"
    before = 0
    for cue in _in_order(table, records):
        if cue.at < 0:
            before += 1
            continue
        speaker, text = (
            word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for word in _words(cue)
        )
        yield f"{cue.id}\n{_span(cue, '.')}\n<v {speaker}>{text}\n\n".encode(errors="replace")
    if before:
        yield f"NOTE {before} left out: said before the recording begins\n\n".encode()


def write_srt(table: Table[Any, Any], records: Iterable[Any]) -> Iterator[bytes]:
    """Yield SubRip, which has no tag for a speaker and no way to write `<` as itself."""
    within = (cue for cue in _in_order(table, records) if cue.at >= 0)
    for number, cue in enumerate(within, 1):
        speaker, text = (
            word.replace("<", "‹").replace(">", "›").replace("{\\", "{ \\") for word in _words(cue)
        )
        yield f"{number}\n{_span(cue, ',')}\n{speaker}: {text}\n\n".encode(errors="replace")


def _in_order(table: Table[Any, Any], records: Iterable[Any]) -> Iterator[Cue]:
    """Yield the cues of all records by time."""
    held: list[Cue] = []
    for record in records:
        for cue in table.cues(record, table.since) if table.cues else ():
            if not cue.text:  # deleted
                continue
            if len(held) < WINDOW:
                heappush(held, cue)
            else:
                yield heappushpop(held, cue)
    yield from sorted(held)


def _words(cue: Cue) -> tuple[str, str]:
    """Return speaker and text, each on one line."""
    speaker, text = one_line(cue.speaker).strip(), one_line(cue.text).strip()
    return speaker or "–", text


def _span(cue: Cue, point: str) -> str:
    reading = min(max(SHORTEST_MS, MS_A_CHARACTER * len(cue.text)), LONGEST_MS)
    return f"{_clock(cue.at, point)} --> {_clock(cue.at + reading, point)}"


def _clock(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{point}{rest:03d}"
