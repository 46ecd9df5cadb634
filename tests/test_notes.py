"""What staff noted of broadcasts, as it counts in the end."""

from zoneinfo import ZoneInfo

import pytest

from happenings import NINE_O_CLOCK, event
from livedesk.events import Aspect, Entry, Noted
from livedesk.notes import Change, after, at_the_beginning, changes, offset, standing, tags

JAKARTA = ZoneInfo("Asia/Jakarta")
"""Nine o'clock in the tests is 05:13:20 there."""


def entries(*notes: Noted) -> list[Entry]:
    at = event(notes[0]).at
    return [Entry(seq, 1, at, at, note) for seq, note in enumerate(notes, start=1)]


def test_the_latest_note_on_an_aspect_and_moment_counts() -> None:
    first, corrected = Noted("light", "one lamp"), Noted("light", "two lamps", by="ola")
    later = Noted("light", "three lamps", offset_s=90)
    assert standing(entries(later, first, corrected)) == [corrected, later]


def test_an_empty_note_takes_the_former_back() -> None:
    assert standing(entries(Noted("place", "hall"), Noted("place", "  "))) == []


def test_of_the_beginning_is_only_what_did_not_come_later() -> None:
    notes = [Noted("light", " window "), Noted("light", "lamp", offset_s=60)]
    assert at_the_beginning(notes) == {"light": "window"}


def test_a_change_is_what_was_known_to_be_otherwise_and_content_is_none() -> None:
    notes = [
        Noted("camera", "Phone,  upright"),
        Noted("light", "lamp"),
        Noted("content", "crime novels"),
        Noted("camera", "DSLR", offset_s=60),
    ]
    known: dict[Aspect, str] = {"camera": "phone, upright", "light": "window"}
    assert changes(NINE_O_CLOCK, notes, known) == [
        Change(NINE_O_CLOCK, "light", "window", "lamp"),
        Change(NINE_O_CLOCK + 60_000, "camera", "Phone,  upright", "DSLR"),
    ]
    assert after(notes, known) == {"camera": "DSLR", "light": "lamp"}


def test_what_is_noted_first_is_no_change_unless_it_came_in_the_course() -> None:
    assert changes(NINE_O_CLOCK, [Noted("hosts", "Ola")], {}) == []
    [change] = changes(NINE_O_CLOCK, [Noted("other", "second phone", offset_s=5)], {})
    assert (change.before, change.after) == ("", "second phone")


def test_tags_are_parted_by_commas() -> None:
    assert tags(" crime, #Q&A ,, # children") == ["crime", "Q&A", "children"]


@pytest.mark.parametrize(
    ("clock", "seconds"),
    [
        ("05:13:20", 0),
        ("05:43:20", 1800),
        ("04:13:20", -3600),
        ("04:13", 86_400 - 3620),
        ("00:13:20", 68_400),
    ],
)
def test_a_time_of_the_clock_is_within_the_day_from_an_hour_before(clock: str, seconds: float) -> None:
    assert offset(clock, NINE_O_CLOCK, JAKARTA) == seconds


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        offset("half past", NINE_O_CLOCK, JAKARTA)
