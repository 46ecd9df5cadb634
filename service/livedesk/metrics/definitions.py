"""What each published figure is: one table, from which exports, report and docs/metrics.md are written."""

from typing import NamedTuple

VERSION = "1"
"""Rises when a definition changes its meaning: who compares years should know."""


class Definition(NamedTuple):
    """One figure: a sentence, the unit, a note; `rate` where it is to be read beside the coverage."""

    sentence: str
    unit: str
    note: str = ""
    rate: bool = False


DEFINITIONS: dict[str, Definition] = {
    "live_minutes": Definition(
        "Minutes from the first thing heard to the end of the Live, without pauses.",
        "minutes",
        "Where no end was heard, up to the last thing heard. What was before livedesk began is unknown.",
    ),
    "gap_seconds": Definition(
        "Seconds on air in which nothing could be received.",
        "seconds",
        "Lost connections, and times when livedesk was not running. A pause ends where hearing is lost.",
    ),
    "coverage": Definition(
        "1 − gap ÷ live time: the share of the time on air in which livedesk could hear.",
        "share",
        "Below 0.95 every rate is partial. Even at 1 the platform may keep some comments from all listeners.",
    ),
    "viewers_peak_concurrent": Definition(
        "The largest number of viewers at one time that the platform reported.",
        "people",
        "For the IMLS Public Libraries Survey this is the attendance of a live virtual program (item 618).",
        rate=True,
    ),
    "viewers_avg_concurrent": Definition(
        "Average viewers: each number reported, weighted by how long it stood, ÷ that time.",
        "people",
        "A number stands until the next one, never into a gap, a pause or past the end.",
        rate=True,
    ),
    "viewer_samples": Definition(
        "How many times the platform reported the number of viewers.",
        "count",
        "With few of them, peak and average are rough.",
    ),
    "comments": Definition(
        "Chat comments, the host's own and those deleted later included.",
        "count",
        "A deleted comment was made: it stays counted, its text is gone. "
        "Comments that the platform replayed on connecting are included.",
    ),
    "comments_per_minute": Definition(
        "Comments heard as they were made ÷ (live minutes × coverage).",
        "comments per minute",
        "Replayed comments are left out, as the time in which they were made was not heard.",
        rate=True,
    ),
    "likes": Definition(
        "The room's largest total of likes − the first total seen.",
        "count",
        "Batches of taps are not summed. Likes made before livedesk was started are not in it.",
    ),
    "gifts": Definition(
        "Gifts received, a finished streak counted with all its gifts.",
        "count",
        "Neither valued nor ranked.",
    ),
    "follows": Definition("People who began to follow during the Live, each once.", "people"),
    "shares": Definition("People who shared the Live, each once.", "people"),
    "joins": Definition(
        "How many times the platform said that somebody came in.",
        "count",
        "Not people: who comes back is counted again, and the platform does not announce everybody.",
    ),
    "people": Definition("Distinct viewers who commented, liked, gave, followed or shared.", "people"),
    "commenters": Definition(
        "Distinct viewers with at least one comment.",
        "people",
        "The host is not among them; moderators are.",
    ),
    "likers": Definition(
        "Distinct viewers seen to like.", "people", "The platform does not name all who like."
    ),
    "gifters": Definition("Distinct viewers who gave.", "people"),
    "redactions": Definition(
        "How many times something identifying was cut out of what was said, before it was written.",
        "count",
        "E-mail addresses, telephone, identity, card and member numbers, profiles, handles of others. "
        "Counted by what stands in their place, so what was deleted since is no longer in it.",
    ),
    "lc_views": Definition(
        "Views, as TikTok's LIVE Center says.",
        "count",
        "Typed in by staff after the Live, as are all whose names begin with lc_: blank until then.",
    ),
    "lc_unique_viewers": Definition("Unique viewers, as TikTok's LIVE Center says.", "people"),
    "lc_avg_watch_time_s": Definition("Average watch time, as TikTok's LIVE Center says.", "seconds"),
    "lc_peak_viewers": Definition(
        "Most viewers at one time, as TikTok's LIVE Center says.",
        "people",
        "It knows all of the Live; `viewers_peak_concurrent` is what livedesk heard.",
    ),
    "lc_new_followers": Definition("New followers, as TikTok's LIVE Center says.", "people"),
    "lc_comments": Definition("Comments, as TikTok's LIVE Center says.", "count"),
    "lc_shares": Definition("Shares, as TikTok's LIVE Center says.", "count"),
    "lc_diamonds": Definition(
        "Diamonds, as TikTok's LIVE Center says.", "count", "For the books; no report shows them."
    ),
    "lc_gifters": Definition("People who gave, as TikTok's LIVE Center says.", "people"),
    "participation_rate": Definition(
        "Commenters ÷ unique viewers by LIVE Center.",
        "share",
        "Blank until LIVE Center's number is typed in, or where it is smaller than the commenters seen.",
        rate=True,
    ),
    "engagement_rate_people": Definition(
        "Distinct viewers who commented, liked, gave, followed or shared ÷ unique viewers by LIVE Center.",
        "share",
        "Blank until LIVE Center's number is typed in, or where it is smaller than the people seen.",
        rate=True,
    ),
    "engagement_rate_classic": Definition(
        "(Likes + comments + shares) ÷ views by LIVE Center × 100.",
        "per cent",
        "The marketing formula. It may exceed 100: a viewer can like many times. "
        "Blank until LIVE Center's number is typed in.",
        rate=True,
    ),
    "questions_confirmed": Definition(
        "Questions on the queue that staff did not dismiss; comments that ask the same are one question.",
        "count",
        "Those that staff typed by hand are among them.",
    ),
    "questions_answered": Definition("Confirmed questions that staff marked answered.", "count"),
    "questions_referred": Definition("Confirmed questions sent on to somebody else.", "count"),
    "questions_deferred": Definition("Confirmed questions left for after the Live.", "count"),
    "questions_missed": Definition(
        "Confirmed questions that nobody dealt with.",
        "count",
        "While the Live runs these are the open ones.",
    ),
    "question_share": Definition(
        "Comments that belong to a confirmed question ÷ comments.",
        "share",
        "Questions asked with TikTok's own question button count among both.",
        rate=True,
    ),
    "answer_rate": Definition(
        "Answered ÷ (answered + deferred + referred + missed).",
        "share",
        "Dismissed questions are left out, and one that was merged counts once.",
        rate=True,
    ),
    "resolution_rate": Definition(
        "(Answered + referred) ÷ (answered + deferred + referred + missed).", "share", rate=True
    ),
    "askers_served": Definition(
        "People whose question was answered: the askers of every answered question, added up.",
        "people",
        "Who asked two questions is served twice. A question typed by hand is one person's until comments ask it too.",
    ),
    "median_response_s": Definition(
        "Median time from a question's first comment to the moment it was marked answered.",
        "seconds",
        "Over the answered. The mark is set after the answer was spoken: an upper bound.",
        rate=True,
    ),
    "p90_response_s": Definition(
        "The time within which nine in ten answered questions were answered.",
        "seconds",
        rate=True,
    ),
    "median_wait_all_s": Definition(
        "The median response time over all confirmed questions, an unanswered one waiting for ever.",
        "seconds",
        '"not reached" where more than half are unanswered; with exactly half, the longest answered wait. '
        "Beside it the median of the answered alone looks better the fewer are answered.",
        rate=True,
    ),
    "reference_transactions": Definition(
        "Distinct viewers' threads of ten minutes with an answered question that counts as reference.",
        "count",
        "Transactions, not questions (IMLS Public Libraries Survey item 502, NISO Z39.7); a mixed thread is "
        "one reference transaction. What staff typed by hand has no viewer and is in none of these four. "
        "Blank where the comments or the topics' categories are not at hand.",
    ),
    "policy_transactions": Definition(
        "The same of questions about rules and membership, with none that counts as reference.",
        "count",
        "Not reference transactions.",
    ),
    "directional_transactions": Definition(
        "The same of questions about hours, places and equipment alone.",
        "count",
        "Not reference transactions.",
    ),
    "other_transactions": Definition(
        "The same of what is none of these: events, the Live itself, topics that staff have yet to sort.",
        "count",
        "With it the four add up to every thread that had an answer.",
    ),
}


def page() -> str:
    """Return docs/metrics.md."""
    rows = "\n".join(
        f"| `{name}` | {each.sentence} | {each.unit} | {each.note} |" for name, each in DEFINITIONS.items()
    )
    return _PAGE.format(version=VERSION, rows=rows)


_PAGE = """\
# Figures

<!-- Written by `livedesk.metrics.definitions.page()`; a test holds this page to the code. -->

Definitions, version {version}. It rises when a definition changes its meaning; every summary bears it.

Read each rate beside `coverage`: a gap is never averaged across, so a rate tells of the time heard and
coverage tells how much of the Live that was. Blank means that the figure cannot be known, which is not 0.
What the platform replays from before a connection counts in totals and among people, never in a rate, a mean
or a peak.

Platforms count by their own rules: where LIVE Center shows another number, neither is wrong. Do not mix them.
What only LIVE Center knows (`lc_…`) is typed in on the page that the desk shows when a Live has ended. Typed in again
it is corrected, all nine numbers at once: the latest counts, and the log keeps what stood there before.

| Figure | What it is | Unit | Note |
|---|---|---|---|
{rows}
"""
