"""The figures of a recording, from the log through the queue: each worked out by hand, to the digit."""

from evening import evening
from happenings import event
from livedesk.archive import figures
from livedesk.events import LiveCenter
from livedesk.metrics.live_center import NUMBERS


def test_every_figure_of_a_recorded_evening_is_what_comes_out_by_hand() -> None:
    mistyped = event(LiveCenter(lc_unique_viewers=6, lc_views=10, lc_shares=1), second=900)
    typed = event(LiveCenter(lc_unique_viewers=60, lc_views=100), second=960)
    assert figures(*evening(mistyped, typed)) == {
        "live_minutes": 4.0,
        "gap_seconds": 20.0,
        "coverage": 1 - 20 / 240,
        "viewers_peak_concurrent": 30,
        "viewers_avg_concurrent": (12 * 30 + 20 * 70 + 30 * 120) / 220,  # never across the gap at 100 s
        "viewer_samples": 3,
        "comments": 7,
        "comments_per_minute": 7 / (220 / 60),
        "likes": 60,  # 160 − 100
        "gifts": 3,
        "follows": 1,
        "shares": 1,
        "joins": 0,
        "people": 6,
        "commenters": 6,
        "likers": 2,
        "gifters": 1,
        **dict.fromkeys(NUMBERS),
        "lc_views": 100,
        "lc_unique_viewers": 60,
        "participation_rate": 0.1,
        "engagement_rate_people": 0.1,
        "engagement_rate_classic": 68.0,  # (60 + 7 + 1) ÷ 100 · 100
        "questions_confirmed": 5,
        "questions_answered": 2,
        "questions_referred": 1,
        "questions_deferred": 0,
        "questions_missed": 2,
        "question_share": 6 / 7,  # one title was asked for twice, one comment asks nothing
        "answer_rate": 0.4,
        "resolution_rate": 0.6,
        "askers_served": 3,
        "median_response_s": 80.0,  # 40 s and 120 s
        "p90_response_s": 120.0,
        "median_wait_all_s": "not reached",
        "reference_transactions": 2,  # two people asked for the title
        "policy_transactions": 0,
        "directional_transactions": 1,
        "other_transactions": 0,
        "redactions": 0,
    }
