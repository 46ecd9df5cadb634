"""What staff do for a question before somebody answers it: claim it, whisper to the host, list it, approve it.

It changes neither status nor order. A helper who looks something up claims the question, whispers what was found, and
puts the question on the host's list; the host approves what viewers may see on the overlay.
"""

from math import isfinite
from typing import TypeAlias, assert_never
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from livedesk.events import (
    Approved,
    Claimed,
    Entry,
    Listed,
    Released,
    Unlisted,
    Whispered,
    Withdrawn,
)
from livedesk.questions.question import Whisper

Teamwork: TypeAlias = Claimed | Released | Whispered | Listed | Unlisted | Approved | Withdrawn

LONGEST_WHISPER = 300
LONGEST_LINK = 500


class Care(Struct, frozen=True):
    """How far staff have got with a question; see `question.Question` for the fields."""

    claimed_by: str | None = None
    whispers: tuple[Whisper, ...] = ()
    listed: float | None = None
    approved: bool = False


def cared(care: Care, entry: Entry, step: Teamwork) -> Care:
    """Return the care after this step, which `entry` holds."""
    match step:
        case Claimed(by=by):
            return replace(care, claimed_by=by)
        case Released():
            return replace(care, claimed_by=None)
        case Whispered(by=by, text=text, link=link):
            return replace(care, whispers=(*care.whispers, Whisper(entry.seq, by, text, link)))
        case Listed(place=place):
            return replace(care, listed=place)
        case Unlisted():
            return replace(care, listed=None)
        case Approved() | Withdrawn():
            return replace(care, approved=isinstance(step, Approved))
        case _:
            assert_never(step)


def joined(care: Care, other: Care) -> Care:
    """Return the care for two questions that are one: what is whispered adds up, approval is not taken over."""
    whispers = sorted((*care.whispers, *other.whispers), key=lambda whisper: whisper.seq)
    return replace(
        care,
        claimed_by=care.claimed_by or other.claimed_by,
        whispers=tuple(whispers),
        listed=other.listed if care.listed is None else care.listed,
    )


def refusal(care: Care, step: Teamwork) -> str | None:  # noqa: PLR0911 — one per step
    """Say in one sentence why this step cannot be taken, or None where it can."""
    match step:
        case Claimed():
            return None if care.claimed_by is None else f"{care.claimed_by} is on it already."
        case Released():
            return "Nobody is on it." if care.claimed_by is None else None
        case Whispered():
            return _refusal_to_whisper(step)
        case Listed():
            return _refusal_to_list(care, step)
        case Unlisted():
            return "This question is not on the host's list." if care.listed is None else None
        case Approved():
            return "This question is approved already." if care.approved else None
        case Withdrawn():
            return None if care.approved else "This question is not approved."
        case _:
            assert_never(step)


def _refusal_to_whisper(whispered: Whispered) -> str | None:
    if not whispered.text.strip() and not whispered.link:
        return "A whisper needs a text or a link."
    if len(whispered.text) > LONGEST_WHISPER or len(whispered.link) > LONGEST_LINK:
        return f"A whisper has at most {LONGEST_WHISPER} characters, and its link {LONGEST_LINK}."
    if whispered.link and not _is_address(whispered.link):
        return "A whisper's link begins with https:// or http://."
    return None


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _refusal_to_list(care: Care, listed: Listed) -> str | None:
    if not isfinite(listed.place):
        return "A place on the host's list is a number."
    return "This question has that place on the host's list already." if care.listed == listed.place else None
