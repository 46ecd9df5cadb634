"""Broadcasts side by side."""

from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from evening import evening
from livedesk.archive import side, sides
from livedesk.events import Noted
from livedesk.report import Side, languages, side_by_side
from livedesk.report.overview import Group, by_aspect, by_hour, by_weekday, trends, what_changed
from livedesk.report.words import words

DAY = 86_400_000
WARSAW = ZoneInfo("Europe/Warsaw")
ENGLISH = words("en", WARSAW)


def lives() -> list[Side]:
    """Return three broadcasts, two of them on Tuesdays; the last one could not know its answer rate."""
    log, live = evening()
    first = side(log, live)
    more = {"viewers_peak_concurrent": 50, "answer_rate": 0.8}
    none = {"viewers_peak_concurrent": 10, "answer_rate": None}
    return [
        first,
        Side(2, first.handle, first.started_at + 7 * DAY, {**first.figures, **more}),
        Side(3, first.handle, first.started_at + 8 * DAY, {**first.figures, **none}),
    ]


def test_broadcasts_of_a_weekday_are_one_line_of_medians_which_what_is_unknown_does_not_move() -> None:
    tuesday, wednesday = by_weekday(lives(), ENGLISH)
    assert (tuesday.name, tuesday.broadcasts) == ("Tuesday", 2)
    assert tuesday.medians["viewers_peak_concurrent"] == 40
    assert tuesday.medians["answer_rate"] == pytest.approx(0.6)
    assert (wednesday.name, wednesday.medians["answer_rate"]) == ("Wednesday", None)


def test_hours_are_those_of_the_librarys_own_clock() -> None:
    assert [(group.name, group.broadcasts) for group in by_hour(lives(), ENGLISH)] == [("23:00", 3)]
    assert by_hour(lives(), words("en", ZoneInfo("Asia/Jakarta")))[0].name == "05:00"
    assert isinstance(by_hour(lives(), ENGLISH)[0], Group)


def test_the_highest_bar_is_as_high_as_the_picture_and_the_unknown_has_none() -> None:
    by_figure = {trend.figure: trend for trend in trends(lives())}
    heights = [height for _, _, _, height in by_figure["viewers_peak_concurrent"].bars]
    assert heights == [72, 120, 24]
    assert by_figure["answer_rate"].bars[2][3] == 0


@pytest.mark.parametrize("language", languages())
def test_the_page_shows_each_broadcast_with_its_coverage_in_every_language(language: str) -> None:
    html = side_by_side(lives(), language, WARSAW, linked=True)
    assert html.count("@perpus.kota") == 3
    assert html.count("91,7" if language != "en" else "91.7") == 3
    assert "/broadcasts/2/report" in html


def noted() -> list[Side]:
    """Return the three broadcasts with the notes of staff."""
    notes = (
        [Noted("light", "window"), Noted("tags", "crime, Q&A")],
        [Noted("light", "Window "), Noted("tags", "crime")],
        [Noted("light", "lamp"), Noted("light", "two lamps", offset_s=60)],
    )
    return [replace(side, notes=found) for side, found in zip(lives(), notes, strict=True)]


def test_broadcasts_are_compared_by_set_up_and_by_each_of_their_tags() -> None:
    assert [(group.name, group.broadcasts) for group in by_aspect(noted(), "light")] == [
        ("lamp", 1),
        ("window", 2),
    ]
    tagged = by_aspect(noted(), "tags")
    assert [(group.name, group.broadcasts) for group in tagged] == [("crime", 2), ("Q&A", 1)]
    assert tagged[0].medians["viewers_peak_concurrent"] == 40


def test_a_change_of_the_set_up_is_a_mark_below_the_bar_of_its_broadcast() -> None:
    [changed] = what_changed(noted())
    assert (changed.number, changed.side.id) == (1, 3)
    assert [(each.before, each.after) for each in changed.changes] == [
        ("Window", "lamp"),
        ("lamp", "two lamps"),
    ]
    trend = trends(noted(), [changed])[0]
    [(x, number)] = trend.marks
    left, _, width, _ = trend.bars[2]
    assert (number, left < x < left + width) == (1, True)


def test_another_handles_set_up_is_its_own() -> None:
    first, second, third = noted()
    assert what_changed([first, second, replace(third, handle="other", notes=third.notes[:1])]) == []


def test_rehearsals_are_not_compared() -> None:
    log, live = evening()
    log.open("perpus.kota", "78", live.broadcast.started_at + DAY, rehearsal=True)
    assert [each.id for each in sides(log, ("id", "en", "pl"))] == [1]


def test_with_nothing_recorded_the_page_says_so() -> None:
    assert "Nothing has been recorded yet" in side_by_side([], "en", WARSAW)
