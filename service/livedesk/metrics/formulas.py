"""The published figures of one broadcast, by the names and formulas of `definitions`."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import Protocol, TypeAlias, TypeVar

from livedesk.events import Entry
from livedesk.metrics.definitions import DEFINITIONS
from livedesk.metrics.live_center import NUMBERS
from livedesk.metrics.tally import Act, Tally

Value: TypeAlias = int | float | str | None
"""A figure's value: None is blank (it cannot be known), a word stands where no number would be true."""

NOT_REACHED = "not reached"

THREAD_MS = 600_000
"""A viewer's questions, each within ten minutes of the one before, are one thread: one transaction."""

_RANK = ("reference", "policy", "directional")
"""What a thread counts as where it touches several: a mixed contact is one reference transaction (ARL)."""

OTHER = "other"
"""What a thread counts as that touches none of these."""


class Question(Protocol):
    """What the figures need of a `questions.Question`; times in milliseconds since 1970."""

    @property
    def status(self) -> str:
        """Its state in the queue."""
        ...

    @property
    def topic(self) -> str | None:
        """What it is about."""
        ...

    @property
    def asked_at(self) -> int:
        """When it was first asked."""
        ...

    @property
    def answered_at(self) -> int | None:
        """When the host marked it answered."""
        ...

    @property
    def askers(self) -> int:
        """How many people asked it."""
        ...

    @property
    def comments(self) -> Sequence[int]:
        """The seqs of the comments that ask it."""
        ...


def figures(
    tally: Tally,
    questions: Sequence[Question],
    *,
    asked: Mapping[int, Entry] | None = None,
    count_as: Mapping[str, str] | None = None,
) -> dict[str, Value]:
    """Return every published figure, in the order of `DEFINITIONS`.

    `asked` gives the comments that the questions name by seq, and `count_as` what a topic's questions count as
    (`reference`, `policy`, `directional` …): without both, the transactions are blank, as the figures that need
    LIVE Center's numbers are until these are typed in. Of a broadcast that retention has settled they are those of
    that day.
    """
    if tally.settled is not None:
        return {name: tally.settled.get(name) for name in DEFINITIONS}
    return {
        **_time(tally),
        **_audience(tally),
        **_participation(tally),
        **_live_center(tally),
        **_queue(tally, questions),
        **_response(questions),
        **_transactions(questions, asked, count_as),
    }


Q = TypeVar("Q", bound=Question)


def missed_recap(questions: Iterable[Q]) -> list[Q]:
    """Return what nobody dealt with in the order to follow up: most askers first, then the oldest."""
    missed = (question for question in questions if question.status in _MISSED)
    return sorted(missed, key=lambda question: (-question.askers, question.asked_at))


def _time(tally: Tally) -> dict[str, Value]:
    clock = tally.clock
    return {
        "live_minutes": clock.live_ms() / 60_000,
        "gap_seconds": clock.gap_ms / 1000,
        "coverage": clock.coverage(),
    }


def _audience(tally: Tally) -> dict[str, Value]:
    sampled = tally.audience.samples > 0
    return {
        "viewers_peak_concurrent": tally.audience.peak if sampled else None,
        "viewers_avg_concurrent": tally.viewers_mean(),
        "viewer_samples": tally.audience.samples,
    }


def _participation(tally: Tally) -> dict[str, Value]:
    commenters = tally.people.count(Act.COMMENT)
    heard_minutes = (tally.clock.live_ms() - tally.clock.gap_ms) / 60_000
    return {
        "comments": tally.comments,
        "comments_per_minute": _ratio(tally.comments_heard, heard_minutes),
        "likes": tally.likes.count,
        "gifts": tally.gifts,
        "follows": tally.follows,
        "shares": tally.shares,
        "joins": tally.joins,
        "people": len(tally.people),
        "commenters": commenters,
        "likers": tally.people.count(Act.LIKE),
        "gifters": tally.people.count(Act.GIFT),
        "redactions": tally.redactions,
    }


def _live_center(tally: Tally) -> dict[str, Value]:
    """Return what staff typed in, and the rates that rest on it."""
    typed = tally.live_center
    commenters = tally.people.count(Act.COMMENT)
    acts = tally.likes.count + tally.comments + tally.shares
    return {
        **{name: getattr(typed, name) for name in NUMBERS},
        "participation_rate": _share(commenters, typed.lc_unique_viewers),
        "engagement_rate_people": _share(len(tally.people), typed.lc_unique_viewers),
        "engagement_rate_classic": _ratio(100 * acts, typed.lc_views),
    }


