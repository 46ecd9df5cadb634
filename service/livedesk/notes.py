"""What staff noted of broadcasts: with which set-up they were made, about what, and what changed when (pure).

A note is an entry of the log, `events.Noted`, so it can be corrected at any time and the correction is on record.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import get_args

from msgspec import Struct

from livedesk.events import Aspect, Entry, Noted

CONTENT: tuple[Aspect, ...] = ("content", "tags")
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
SETUP = tuple(aspect for aspect in ASPECTS if aspect not in CONTENT)

KINDS = ("noted",)
"""The kinds of entry to read for `standing`."""


class Change(Struct, frozen=True):
    """Something of the set-up became other: `at` milliseconds since 1970; `before` is empty where nothing was noted."""

    at: int
    aspect: Aspect
    before: str
    after: str


def standing(entries: Iterable[Entry]) -> list[Noted]:
    """Return the notes that count: those of the whole broadcast, then those of a moment in its course, by time."""
    found: dict[tuple[Aspect, float | None], Noted] = {}
    for entry in entries:
        if isinstance(entry.body, Noted):
            found[entry.body.aspect, entry.body.offset_s] = entry.body
    return sorted((note for note in found.values() if note.text.strip()), key=_place)


def _place(note: Noted) -> tuple[bool, float, int]:
    return note.offset_s is not None, note.offset_s or 0, ASPECTS.index(note.aspect)


def at_the_beginning(notes: Iterable[Noted]) -> dict[Aspect, str]:
    """Return what was noted of the whole broadcast, by aspect."""
    return {note.aspect: note.text.strip() for note in notes if note.offset_s is None}


def tags(text: str) -> list[str]:
    """Return the tags in a note, which commas part; `#` before one is left out."""
    return [tag for each in text.split(",") if (tag := each.strip().lstrip("#").strip())]


def plain(text: str) -> str:
    """Return a note as it is compared with others: spaces and capitals make no difference."""
    return " ".join(text.casefold().split())


def changes(started_at: int, notes: Iterable[Noted], known: Mapping[Aspect, str]) -> list[Change]:
    """Say what of the set-up became other in a broadcast than it was `known` to be before.

    The first that is ever noted of an aspect is no change, but what changed in the course of the broadcast is.
    """
    found, now = [], dict(known)
    for note in notes:
        if note.aspect not in SETUP:
            continue
        before = now.get(note.aspect, "")
        if plain(before) != plain(note.text) and (before or note.offset_s is not None):
            moment = started_at + round(1000 * (note.offset_s or 0))
            found.append(Change(moment, note.aspect, before, note.text.strip()))
        now[note.aspect] = note.text.strip()
    return found


def after(notes: Sequence[Noted], known: Mapping[Aspect, str]) -> dict[Aspect, str]:
    """Return what is known of the set-up once the broadcast is over."""
    return {**known, **{note.aspect: note.text.strip() for note in notes if note.aspect in SETUP}}


def offset(clock: str, started_at: int, zone: tzinfo | None) -> float:
    """Return how many seconds after the beginning it was `19:32` by the zone's clock; ValueError where that is no time.

    A broadcast may go on past midnight; a time up to an hour before its beginning is taken to be before it.
    """
    told = time.fromisoformat(clock)
    began = datetime.fromtimestamp(started_at / 1000, zone)
    earliest = began - timedelta(hours=1)
    found = earliest.replace(hour=told.hour, minute=told.minute, second=told.second, microsecond=0)
    found += timedelta(days=found < earliest)
    return round(found.timestamp() - began.timestamp(), 3)
