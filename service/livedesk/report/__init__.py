"""One page about one broadcast, for people: what was asked, what became of it, what is still to answer (pure).

`page` makes a self-contained HTML file in one of three languages that prints on A4; the dashboard and the command
line hand out the same. `chart` is its picture alone, for a slide. No viewer is named. Text from the chat is hostile:
every value is escaped by the templates, and the page allows nothing to run or load but what is in it.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import lru_cache
from importlib import resources
from statistics import median

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from livedesk import __version__
from livedesk.events import Noted
from livedesk.metrics import DEFINITIONS, VERSION, Minute, Value, missed_recap, response_seconds
from livedesk.privacy.redaction import without_handles
from livedesk.questions.praise import Praise
from livedesk.questions.question import Question
from livedesk.questions.topics import topics
from livedesk.report.overview import Side, values
from livedesk.report.timeline import BANDS, CALM, OVER, Live, Picture, Span, picture
from livedesk.report.words import ReportLanguageUnknown, Words, languages, words

__all__ = ["Report", "ReportLanguageUnknown", "Side", "chart", "languages", "page", "policy", "side_by_side"]

PARTIAL = 0.95
"""Below this coverage the report says that it is partial."""

TOPICS = 12
"""So many topics have a line of their own; the rest share one."""

MISSED = 40
"""So many missed questions are listed; the table of questions has all."""

WAITS = ("under_3", "from_3", "from_6", "over_10")
"""The names of the texts of how long somebody waited, a band each."""

HEADLINE = (
    "answer_rate",
    "askers_served",
    "viewers_peak_concurrent",
    "viewers_avg_concurrent",
    "comments",
    "reference_transactions",
)
DEFINED = (
    *("answer_rate", "resolution_rate", "askers_served", "median_response_s", "p90_response_s"),
    *("median_wait_all_s", "viewers_peak_concurrent", "viewers_avg_concurrent", "comments_per_minute"),
    *("likes", "reference_transactions", "coverage"),
)
"""The figures whose definitions the page explains, by their names in docs/metrics.md."""


TYPED = (
    *("lc_views", "lc_unique_viewers", "lc_avg_watch_time_s", "lc_peak_viewers", "lc_new_followers"),
    *("lc_comments", "lc_shares", "lc_gifters", "participation_rate", "engagement_rate_people"),
)
"""What is shown of LIVE Center, and what rests on it, where it is known. What gifts are worth is not."""


class Report(Struct, frozen=True, kw_only=True):
    """What the page is made of. Times are milliseconds since 1970; spans are from and to.

    `library` is the library's name, `zone` its time zone (None is the machine's own), `ended` whether the Live is over.
    `fonts` are the type's files by the characters they hold, `links` the page's addresses of exports (none in a file),
    `notes` what staff noted of it.
    """

    handle: str
    library: str = ""
    zone: tzinfo | None
    rehearsal: bool
    ended: bool
    started_at: int
    ended_at: int
    figures: Mapping[str, Value]
    questions: Sequence[Question]
    minutes: Sequence[Minute]
    gaps: Sequence[Span] = ()
    pauses: Sequence[Span] = ()
    praise: Praise = Praise()
    fonts: Mapping[str, bytes] = {}
    links: Mapping[str, str] = {}
    notes: Sequence[Noted] = ()


class NoteLine(Struct, frozen=True):
    """A note: when it began to hold (None from the beginning), and its number in the picture, where it is drawn."""

    aspect: str
    text: str
    at: int | None
    number: int | None


class TopicLine(Struct, frozen=True):
    """One topic: how often it was asked and answered, and the median wait in seconds."""

    label: str
    counts_as: str
    asked: int
    answered: int
    median: float | None


class WaitLine(Struct, frozen=True):
    """One band of waiting: the name of its text, how many questions, its colour, and whether they were answered."""

    name: str
    questions: int
    colour: str
    answered: bool = True


def opening(language: str, fonts: Mapping[str, bytes] = {}) -> str:
    """Return how every page of this language and type begins, known before anything is read; ReportLanguageUnknown."""
    style = Markup(_file("report.css") + _faces(fonts))  # noqa: S704 - ours, nothing of it from the chat
    return _template("opening.html").render(w=words(language, None), style=style, policy=policy(fonts))


def page(report: Report, language: str) -> str:
    """Return the page; ReportLanguageUnknown."""
    return opening(language, report.fonts) + sheet(report, language)


def sheet(report: Report, language: str) -> str:
    """Return the page after its opening; ReportLanguageUnknown."""
    w = words(language, report.zone)
    confirmed = [question for question in report.questions if question.status != "dismissed"]
    missed = missed_recap(confirmed)
    return _template("page.html").render(
        r=report,
        f=report.figures,
        w=w,
        p=_picture(report),
        alone=False,
        headline=_headline(report, confirmed, w),
        labels={name: _label(name, language) for name in topics().by_name},
        topic_lines=_topic_lines(confirmed, language),
        wait_lines=_wait_lines(confirmed),
        note_lines=_note_lines(report),
        missed=missed[:MISSED],
        more_missed=len(missed) - MISSED,
        promised=[question for question in confirmed if question.status in {"deferred", "referred"}],
        figures=[name for name in HEADLINE if report.figures[name] is not None],
        live_center=_live_center(report.figures, w),
        definitions=_definitions(w),
        partial=_number(report.figures["coverage"]) < PARTIAL,
        version=VERSION,
        livedesk=__version__,
        script=Markup(_file("report.js")),  # noqa: S704 - ours
    )


def side_by_side(
    sides: Sequence[Side],
    language: str,
    zone: tzinfo | None,
    *,
    library: str = "",
    fonts: Mapping[str, bytes] = {},
    linked: bool = False,
) -> str:
    """Return a page that compares broadcasts, whose reports it links where `linked`; ReportLanguageUnknown."""
    return opening(language, fonts) + _template("overview.html").render(
        **values(sides, words(language, zone)),
        library=library,
        linked=linked,
        livedesk=__version__,
        script=Markup(_file("report.js")),  # noqa: S704 - ours
    )


def chart(report: Report, language: str) -> str:
    """Return the picture of how it went, as an SVG file; ReportLanguageUnknown."""
    w = words(language, report.zone)
    return _template("timeline.svg").render(p=_picture(report), w=w, alone=True, legend=_legend(w))


def _legend(w: Words) -> list[tuple[int, str, str]]:
    """Say what the colours of the picture mean where no page around it does: at which place, in which words."""
    colours = (*(colour for _, colour in BANDS), OVER)
    return [(12 + 190 * n, w.t(WAITS[n]), colour) for n, colour in enumerate(colours)]


def policy(fonts: Mapping[str, bytes] = {}) -> str:
    """Return the page's content security policy: its own style and script, pictures and type that are in it."""
    style, script = (_hash(text) for text in (_file("report.css") + _faces(fonts), _file("report.js")))
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; img-src data: blob:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _picture(report: Report) -> Picture:
    asked = [question for question in report.questions if question.status != "dismissed"]
    noted = [line.at for line in _note_lines(report) if line.at is not None and line.number is not None]
    return picture(
        Live(report.started_at, report.ended_at, report.minutes, report.gaps, report.pauses, asked, noted)
    )


