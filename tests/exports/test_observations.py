"""The observation sheet, row by row."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.examples import ENTRIES, QUESTIONS, SEVEN, entry
from livedesk.events import (
    Answered,
    Body,
    Caption,
    Comment,
    Deferred,
    Ended,
    Entry,
    Gap,
    Gift,
    Like,
    Referred,
    Undone,
    Viewer,
    Viewers,
    kind,
)
from livedesk.exports.codebook import codes
from livedesk.exports.observations import (
    LISTENED_FOR,
    Heard,
    Observation,
    Watched,
    listen,
    observations,
    timecode,
)
from livedesk.exports.sampling import Sample, stratified
from livedesk.questions.question import Question
from livedesk.questions.queue import fold


def at(second: float, body: Body, *, seq: int, viewer: str | None = "k1", history: bool = False) -> Entry:
    person = None if viewer is None else Viewer(viewer, f"@{viewer}", viewer)
    when = SEVEN + round(second * 1000)
    return Entry(seq, 7, when, when, body, person, f"m{seq}", history)


def seen(
    *entries: Entry, questions: list[Question] | None = None, sample: Sample | None = None
) -> list[Observation]:
    folded = fold(entries) if questions is None else questions
    return list(observations(Watched(7, SEVEN, entries, folded, listen(entries), sample)))


def test_a_question_and_its_answer_are_two_acts_that_name_each_other() -> None:
    asked, answered = seen(
        at(1, Viewers(40, 90), seq=1, viewer=None),
        at(65.44, Comment("ada novel laut bercerita gak kak"), seq=2),
        at(100, Viewers(44, 95), seq=3, viewer=None),
        at(161, Answered(question=2, note="on the shelf"), seq=4, viewer=None),
    )
    assert asked == Observation(
        obs_id="L7-2",
        session_id="L7",
        timecode="00:01:05.4",
        clock_time="2026-11-21T19:01:05.440Z",
        actor="viewer",
        viewer_pid="k1",
        act_code="V_QUESTION",
        topic="catalogue_item",
        verbatim="ada novel laut bercerita gak kak",
        viewers_at_moment=40,
        symbol="comment",
        coder="livedesk",
        quote_status="verbatim",
    )
    assert answered == Observation(
        obs_id="L7-4",
        session_id="L7",
        timecode="00:02:41.0",
        clock_time="2026-11-21T19:02:41.000Z",
        actor="host",
        act_code="L_ANSWER_FACT",
        topic="catalogue_item",
        responds_to="L7-2",
        response_latency_s=95.56,
        viewers_at_moment=44,
        descriptive_note="marked answered: on the shelf",
        coder="livedesk",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kak perpus buka sabtu gak", "L_ANSWER_SERVICE"),
        ("ada novel laut bercerita gak kak", "L_ANSWER_FACT"),
        ("any recs for cozy mysteries", "L_RECOMMEND"),
    ],
)
def test_an_answer_is_coded_by_what_its_topic_counts_as(text: str, code: str) -> None:
    *_, answered = seen(at(1, Comment(text), seq=1), at(2, Answered(question=1), seq=2, viewer=None))
    assert answered.act_code == code


def test_referring_and_putting_off_are_acts_of_their_own() -> None:
    rows = seen(
        at(1, Comment("kak perpus buka sabtu gak"), seq=1),
        at(2, Deferred(question=1), seq=2, viewer=None),
        at(3, Referred(question=1, to="BN"), seq=3, viewer=None),
    )
    assert [(row.act_code, row.descriptive_note) for row in rows[1:]] == [
        ("L_DEFER", "put off until after the Live"),
        ("L_REFER", "referred to BN"),
    ]


def test_a_decision_that_was_taken_back_is_no_act() -> None:
    rows = seen(
        at(1, Comment("kak perpus buka sabtu gak"), seq=1),
        at(2, Answered(question=1), seq=2, viewer=None),
        at(3, Undone(question=1, entry=2), seq=3, viewer=None),
    )
    assert [row.obs_id for row in rows] == ["L7-1"]


def test_what_the_detector_does_not_know_is_left_to_people() -> None:
    [row] = seen(at(1, Comment("makasih kak infonya"), seq=1))
    assert (row.act_code, row.topic, row.coder, row.verbatim) == (None, None, None, "makasih kak infonya")


def test_emoji_alone_are_a_symbol() -> None:
    [row] = seen(at(1, Comment("❤️❤️ 👩‍🏫!"), seq=1))
    assert (row.act_code, row.symbol) == ("S_EMOJI_ONLY", "emoji")


def test_host_and_moderators_are_told_from_viewers() -> None:
    rows = seen(
        at(1, Comment("selamat malam", role="host"), seq=1),
        at(2, Comment("halo", role="moderator"), seq=2),
        at(3, Comment("halo"), seq=3),
        at(4, Caption("kita mulai ya", final=False), seq=4, viewer=None),
        at(5, Caption("kita mulai ya"), seq=5, viewer=None),
    )
    assert [(row.actor, row.symbol) for row in rows] == [
        ("host", "comment"),
        ("moderator", "comment"),
        ("viewer", "comment"),
        ("host", None),
    ]


def test_how_many_watch_is_unknown_after_a_gap_until_it_is_said_again() -> None:
    rows = seen(
        at(1, Viewers(40, 90), seq=1, viewer=None),
        at(2, Comment("halo"), seq=2),
        at(20, Gap(12.5, "closed 1006"), seq=3, viewer=None),
        at(21, Comment("halo"), seq=4),
        at(22, Viewers(12, 90), seq=5, viewer=None, history=True),
        at(23, Comment("halo"), seq=6),
        at(24, Viewers(30, 90), seq=7, viewer=None),
        at(25, Comment("halo"), seq=8),
        at(26, Ended(), seq=9, viewer=None),
    )
    assert [row.viewers_at_moment for row in rows] == [40, None, None, None, 30, 30]
    assert rows[1].descriptive_note == "nothing could be heard for 12.5 s before this"


def test_a_deleted_comment_stays_as_an_act_without_words() -> None:
    [row] = seen(at(1, Comment(""), seq=1))
    assert (row.quote_status, row.verbatim, row.symbol) == ("withheld", None, "comment")


def test_a_streak_of_gifts_is_one_observation_and_says_nothing_of_its_worth() -> None:
    rows = seen(
        at(1, Gift("Rose", 1, "s", final=False), seq=1),
        at(2, Gift("Rose", 5, "s", final=True), seq=2),
    )
    assert [(row.act_code, row.symbol, row.descriptive_note) for row in rows] == [
        ("S_GIFT", "gift", "gifts: 5")
    ]


def test_a_burst_is_more_than_three_times_the_likes_of_the_median_span() -> None:
    totals = [100, 110, 120, 150]  # ten, ten and thirty likes in a span of ten seconds each
    steady = [at(10 * place, Like(1, total), seq=place + 1) for place, total in enumerate(totals)]
    burst = [at(40, Like(1, 160), seq=5), at(41, Like(1, 211), seq=6)]
    assert seen(*steady) == []
    [row] = seen(*steady, *burst, questions=[])
    assert (row.obs_id, row.act_code, row.symbol) == ("L7-5", "S_LIKE_BURST", "like_burst")
    assert row.descriptive_note == "61 likes in 10 s, median 20"


def test_listening_needs_no_more_than_the_kinds_it_names() -> None:
    few = [each for each in ENTRIES if kind(each.body) in LISTENED_FOR]
    assert listen(few) == listen(ENTRIES) == Heard(frozenset({18}), {})


@pytest.mark.parametrize(
    ("milliseconds", "written"),
    [(0, "00:00:00.0"), (-5, "00:00:00.0"), (3_599_999, "00:59:59.9"), (37_230_500, "10:20:30.5")],
)
def test_a_timecode_counts_from_the_beginning_in_tenths_of_a_second(milliseconds: int, written: str) -> None:
    assert timecode(milliseconds) == written


def test_the_codebook_has_the_twenty_two_codes_in_full_and_every_code_that_is_proposed() -> None:
    by_name = {code.name: code for code in codes()}
    acts = [code for code in codes() if code.parent in {"VIEWER", "SYMBOL", "LIBRARIAN"}]
    assert Counter(code.parent for code in acts) == {"VIEWER": 10, "SYMBOL": 5, "LIBRARIAN": 7}
    for code in acts:
        assert all((code.definition, code.include, code.exclude, code.example)), code.name
        assert re.fullmatch(r"#[0-9A-F]{6}", code.colour)
    proposed = {row.act_code for row in observations(Watched(1, SEVEN, ENTRIES, QUESTIONS))} - {None}
    assert proposed <= set(by_name)
    assert max(map(len, by_name)) <= 63  # what MAXQDA takes for a name


comments = [
    at(place, Comment(text), seq=place + 1)
    for place, text in enumerate(["kak buka jam berapa"] * 8 + ["halo"] * 30 + ["❤️"] * 2)
]


def test_a_double_coding_sample_has_every_kind_in_it_and_hides_what_the_machine_thinks() -> None:
    rows = seen(*comments, sample=Sample(10, seed=3))
    assert len(rows) == 10
    texts = Counter(row.verbatim for row in rows)
    assert texts == {"halo": 7, "kak buka jam berapa": 2, "❤️": 1}
    assert {(row.act_code, row.topic, row.symbol, row.coder) for row in rows} == {(None,) * 4}
    assert rows == sorted(rows, key=lambda row: row.timecode)


def test_the_same_seed_draws_the_same_sample_and_another_seed_another() -> None:
    one, again, other = (
        [row.obs_id for row in seen(*comments, sample=Sample(10, seed))] for seed in (1, 1, 2)
    )
    assert one == again != other


@given(st.lists(st.sampled_from("abcdef"), max_size=80), st.integers(0, 90), st.integers())
def test_a_sample_is_as_large_as_asked_for_without_one_twice_and_with_every_stratum(
    rows: list[str], size: int, seed: int
) -> None:
    numbered = list(enumerate(rows))
    drawn = stratified(numbered, lambda row: row[1], Sample(size, seed))
    assert len(drawn) == min(size, len(rows))
    assert drawn == sorted(set(drawn))
    if size >= len(set(rows)):
        assert {name for _, name in drawn} == set(rows)


def test_handles_in_words_are_left_out_and_viewers_are_pseudonyms_even_with_names() -> None:
    addressed = entry(2, Comment("@bob_99 betul"))
    [without] = observations(Watched(1, SEVEN, [addressed]))
    [with_names] = observations(Watched(1, SEVEN, [addressed]), names=True)
    assert (without.verbatim, with_names.verbatim) == ("@… betul", "@bob_99 betul")
    assert without.viewer_pid == with_names.viewer_pid == "k7q2mzx4ab"
