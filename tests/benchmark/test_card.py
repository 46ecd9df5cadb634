"""What leaves the library, and what does not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.lives import ABOUT, about, live, made, question
from livedesk.benchmark.card import (
    CardRefused,
    Live,
    card,
    definitions_hash,
    period_of,
    profile,
    read,
    written,
)
from livedesk.metrics import DEFINITIONS


def test_a_card_holds_the_agreed_fields_worked_out_by_hand() -> None:
    peaks = [40, 12, 90, 61, 33]  # in order 12 33 40 61 90: quartiles 33 and 61
    lives = [live(["hours"] * 5 + ["events"], viewers_peak_concurrent=peak) for peak in peaks]
    assert json.loads(written(made(*lives))) == {
        "schema_version": 1,
        "period": "2026-Q4",
        "library_type": "public",
        "population_band": "20-50k",
        "country": "ID",
        "languages": ["id"],
        "sessions_n": 5,
        "live_minutes_total": 302,
        "median_peak_concurrent": 40,
        "median_comments_per_minute": 5.0,
        "median_questions_per_100_comments": 3,
        "median_answer_rate": 0.7,
        "median_response_s": 33,
        "median_resolution_rate": 0.75,
        "iqr_peak_concurrent": 28,
        "iqr_comments_per_minute": 0.0,
        "iqr_questions_per_100_comments": 0,
        "iqr_answer_rate": 0.0,
        "iqr_response_s": 0,
        "iqr_resolution_rate": 0.0,
        "topic_share": dict.fromkeys(
            (
                *(
                    "location_contact",
                    "membership",
                    "borrowing",
                    "renew_reserve",
                    "fines_lost",
                    "catalogue_item",
                ),
                *("recommendation", "digital", "facilities", "research_help", "staff_career"),
                *("donation_purchase", "about_live"),
            ),
            0.0,
        )
        | {"hours": 0.85, "events": 0.15},
        "top_hour_band": "18-21",
        "host_setup": "two",
        "practices": ["pin-the-hours"],
        "definitions_hash": definitions_hash(),
    }


def test_nothing_but_those_fields_leaves_neither_text_nor_gifts_nor_follows() -> None:
    text = written(made())
    for secret in ("bob_99", "sabtu", "77777", "88888", "gift", "follow", "pid", "staff_code"):
        assert secret not in text


@pytest.mark.parametrize(
    ("lives", "there"),
    [
        ([live()] * 4, "there are 4 and 24"),
        ([live(["hours"] * 5)] * 5, "there are 5 and 25"),
        ([], "there are 0 and 0"),
        ([Live(live().figures, [question(status="dismissed")] * 9, 19)] * 6, "there are 6 and 0"),
    ],
)
def test_there_is_no_card_of_too_few(lives: list[Live], there: str) -> None:
    with pytest.raises(CardRefused, match=there):
        card(about(), lives)


def test_small_counts_are_shown_as_fewer_than_five() -> None:
    lives = [live(["hours"] * 6, viewers_peak_concurrent=peak) for peak in (3, 4, 4, 4, 7)]
    lives[0] = live(["hours"] * 5 + ["events"], viewers_peak_concurrent=3)
    shown = made(*lives)
    assert (shown.median_peak_concurrent, shown.topic_share["events"]) == ("<5", "<5")
    assert shown.iqr_peak_concurrent == 0
    assert shown.topic_share["digital"] == 0


def test_a_figure_that_fewer_than_five_lives_have_is_blank() -> None:
    lives = [live()] * 4 + [live(median_response_s=None, answer_rate=None, comments=0)]
    shown = made(*lives)
    assert (shown.median_response_s, shown.iqr_answer_rate, shown.median_questions_per_100_comments) == (
        None,
    ) * 3
    assert shown.median_peak_concurrent == 40


def test_a_language_of_fewer_than_five_questions_is_not_named() -> None:
    spoken = ["pl"] * 6 + ["id"] * 20 + ["en"] * 4 + ["Ani's own"] * 9
    lives = [Live(live().figures, [question(language=language) for language in spoken], 19)] + [live([])] * 4
    assert made(*lives).languages == ("id", "pl")


def test_a_library_s_own_topics_stay_with_it() -> None:
    shown = made(*[live(["hours"] * 4 + ["ani-s-corner", None])] * 5)
    assert "ani" not in written(shown)
    assert shown.topic_share["hours"] == 0.65


@pytest.mark.parametrize(("hours", "band"), [((9, 9, 19, 20, 18), "18-21"), ((0, 5, 3, 23, 12), "0-6")])
def test_the_hour_is_told_in_bands(hours: list[int], band: str) -> None:
    assert made(*(live(hour=hour) for hour in hours)).top_hour_band == band


@pytest.mark.parametrize(
    "changed",
    [
        {"library_type": "Perpustakaan Kota Bogor"},
        {"population_band": "31,402"},
        {"country": "Indonesia"},
        {"host_setup": "Ani and Budi"},
        {"practices": ("Ani reads out loud!",)},
        {"practices": ("a",) * 21},
        {"period": "2026-11"},
        {"name": "Perpustakaan Kota Bogor"},
    ],
)
def test_what_would_name_a_library_or_a_person_cannot_stand_on_a_card(changed: dict[str, object]) -> None:
    with pytest.raises(CardRefused):
        profile(**ABOUT | changed)


def test_a_card_is_read_as_it_was_written() -> None:
    assert read(written(made())) == made()


@pytest.mark.parametrize(
    "changed",
    [
        {"handle": "@perpus.kota"},
        {"sessions_n": 4},
        {"median_answer_rate": 1.2},
        {"median_response_s": -1},
        {"country": "\x1b[2J"},
        {"schema_version": 2},
        {"library_type": "\x1b[2J"},
    ],
)
def test_a_card_that_holds_more_or_other_is_refused_in_one_printable_line(changed: dict[str, object]) -> None:
    text = json.dumps(json.loads(written(made())) | changed)
    with pytest.raises(CardRefused) as refused:
        read(text)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "\ud800"])
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(CardRefused, match="no benchmark card"):
        read(text)


def test_other_definitions_make_another_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    before = definitions_hash()
    monkeypatch.setitem(DEFINITIONS, "comments", DEFINITIONS["likes"])
    assert definitions_hash() != before


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, "2026-Q1"), (3, "2026-Q1"), (4, "2026-Q2"), (12, "2026-Q4")]
)
def test_a_period_is_a_quarter(month: int, quarter: str) -> None:
    assert period_of(2026, month) == quarter


@given(
    st.lists(st.sampled_from(["hours", "events", "digital", None]), min_size=30, max_size=90),
    st.lists(st.integers(0, 200), min_size=5, max_size=9),
)
def test_no_card_shows_a_small_count_or_an_exact_share(topics: list[str | None], peaks: list[int]) -> None:
    first, *others = (live([], viewers_peak_concurrent=peak) for peak in peaks)
    shown = made(Live(first.figures, [question(topic) for topic in topics], 19), *others)
    for count in (shown.median_peak_concurrent, shown.iqr_peak_concurrent):
        assert count in (0, "<5") or (isinstance(count, float) and count >= 5)
    for share in shown.topic_share.values():
        assert share == "<5" or (isinstance(share, float) and round(share * 100) % 5 == 0)
