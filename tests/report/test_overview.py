"""Broadcasts side by side."""

from zoneinfo import ZoneInfo

import pytest

from evening import evening
from livedesk.archive import side, sides
from livedesk.report import Side, languages, side_by_side
from livedesk.report.overview import Group, by_hour, by_weekday, trends
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


def test_rehearsals_are_not_compared() -> None:
    log, live = evening()
    log.open("perpus.kota", "78", live.broadcast.started_at + DAY, rehearsal=True)
    assert [each.id for each in sides(log, ("id", "en", "pl"))] == [1]


def test_with_nothing_recorded_the_page_says_so() -> None:
    assert "Nothing has been recorded yet" in side_by_side([], "en", WARSAW)
