"""The benchmark card: one library, one quarter, no text, no people.

Guards against recognition: no card from fewer than five Lives or thirty questions, no count under five (small cells
are the classic risk of statistical disclosure), shares in steps of five per cent, the library by type and by size
band only. It holds the fields of `Card` and no others.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from statistics import median, quantiles
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta, Struct

from livedesk import LivedeskError
from livedesk.metrics import DEFINITIONS, VERSION, Value
from livedesk.questions.question import Question
from livedesk.questions.topics import shipped

SCHEMA_VERSION = 1

LEAST_SESSIONS = 5
LEAST_QUESTIONS = 30
SMALL = 5
"""A count from 1 to 4 is shown as `<5`."""

STEP = 0.05
"""Shares are rounded to so much."""

LibraryType: TypeAlias = Literal["public", "academic", "school", "national", "special"]
PopulationBand: TypeAlias = Literal["0-5k", "5-10k", "10-15k", "15-20k", "20-50k", "50k+"]
"""Inhabitants, or readers where the library serves no place: the bands of Poland's AFBP."""
HostSetup: TypeAlias = Literal["solo", "two", "team"]
HourBand: TypeAlias = Literal["0-6", "6-9", "9-12", "12-15", "15-18", "18-21", "21-24"]
Count: TypeAlias = Annotated[float, Meta(ge=0)]
Share: TypeAlias = Annotated[float, Meta(ge=0, le=1)]
Suppressed: TypeAlias = Literal["<5"]
Period: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9]{4}-Q[1-4]\Z")]
Country: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")]
Word: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}\Z")]

FEW: Suppressed = "<5"

OFFERED: dict[str, tuple[str, ...]] = {
    "library_type": get_args(LibraryType),
    "population_band": get_args(PopulationBand),
    "host_setup": get_args(HostSetup),
}
"""What a library can be."""


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a library says of itself: its kind, never its name. `practices` are short names of practice cards."""

    period: Period
    library_type: LibraryType
    population_band: PopulationBand
    country: Country
    host_setup: HostSetup
    practices: Annotated[tuple[Word, ...], Meta(max_length=20)] = ()


class Card(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that leaves the library. Medians and interquartile ranges are over the sessions."""

    schema_version: Literal[1]
    period: Period
    library_type: LibraryType
    population_band: PopulationBand
    country: Country
    languages: tuple[Word, ...]
    sessions_n: Annotated[int, Meta(ge=LEAST_SESSIONS)]
    live_minutes_total: Annotated[int, Meta(ge=0)]
    median_peak_concurrent: Count | Suppressed | None
    median_comments_per_minute: Count | None
    median_questions_per_100_comments: Count | None
    median_answer_rate: Share | None
    median_response_s: Count | None
    median_resolution_rate: Share | None
    iqr_peak_concurrent: Count | Suppressed | None
    iqr_comments_per_minute: Count | None
    iqr_questions_per_100_comments: Count | None
    iqr_answer_rate: Share | None
    iqr_response_s: Count | None
    iqr_resolution_rate: Share | None
    topic_share: Mapping[Word, Share | Suppressed]
    top_hour_band: HourBand
    host_setup: HostSetup
    practices: Annotated[tuple[Word, ...], Meta(max_length=20)]
    definitions_hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]


class Live(Struct, frozen=True):
    """One Live of the quarter: its published figures, its questions, the hour it began in the library's own time."""

    figures: Mapping[str, Value]
    questions: Sequence[Question]
    hour: int


class CardRefused(LivedeskError, ValueError):  # noqa: N818 - named after the fact
    """A card cannot be written or read; the message is one sentence that says why."""


def card(profile: Profile, sessions: Sequence[Live]) -> Card:
    """Return the card of these sessions; CardRefused where there are too few of them, or too few questions."""
    confirmed = [each for session in sessions for each in session.questions if each.status != "dismissed"]
    if len(sessions) < LEAST_SESSIONS or len(confirmed) < LEAST_QUESTIONS:
        raise CardRefused(
            f"A card needs {LEAST_SESSIONS} Lives and {LEAST_QUESTIONS} questions in {profile.period}; "
            f"there are {len(sessions)} and {len(confirmed)}: fewer could be recognised."
        )
    about = msgspec.structs.asdict(profile)
    spread = {
        f"{kind}_{name}": value
        for name, figure in FIGURES.items()
        for kind, value in zip(("median", "iqr"), _spread(sessions, *figure), strict=True)
    }
    counted = {
        "schema_version": SCHEMA_VERSION,
        "languages": _languages(confirmed),
        "sessions_n": len(sessions),
        "live_minutes_total": round(sum(_number(each.figures["live_minutes"]) or 0 for each in sessions)),
        "topic_share": _topic_share(confirmed),
        "top_hour_band": _top_hour_band(each.hour for each in sessions),
        "definitions_hash": definitions_hash(),
    }
    return msgspec.convert(about | spread | counted, Card)