_MISSED = frozenset({"missed", "open", "acknowledged"})
"""What nobody has dealt with is missed once the Live is over, and counts so from the beginning."""


def _queue(tally: Tally, questions: Sequence[Question]) -> dict[str, Value]:
    confirmed = [question for question in questions if question.status != "dismissed"]
    answered = [question for question in confirmed if question.status == "answered"]
    referred = sum(question.status == "referred" for question in confirmed)
    asking = {seq for question in confirmed for seq in question.comments}
    return {
        "questions_confirmed": len(confirmed),
        "questions_answered": len(answered),
        "questions_referred": referred,
        "questions_deferred": sum(question.status == "deferred" for question in confirmed),
        "questions_missed": sum(question.status in _MISSED for question in confirmed),
        "question_share": _share(len(asking), tally.comments + tally.platform_questions),
        "answer_rate": _share(len(answered), len(confirmed)),
        "resolution_rate": _share(len(answered) + referred, len(confirmed)),
        "askers_served": sum(question.askers for question in answered),
    }


def _response(questions: Sequence[Question]) -> dict[str, Value]:
    confirmed = sum(question.status != "dismissed" for question in questions)
    waits = sorted(wait for question in questions if (wait := response_seconds(question)) is not None)
    return {
        "median_response_s": median(waits) if waits else None,
        "p90_response_s": waits[math.ceil(0.9 * len(waits)) - 1] if waits else None,
        "median_wait_all_s": _median_wait(waits, confirmed),
    }


def response_seconds(question: Question) -> float | None:
    """Return how long the first asker waited for the answer; None where there is none yet."""
    if question.status != "answered" or question.answered_at is None:
        return None
    return max(0, question.answered_at - question.asked_at) / 1000


def _median_wait(waits: Sequence[float], confirmed: int) -> Value:
    """Return the median where every unanswered question waits for ever."""
    if not confirmed:
        return None
    if 2 * len(waits) < confirmed:
        return NOT_REACHED
    middle = waits[(confirmed - 1) // 2 : confirmed // 2 + 1]  # the upper of the two may wait for ever
    return median(middle)


def _transactions(
    questions: Iterable[Question], asked: Mapping[int, Entry] | None, count_as: Mapping[str, str] | None
) -> dict[str, Value]:
    names = {category: f"{category}_transactions" for category in (*_RANK, OTHER)}
    if asked is None or count_as is None:
        return dict.fromkeys(names.values())
    threads = [_category(thread) for thread in _threads(_contacts(questions, asked, count_as))]
    return {name: threads.count(category) for category, name in names.items()}


Contact: TypeAlias = tuple[str, int, str]
"""One comment of an answered question: viewer, time, what its topic counts as."""


def _contacts(
    questions: Iterable[Question], asked: Mapping[int, Entry], count_as: Mapping[str, str]
) -> list[Contact]:
    answered = (question for question in questions if question.status == "answered")
    named = (
        (asked[seq], count_as.get(question.topic or "", OTHER))
        for question in answered
        for seq in question.comments
        if seq in asked
    )
    return sorted((entry.viewer.key, entry.at, counts) for entry, counts in named if entry.viewer is not None)


def _threads(contacts: Sequence[Contact]) -> Iterable[list[Contact]]:
    """Split contacts, sorted by viewer and time, where the viewer changes or falls silent for ten minutes."""
    breaks = [
        place
        for place, (one, other) in enumerate(pairwise(contacts), start=1)
        if one[0] != other[0] or other[1] - one[1] > THREAD_MS
    ]
    starts = [0, *breaks]
    return (list(contacts[a:b]) for a, b in zip(starts, [*breaks, len(contacts)], strict=True) if a < b)


def _category(thread: Sequence[Contact]) -> str:
    counted = set(map(itemgetter(2), thread))
    return next((category for category in _RANK if category in counted), OTHER)


def _ratio(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None


def _share(part: int, whole: int | None) -> float | None:
    """Return part/whole between 0 and 1; blank where there is no whole, or one that was typed too small."""
    return part / whole if whole and part <= whole else None