def _note_lines(report: Report) -> list[NoteLine]:
    """List the notes; those of a moment on air are numbered as in the picture."""
    lines: list[NoteLine] = []
    drawn = 0
    for note in report.notes:
        at = None if note.offset_s is None else report.started_at + round(note.offset_s * 1000)
        on_air = at is not None and report.started_at <= at <= report.ended_at
        drawn += on_air
        lines.append(NoteLine(note.aspect, note.text.strip(), at, drawn if on_air else None))
    return lines


def _headline(report: Report, confirmed: Sequence[Question], w: Words) -> str:
    """Say in one line how many questions were answered and how soon."""
    answered, n = report.figures["questions_answered"], len(confirmed)
    if not n:
        return w.t("head_none")
    if not answered:
        return w.t("head_unanswered", n=n)
    half = w.span(_number(report.figures["median_response_s"]))
    told = w.t("head_answered", n=n, answered=w.number(_number(answered)))
    return told + w.t("head_one" if answered == 1 else "head_half", span=half)


def _topic_lines(confirmed: Sequence[Question], language: str) -> list[TopicLine]:
    """Count questions by topic, the most asked first; the rarest share the last line."""
    by_topic: dict[str, list[Question]] = {}
    for question in confirmed:
        by_topic.setdefault(question.topic or "", []).append(question)
    ranked = sorted(by_topic, key=lambda name: (not name, -len(by_topic[name]), name))
    own, rest = ranked[:TOPICS], ranked[TOPICS:]
    lines = [_topic_line(name, by_topic[name], language) for name in own]
    if rest:
        lines.append(_topic_line("", [question for name in rest for question in by_topic[name]], language))
    return lines