def profile(**said: object) -> Profile:
    """Return what a library says of itself; CardRefused where it is more than a card may hold."""
    for name, offered in OFFERED.items():
        if said.get(name) not in offered:
            raise CardRefused(f"There is no {name} {said.get(name)!r}; there are {', '.join(offered)}.")
    try:
        return msgspec.convert(said, Profile)
    except msgspec.ValidationError as error:
        raise CardRefused(f"That cannot stand on a card: {_plain(error)}.") from error


def read(text: str) -> Card:
    """Read a card; CardRefused where it is none, or holds more than a card may hold."""
    try:
        return msgspec.json.decode(text, type=Card)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise CardRefused(f"it is no benchmark card: {_plain(error)}") from error


def written(made: Card) -> str:
    """Return the card as it is written: JSON for people to read before it leaves."""
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def definitions_hash() -> str:
    """Return what tells these definitions of the figures from others: cards are compared where it is the same."""
    said = "\n".join(f"{name}: {each.sentence} {each.unit}" for name, each in DEFINITIONS.items())
    return sha256(f"{VERSION}\n{said}".encode()).hexdigest()[:16]


def period_of(year: int, month: int) -> str:
    """Return the quarter, such as `2026-Q4`."""
    return f"{year:04d}-Q{(month + 2) // 3}"


def _share(value: float) -> float:
    return round(round(value / STEP) * STEP, 2)


def _count(value: float) -> float | str:
    return FEW if 0 < value < SMALL else round(value)


def _tenth(value: float) -> float:
    return round(value, 1)


def _number(value: Value) -> float | None:
    return None if value is None or isinstance(value, str) else float(value)


def _per_100(figures: Mapping[str, Value]) -> float | None:
    asked, comments = (_number(figures[name]) for name in ("questions_confirmed", "comments"))
    return 100 * asked / comments if asked is not None and comments else None


Taken: TypeAlias = Callable[[Mapping[str, Value]], float | None]
Rounded: TypeAlias = Callable[[float], float | str]

FIGURES: dict[str, tuple[Taken, Rounded]] = {
    "peak_concurrent": (lambda figures: _number(figures["viewers_peak_concurrent"]), _count),
    "comments_per_minute": (lambda figures: _number(figures["comments_per_minute"]), _tenth),
    "questions_per_100_comments": (_per_100, round),
    "answer_rate": (lambda figures: _number(figures["answer_rate"]), _share),
    "response_s": (lambda figures: _number(figures["median_response_s"]), round),
    "resolution_rate": (lambda figures: _number(figures["resolution_rate"]), _share),
}
"""The figures of a card: how each is taken from a session's, and how it is rounded."""


def _spread(
    sessions: Iterable[Live], taken: Taken, rounded: Rounded
) -> tuple[float | str | None, float | str | None]:
    """Return median and interquartile range over the sessions; blank where fewer than five have the figure."""
    values = [value for each in sessions if (value := taken(each.figures)) is not None]
    if len(values) < LEAST_SESSIONS:
        return None, None
    lower, _, upper = quantiles(values, n=4, method="inclusive")
    return rounded(median(values)), rounded(upper - lower)


def _languages(questions: Iterable[Question]) -> list[str]:
    """Return the languages of at least five questions, the most frequent first."""
    counts = Counter(each.language for each in questions if re.fullmatch(r"[a-z]{2,3}", each.language))
    return [language for language, count in counts.most_common() if count >= SMALL]


def _topic_share(questions: Sequence[Question]) -> dict[str, float | str]:
    """Return the share of each topic that comes with livedesk; a library's own topics stay with it."""
    counts = Counter(each.topic for each in questions)
    return {
        topic: FEW if 0 < counts[topic] < SMALL else _share(counts[topic] / len(questions))
        for topic in shipped().by_name
    }


def _top_hour_band(hours: Iterable[int]) -> str:
    bands = {band: tuple(map(int, band.split("-"))) for band in get_args(HourBand)}
    counts = Counter(band for hour in hours for band, (start, end) in bands.items() if start <= hour < end)
    [(band, _)] = counts.most_common(1)
    return str(band)


def _plain(error: Exception) -> str:
    """Return what msgspec says on one line, fit for a terminal whatever it quotes of the input."""
    return "".join(char for char in " ".join(str(error).split()) if char.isprintable())
