"""Lives of a library, in one short line each."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from livedesk.benchmark.card import Card, Live, Profile, card, profile
from livedesk.metrics import Value
from livedesk.questions.question import Question

_ids = count(1)

ABOUT: dict[str, Any] = {
    "period": "2026-Q4",
    "library_type": "public",
    "population_band": "20-50k",
    "country": "ID",
    "host_setup": "two",
    "practices": ("pin-the-hours",),
}


def about(**changed: Any) -> Profile:
    return profile(**ABOUT | changed)


def question(topic: str | None = "hours", language: str = "id", status: Any = "answered") -> Question:
    """Return a question with a text that must not leave the library."""
    return Question(
        id=next(_ids),
        text="kak @bob_99 perpus buka sabtu gak?",
        language=language,
        topic=topic,
        kind="question",
        status=status,
        asked_at=0,
        askers=1,
        comments=(1,),
        score=1.0,
        why="",
    )


def live(topics: Sequence[str | None] = ("hours",) * 6, *, hour: int = 19, **changed: Value) -> Live:
    """Return a Live with a question of each topic, and plain figures but for those given."""
    figures: dict[str, Value] = {
        "live_minutes": 60.4,
        "viewers_peak_concurrent": 40,
        "comments_per_minute": 5.04,
        "comments": 200,
        "questions_confirmed": 6,
        "answer_rate": 0.71,
        "median_response_s": 33.4,
        "resolution_rate": 0.76,
        "gifts": 77_777,
        "follows": 88_888,
    }
    return Live(figures | changed, [question(topic) for topic in topics], hour)


def made(*lives: Live, **changed: Any) -> Card:
    return card(about(**changed), lives or [live()] * 5)