def _topic_line(name: str, questions: Sequence[Question], language: str) -> TopicLine:
    topic = topics().by_name.get(name)
    waits = [wait for question in questions if (wait := response_seconds(question)) is not None]
    counts_as = "" if topic is None else topic.count_as
    return TopicLine(
        _label(name, language), counts_as, len(questions), len(waits), median(waits) if waits else None
    )


def _label(name: str, language: str) -> str:
    """Return what a topic is called, empty where there is none of that name."""
    topic = topics().by_name.get(name)
    return "" if topic is None else topic.label.get(language) or next(iter(topic.label.values()))


def _wait_lines(confirmed: Sequence[Question]) -> list[WaitLine]:
    """Count questions by how long they waited, and those that were not answered by what became of them."""
    waits = [wait for question in confirmed if (wait := response_seconds(question)) is not None]
    lines, least = [], 0.0
    for name, (most, colour) in zip(WAITS[:-1], BANDS, strict=True):
        lines.append(WaitLine(name, sum(least <= wait < most for wait in waits), colour))
        least = most
    lines.append(WaitLine(WAITS[-1], sum(wait >= least for wait in waits), OVER))
    counted = Counter(question.status for question in confirmed)
    otherwise = [
        WaitLine(status, counted[status], CALM, answered=False)
        for status in ("deferred", "referred")
        if counted[status]
    ]
    return [*lines, *otherwise, WaitLine("missed", len(missed_recap(confirmed)), OVER, answered=False)]


def _live_center(figures: Mapping[str, Value], w: Words) -> list[tuple[str, str]]:
    known = [(name, value) for name in TYPED if isinstance(value := figures[name], int | float)]
    return [(name, _in_its_unit(name, value, w)) for name, value in known]


def _in_its_unit(figure: str, value: float, w: Words) -> str:
    unit = DEFINITIONS[figure].unit
    if unit == "share":
        return w.percent(value)
    return w.short(value) if unit == "seconds" else w.number(value)


def _definitions(w: Words) -> list[tuple[str, str]]:
    """Say what the figures mean: in English as docs/metrics.md does, else in the words of the language."""
    told = [(w.definitions[name], w.sentences.get(name) or DEFINITIONS[name].sentence) for name in DEFINED]
    return [(w.definitions["question"], w.definitions["question_means"]), *told]


def _number(value: Value) -> float:
    return value if isinstance(value, int | float) else 0.0


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_RANGES = {
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1E9F,U+20A0-20AB,U+20AD-20C0",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2212,U+2215",
}
"""The characters of each file of the type, as it is published."""


def _faces(fonts: Mapping[str, bytes]) -> str:
    return "".join(
        '@font-face{font-family:"Atkinson Hyperlegible Next Variable";font-weight:200 800;'
        f"src:url(data:font/woff2;base64,{base64.b64encode(font).decode()}) format('woff2');"
        f"unicode-range:{_RANGES[name]}}}"
        for name, font in fonts.items()
    )


@lru_cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["without_handles"] = without_handles
    return environment


def _template(name: str) -> Template:
    return _environment().get_template(name)
