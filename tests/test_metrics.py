"""The figures of a Live: one worked out by hand to the digit, and what must hold of any."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from livedesk.events import (
    Answered,
    Body,
    Caption,
    Comment,
    Connected,
    Deleted,
    Ended,
    Entry,
    Follow,
    Gap,
    Gift,
    Join,
    Like,
    LiveCenter,
    Paused,
    PlatformPin,
    PlatformQuestion,
    Resumed,
    Share,
    Viewer,
    Viewers,
)
from livedesk.metrics import DEFINITIONS, Minute, Pulse, Tally, figures, missed_recap
from livedesk.metrics.definitions import page
from livedesk.metrics.live_center import NUMBERS, refusal
from livedesk.metrics.tally import MOST_GAPS, TIMELINE_MINUTES, Span
from livedesk.metrics.thanks import Due, Kindness

SEVEN = 1_795_287_600_000
"""2026-11-21T19:00:00.000Z; the tests count seconds from it."""

COUNT_AS = {"catalogue_item": "reference", "membership": "policy", "hours": "directional"}


def ms(second: float) -> int:
    return SEVEN + round(second * 1000)


def entry(seq: int, second: float, body: Body, viewer: str | None = None, *, history: bool = False) -> Entry:
    who = None if viewer is None else Viewer(viewer)
    return Entry(seq, 1, ms(second), ms(second), body, who, f"m{seq}", history)


def tally_of(*happened: tuple[float, Body] | tuple[float, Body, str]) -> Tally:
    tally = Tally()
    for seq, (second, body, *viewer) in enumerate(happened, start=1):
        tally.apply(entry(seq, second, body, *viewer))
    return tally


class Asked(Struct, kw_only=True):
    """A question, with what the figures need of it."""

    status: str = "open"
    topic: str | None = None
    asked_at: int = SEVEN
    answered_at: int | None = None
    askers: int = 1
    comments: tuple[int, ...] = ()


def answered_after(seconds: float) -> Asked:
    return Asked(status="answered", answered_at=ms(seconds))


BY_HAND = [
    entry(1, 0, Connected("77")),
    entry(2, -30, Comment("halo kak"), "eka", history=True),
    entry(3, 0, Viewers(10, 10)),
    entry(4, 5, Like(15, 1000), "ani"),
    entry(5, 20, Comment("ada novel laut bercerita gak kak"), "ani"),
    entry(6, 30, Comment("do której czynne w sobotę"), "bob"),
    entry(7, 60, Viewers(20, 25)),
    entry(8, 70, Comment("novel laut bercerita ada?"), "ani"),
    entry(9, 90, Follow(), "ani"),
    entry(10, 91, Follow(), "ani"),
    entry(11, 100, Gift("Rose", 3, "s1", final=False), "bob"),
    entry(12, 101, Gift("Rose", 5, "s1"), "bob"),
    entry(13, 120, Like(5, 1040), "cia"),
    entry(14, 180, Gap(60, "closed 1006")),
    entry(15, 180, Connected("77", 2)),
    entry(16, 150, Comment("gdzie się zapisać"), "dan", history=True),
    entry(17, 180, Viewers(40, 60)),
    entry(18, 181, Like(5, 1030), "ani"),
    entry(19, 200, Share(), "cia"),
    entry(20, 210, Share(), "cia"),
    entry(21, 230, Join(), "eka"),
    entry(22, 235, Answered(question=5)),
    entry(23, 240, Paused()),
    entry(24, 300, Resumed()),
    entry(25, 310, Comment("terima kasih semua", role="host"), "host"),
    entry(26, 320, Comment("can i print there"), "cia"),
    entry(27, 330, Like(7, 1100), "cia"),
    entry(28, 340, Deleted(message_ids=("m8",))),
    entry(29, 360, Viewers(30, 70)),
    entry(30, 420, Ended()),
]

QUESTIONS = [
    Asked(status="answered", topic="catalogue_item", asked_at=ms(20), answered_at=ms(80), comments=(5, 8)),
    Asked(status="answered", topic="hours", asked_at=ms(30), answered_at=ms(230), comments=(6,), askers=3),
    Asked(status="referred", topic="membership", asked_at=ms(150), comments=(16,)),
    Asked(status="missed", topic="facilities", asked_at=ms(320), comments=(26,)),
    Asked(status="dismissed", asked_at=ms(-30), comments=(2,)),
]


def by_hand(*more: Body) -> Tally:
    tally = Tally()
    for each in BY_HAND:
        tally.apply(each)
    return and_then(tally, *more)


def and_then(tally: Tally, *more: Body) -> Tally:
    for body in more:
        tally.apply(Entry(1000, 1, ms(9000), ms(9000), body))
    return tally


def test_every_figure_of_a_small_live_is_what_comes_out_by_hand() -> None:
    typed = LiveCenter(lc_unique_viewers=50, lc_views=80)
    asked = {each.seq: each for each in BY_HAND}

    assert figures(by_hand(typed), QUESTIONS, asked=asked, count_as=COUNT_AS) == {
        "live_minutes": 6.0,  # 420 s − 60 s of pause
        "gap_seconds": 60.0,
        "coverage": 1 - 60 / 360,
        "viewers_peak_concurrent": 40,
        # 10 and 20 for a minute each, gap, 40 for a minute, pause, 40 and 30 for a minute each
        "viewers_avg_concurrent": 28.0,
        "viewer_samples": 4,
        "comments": 7,
        "comments_per_minute": 1.0,  # five heard as they were made, in five minutes heard
        "likes": 100,
        "gifts": 5,
        "follows": 1,
        "shares": 1,
        "joins": 1,
        "people": 5,
        "commenters": 5,
        "likers": 2,
        "gifters": 1,
        "redactions": 0,
        **dict.fromkeys(NUMBERS),
        "lc_views": 80,
        "lc_unique_viewers": 50,
        "participation_rate": 0.1,
        "engagement_rate_people": 0.1,
        "engagement_rate_classic": 135.0,  # (100 + 7 + 1) ÷ 80 · 100
        "questions_confirmed": 4,
        "questions_answered": 2,
        "questions_referred": 1,
        "questions_deferred": 0,
        "questions_missed": 1,
        "question_share": 5 / 7,
        "answer_rate": 0.5,
        "resolution_rate": 0.75,
        "askers_served": 4,
        "median_response_s": 130.0,
        "p90_response_s": 200.0,
        "median_wait_all_s": 200.0,  # half are answered, the slower after 200 s
        "reference_transactions": 1,
        "policy_transactions": 0,
        "directional_transactions": 1,
        "other_transactions": 0,
    }


def test_the_pulse_of_the_same_live_is_what_comes_out_by_hand() -> None:
    ani = Kindness(entry=9, last=10, viewer=Viewer("ani"), followed=True)
    bob = Kindness(entry=12, last=12, viewer=Viewer("bob"), gifts=5, gift="Rose")
    cia = Kindness(entry=19, last=20, viewer=Viewer("cia"), shares=2)
    assert by_hand().pulse(ms(330)) == Pulse(
        viewers_now=30,
        viewers_peak=40,
        comments=7,
        comments_per_minute=2,
        likes=100,
        gifts=5,
        follows=1,
        shares=1,
        joins=1,
        coverage=1 - 60 / 360,
        gap_seconds=60,
        live_seconds=360,
        started_at=ms(0),
        ended_at=ms(420),
        paused=False,
        timeline=[
            Minute(ms(0), viewers=10, comments=2),
            Minute(ms(60), viewers=20, comments=1),
            Minute(ms(120), likes=40, gap_seconds=60),
            Minute(ms(180), viewers=40),
            Minute(ms(300), comments=2, likes=60),
            Minute(ms(360), viewers=30),
        ],
        gaps=[Span(ms(120), ms(180))],
        thanks=Due(until=20, people=[ani, bob, cia], more=0),
    )


def test_a_figure_that_needs_live_center_or_the_comments_is_blank_without_them() -> None:
    found = figures(by_hand(), QUESTIONS)
    blank = {name for name, value in found.items() if value is None}
    assert blank == {
        *NUMBERS,
        "participation_rate",
        "engagement_rate_people",
        "engagement_rate_classic",
        "reference_transactions",
        "policy_transactions",
        "directional_transactions",
        "other_transactions",
    }


def test_a_live_of_which_nothing_was_heard_has_no_rates() -> None:
    found = figures(Tally(), [])
    rates = {name for name, definition in DEFINITIONS.items() if definition.rate}
    assert {name for name in rates if found[name] is not None} == set()
    assert found["coverage"] == 1.0
    assert found["comments"] == 0


def test_a_number_typed_too_small_makes_no_rate_above_one() -> None:
    found = figures(by_hand(LiveCenter(lc_unique_viewers=3)), [])
    assert found["participation_rate"] is None
    assert found["engagement_rate_people"] is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (LiveCenter(), "at least one"),
        (LiveCenter(lc_shares=-1), "between 0 and"),
        (LiveCenter(lc_views=10**11), "between 0 and"),
        (LiveCenter(lc_avg_watch_time_s=86_401), "longer than a day"),
        (LiveCenter(lc_views=80, lc_unique_viewers=81), "more unique viewers than views"),
        (LiveCenter(lc_unique_viewers=5, lc_gifters=6), "more people who gave"),
    ],
)
def test_numbers_that_cannot_be_live_center_s_are_refused_in_a_sentence(
    typed: LiveCenter, sentence: str
) -> None:
    assert sentence in str(refusal(typed))
    assert refusal(LiveCenter(lc_views=80, lc_unique_viewers=80, lc_gifters=0)) is None


def test_every_figure_is_defined_and_every_definition_is_a_figure_in_the_same_order() -> None:
    assert list(figures(Tally(), [])) == list(DEFINITIONS)


def test_the_page_of_definitions_is_the_table_in_the_code() -> None:
    # To write it: python -c "from livedesk.metrics.definitions import page; print(page(), end='')" > docs/metrics.md
    written = Path(__file__).parents[1] / "docs" / "metrics.md"
    assert written.read_text("utf-8") == page()


# Time on air.


def test_a_second_end_and_comments_after_the_end_do_not_lengthen_the_live() -> None:
    tally = tally_of(
        (0, Connected("77")), (60, Ended()), (65, Comment("yah"), "ani"), (70, Ended("suspended"))
    )
    assert tally.pulse(ms(100)).live_seconds == 60


def test_a_recording_that_broke_off_lasts_to_the_last_thing_heard() -> None:
    tally = tally_of((0, Connected("77")), (60, Comment("halo"), "ani"))
    assert tally.pulse(ms(7 * 86_400)).live_seconds == 60


def test_a_live_that_goes_on_after_its_end_was_off_air_in_between() -> None:
    tally = tally_of(
        (0, Connected("77")), (60, Ended()), (100, Gap(40, "x")), (100, Connected("77")), (130, Ended())
    )
    pulse = tally.pulse(ms(130))
    assert (pulse.live_seconds, pulse.gap_seconds, pulse.ended_at) == (90, 0, ms(130))


def test_a_pause_in_which_hearing_is_lost_ends_where_the_gap_begins() -> None:
    tally = tally_of(
        (0, Connected("77")), (60, Paused()), (120, Gap(30, "x")), (120, Connected("77")), (180, Ended())
    )
    pulse = tally.pulse(ms(180))
    assert (pulse.live_seconds, pulse.gap_seconds, pulse.paused) == (150, 30, False)


def test_a_live_that_ends_in_a_pause_was_not_on_air_since_the_pause_began() -> None:
    assert tally_of((0, Connected("77")), (60, Paused()), (90, Ended())).pulse(ms(90)).live_seconds == 60


def test_gaps_that_overlap_are_counted_once() -> None:
    tally = tally_of((0, Connected("77")), (60, Gap(30, "x")), (70, Gap(40, "y")), (100, Ended()))
    assert tally.pulse(ms(100)).gap_seconds == 40


def test_a_gap_longer_than_the_live_leaves_no_coverage_and_no_rate() -> None:
    tally = tally_of((0, Connected("77")), (60, Gap(3600, "x")))
    assert tally.pulse(ms(60)).coverage == 0
    assert figures(tally, [])["comments_per_minute"] is None


def test_decisions_taken_after_the_live_do_not_lengthen_it() -> None:
    tally = tally_of((0, Connected("77")), (60, Comment("halo"), "ani"), (9000, Answered(question=2)))
    assert tally.pulse(ms(9000)).live_seconds == 60


# Likes, gifts and people.


def test_likes_are_the_growth_of_the_rooms_total_whatever_the_batches_say() -> None:
    tally = tally_of((0, Like(50, 500)), (1, Like(50, 500)), (2, Like(1, 620)))
    assert tally.pulse(ms(2)).likes == 120


def test_a_total_that_falls_back_takes_no_likes_away_and_gives_none_twice() -> None:
    tally = tally_of(
        (0, Like(1, 500)), (1, Like(1, 600)), (2, Like(1, 20)), (3, Like(1, 590)), (4, Like(1, 610))
    )
    assert tally.pulse(ms(4)).likes == 110


def test_a_like_without_a_total_says_nothing_of_likes() -> None:
    assert tally_of((0, Like(1, 0)), (1, Like(1, 600)), (2, Like(1, 601))).pulse(ms(2)).likes == 1


def test_a_total_from_before_that_comes_late_is_the_first_one() -> None:
    assert tally_of((10, Like(1, 600)), (5, Like(1, 580))).pulse(ms(10)).likes == 20


def test_a_total_that_is_replayed_from_before_the_connection_is_not_taken() -> None:
    tally = Tally()
    tally.apply(entry(1, -60, Like(1, 100), "ani", history=True))
    tally.apply(entry(2, 0, Like(1, 500), "bob"))
    tally.apply(entry(3, 1, Like(1, 501), "bob"))
    assert tally.pulse(ms(1)).likes == 1
    assert figures(tally, [])["likers"] == 2


def test_followers_nobody_can_name_are_counted_each_time() -> None:
    tally = tally_of((0, Follow(), "ani"), (1, Follow(), "ani"), (2, Follow()), (3, Follow()))
    assert tally.pulse(ms(3)).follows == 3
    assert figures(tally, [])["people"] == 1


def test_what_was_cut_out_of_what_people_said_is_counted_once_for_each_thing_said() -> None:
    tally = tally_of(
        (0, Comment("WA [phone] atau [e-mail] kak @…")),
        (1, Caption("hubungi [phone]", final=False)),
        (2, Caption("hubungi [phone] ya")),
        (3, PlatformQuestion("mój numer [card]?")),
        (4, PlatformPin("WA [phone] atau [e-mail] kak @…")),
        (5, Comment("[brackets] of another kind")),
    )
    assert tally.redactions == 5


def test_questions_of_the_question_button_count_on_both_sides_of_the_question_share() -> None:
    tally = tally_of((0, PlatformQuestion("jam buka?"), "ani"), (1, Comment("halo"), "bob"))
    assert figures(tally, [Asked(comments=(1,))])["question_share"] == 0.5


# The last minute, and the timeline.


def test_comments_per_minute_on_the_desk_are_those_of_the_last_60_seconds() -> None:
    tally = tally_of(*[(second, Comment("x"), "ani") for second in range(0, 200, 10)])
    assert [tally.pulse(ms(now)).comments_per_minute for now in (195, 249, 300)] == [6, 1, 0]


def test_the_pulse_gives_only_minutes_that_later_entries_changed() -> None:
    tally = tally_of(
        (0, Comment("a"), "ani"), (60, Comment("b"), "ani"), (120, Comment("c"), "ani"), (150, Gap(60, "x"))
    )
    assert [minute.at for minute in tally.pulse(ms(150), after=2).timeline] == [ms(60), ms(120)]
    assert tally.pulse(ms(150), after=4).timeline == []


def test_the_pulse_says_from_when_to_when_nothing_was_heard_and_of_each_gap_once() -> None:
    tally = tally_of((0, Comment("a"), "ani"), (100, Gap(40, "x")), (130, Gap(50, "x")), (140, Gap(0, "x")))
    assert tally.pulse(ms(150)).gaps == [Span(ms(60), ms(100)), Span(ms(100), ms(130))]
    assert tally.pulse(ms(150), after=2).gaps == [Span(ms(100), ms(130))]


def test_a_pulse_that_was_given_away_does_not_change_with_what_comes_later() -> None:
    tally = tally_of((0, Comment("a"), "ani"))
    before = tally.pulse(ms(0))
    tally.apply(entry(2, 1, Comment("b"), "ani"))
    assert before.timeline == [Minute(ms(0), comments=1)]


def test_the_timeline_stays_bounded_whatever_times_come() -> None:
    tally = tally_of(
        *[(60 * n, Comment("x"), "ani") for n in range(TIMELINE_MINUTES + 50)],
        *[(60 * n, Gap(1, "x")) for n in range(1, MOST_GAPS + 50)],
        (9e7, Gap(9e7, "x")),
    )
    pulse = tally.pulse(0)
    assert len(pulse.timeline) == TIMELINE_MINUTES
    assert len(pulse.gaps) == MOST_GAPS
    assert pulse.comments == TIMELINE_MINUTES + 50


# Waiting times and transactions.


@pytest.mark.parametrize(
    ("waits", "unanswered", "expected"),
    [
        ([10, 20, 30], 0, 20.0),
        ([10, 20, 30], 2, 30.0),
        ([10, 20], 2, 20.0),
        ([10, 20], 3, "not reached"),
        ([], 1, "not reached"),
        ([], 0, None),
    ],
)
def test_the_median_wait_of_all_counts_the_unanswered_as_waiting_for_ever(
    waits: list[float], unanswered: int, expected: float | str | None
) -> None:
    questions = [*map(answered_after, waits), *[Asked(status="missed")] * unanswered]
    assert figures(Tally(), questions)["median_wait_all_s"] == expected


def test_nine_in_ten_answers_come_within_p90() -> None:
    assert figures(Tally(), [answered_after(wait) for wait in range(1, 21)])["p90_response_s"] == 18


def test_an_answer_before_its_question_by_two_clocks_took_no_time() -> None:
    assert figures(Tally(), [answered_after(-2)])["median_response_s"] == 0


@pytest.mark.parametrize(
    ("second", "expected"),
    [(600, {"reference": 1, "directional": 0}), (601, {"reference": 1, "directional": 1})],
)
def test_a_viewers_questions_within_ten_minutes_are_one_transaction_of_the_higher_kind(
    second: float, expected: dict[str, int]
) -> None:
    comments = {1: entry(1, 0, Comment("q"), "ani"), 2: entry(2, second, Comment("q"), "ani")}
    questions = [
        Asked(status="answered", topic="catalogue_item", comments=(1,)),
        Asked(status="answered", topic="hours", comments=(2,)),
    ]
    found = figures(Tally(), questions, asked=comments, count_as=COUNT_AS)
    assert {kind: found[f"{kind}_transactions"] for kind in expected} == expected


def test_everyone_who_asked_an_answered_question_has_a_transaction() -> None:
    comments = {
        seq: entry(seq, seq, Comment("q"), viewer) for seq, viewer in enumerate(["ani", "bob", "ani"], 1)
    }
    questions = [Asked(status="answered", topic="catalogue_item", comments=(1, 2, 3))]
    assert figures(Tally(), questions, asked=comments, count_as=COUNT_AS)["reference_transactions"] == 2


def test_every_thread_that_had_an_answer_is_one_transaction_of_some_kind() -> None:
    topics = ["catalogue_item", "membership", "hours", "events", None]
    comments = {seq: entry(seq, seq, Comment("q"), f"viewer {seq}") for seq in range(1, 6)}
    questions = [
        Asked(status="answered", topic=topic, comments=(seq,)) for seq, topic in enumerate(topics, 1)
    ]
    found = figures(Tally(), questions, asked=comments, count_as=COUNT_AS)
    kinds = ("reference", "policy", "directional", "other")
    assert [found[f"{kind}_transactions"] for kind in kinds] == [1, 1, 1, 2]


def test_missed_questions_are_followed_up_by_askers_and_then_by_age() -> None:
    many, old, new = Asked(status="missed", askers=5, asked_at=9), Asked(asked_at=1), Asked(asked_at=2)
    assert missed_recap([new, Asked(status="answered"), old, many]) == [many, old, new]


# What must hold of any Live.

people = st.sampled_from(["ani", "bob", "cia", "", None])
happenings: st.SearchStrategy[Body] = st.one_of(
    st.builds(Comment, text=st.just("x")),
    st.builds(Like, count=st.integers(0, 15), total=st.integers(0, 2000)),
    st.builds(Viewers, now=st.integers(0, 500), total=st.just(0)),
    st.builds(Gift, gift=st.just("Rose"), count=st.integers(1, 9), final=st.booleans()),
    st.sampled_from([Follow(), Share(), Join(), PlatformQuestion("?")]),
)
turns: st.SearchStrategy[Body] = st.one_of(
    st.builds(Gap, seconds=st.floats(0, 500), reason=st.just("x")),
    st.sampled_from([Connected("77"), Paused(), Resumed(), Ended()]),
)


@st.composite
def lives(draw: st.DrawFn, bodies: st.SearchStrategy[Body]) -> list[Entry]:
    drawn = draw(st.lists(st.tuples(st.integers(0, 90), bodies, people, st.booleans()), max_size=30))
    return [
        entry(seq, second * 10, body, viewer, history=old and not isinstance(body, Gap))
        for seq, (second, body, viewer, old) in enumerate(drawn, start=1)
    ]


statuses = st.sampled_from(
    ["open", "acknowledged", "answered", "deferred", "referred", "dismissed", "missed"]
)


@st.composite
def asked_in(draw: st.DrawFn, entries: Sequence[Entry]) -> list[Asked]:
    """Draw questions over the comments of a Live, each comment in at most one."""
    asking = [each.seq for each in entries if isinstance(each.body, Comment | PlatformQuestion)]
    groups = draw(st.lists(st.integers(0, 4), min_size=len(asking), max_size=len(asking)))
    of_group = {
        group: tuple(seq for seq, in_ in zip(asking, groups, strict=True) if in_ == group) for group in groups
    }
    return [
        Asked(status=draw(statuses), answered_at=draw(st.none() | st.just(ms(90))), comments=comments)
        for comments in of_group.values()
    ]


def tallied(entries: Iterable[Entry]) -> Tally:
    tally = Tally()
    for seq, each in enumerate(entries, start=1):
        tally.apply(replace(each, seq=seq))
    return tally


@given(st.data())
def test_no_share_leaves_its_range_whatever_happens(data: st.DataObject) -> None:
    entries = data.draw(lives(happenings | turns))
    questions = data.draw(asked_in(entries))
    typed = LiveCenter(lc_unique_viewers=data.draw(st.integers(0, 10)))
    found = figures(and_then(tallied(entries), typed), questions)
    shares = [found[name] for name, each in DEFINITIONS.items() if each.unit == "share"]
    assert all(value is None or (isinstance(value, float) and 0 <= value <= 1) for value in shares)
    numbers = [value for value in found.values() if isinstance(value, int | float)]
    assert all(number >= 0 for number in numbers)


@given(lives(happenings), st.lists(st.integers(0, 30), max_size=3), st.integers(1, 900), st.integers(1, 900))
def test_a_longer_gap_lowers_coverage_and_changes_no_mean(
    entries: list[Entry], places: list[int], one: int, other: int
) -> None:
    entries = sorted(entries, key=lambda each: each.at)
    shorter, longer = sorted((one, other))
    at_all, less = (figures(_with_gaps(entries, places, seconds), []) for seconds in (shorter, longer))
    for name in (
        "viewers_peak_concurrent",
        "viewers_avg_concurrent",
        "comments_per_minute",
        "comments",
        "likes",
    ):
        assert less[name] == pytest.approx(at_all[name])
    assert _number(less["coverage"]) <= _number(at_all["coverage"])


def _with_gaps(entries: Sequence[Entry], places: Iterable[int], seconds: int) -> Tally:
    """Lay gaps into a Live of 900 s: all that follows one comes so much later."""
    cuts = sorted(10.0 * place for place in set(places))
    shifted = [
        (each.at + 1000 * seconds * sum(ms(cut) <= each.at for cut in cuts), 1, each) for each in entries
    ]
    gaps = [(ms(cut + seconds * (n + 1)), 0, Gap(seconds, "x")) for n, cut in enumerate(cuts)]
    inserted = [(at, rank, entry(0, 0, body)) for at, rank, body in gaps]
    start = entry(0, 0, Connected("77"))
    end = replace(entry(0, 0, Ended()), at=ms(910 + seconds * len(cuts)))
    timed = sorted([*shifted, *inserted], key=lambda item: item[:2])
    return tallied([start, *(replace(each, at=at) for at, _, each in timed), end])


def _number(value: object) -> float:
    assert isinstance(value, int | float)
    return value


@given(st.data())
def test_the_order_of_what_happens_at_the_same_time_does_not_matter(data: st.DataObject) -> None:
    entries = sorted(data.draw(lives(happenings)), key=lambda each: each.at)
    shuffled = sorted(data.draw(st.permutations(entries)), key=lambda each: each.at)
    assert figures(tallied(entries), []) == figures(tallied(shuffled), [])
    one, other = (tallied(order).pulse(ms(900)) for order in (entries, shuffled))
    assert replace(one, thanks=None) == replace(other, thanks=None)  # thanks are due in order of arrival


@given(st.data())
def test_the_order_in_which_questions_are_given_does_not_matter(data: st.DataObject) -> None:
    entries = data.draw(lives(happenings | turns))
    questions = data.draw(asked_in(entries))
    shuffled = data.draw(st.permutations(questions))
    tally, asked = tallied(entries), {each.seq: each for each in entries}
    one, other = (figures(tally, order, asked=asked, count_as=COUNT_AS) for order in (questions, shuffled))
    assert one == other


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=20))
def test_where_all_are_answered_both_medians_agree(waits: list[float]) -> None:
    found = figures(Tally(), [answered_after(wait) for wait in waits])
    assert found["median_wait_all_s"] == found["median_response_s"]
    assert found["median_response_s"] == pytest.approx(median(waits), abs=0.001)
