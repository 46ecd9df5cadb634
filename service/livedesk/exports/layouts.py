"""Tables laid out as other programs take them in: NVivo's datasets, QualCoder's surveys, LibAnswers' transactions.

Headings and the order of columns are a promise, as in `tables`: people map them once.
"""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from livedesk.exports.observations import Watched, observations
from livedesk.exports.tables import Cell, Table, of_rows
from livedesk.exports.transactions import TRANSACTIONS, Transaction
from livedesk.exports.transcript import chronological, content, one_line, speaker


class NvivoRow(Struct, frozen=True):
    """A row of a dataset or transcript: `content` is to be coded, all else classifies.

    NVivo takes at most 256 columns, and times as `hh:mm:ss.0` that only rise.
    """

    id: str
    timespan: str
    speaker: str
    content: str
    actor: str
    act_code: str | None
    topic: str | None
    symbol: str | None
    viewers: int | None
    responds_to: str | None
    response_latency_s: float | None
    session: str


def _nvivo(watched: Watched, names: bool) -> Iterator[NvivoRow]:  # noqa: FBT001 - one shape for all tables
    for each in chronological(observations(watched, names=names)):
        yield NvivoRow(
            each.obs_id,
            each.timecode,
            speaker(each),
            content(each),
            each.actor,
            each.act_code,
            each.topic,
            each.symbol,
            each.viewers_at_moment,
            each.responds_to,
            each.response_latency_s,
            each.session_id,
        )


NVIVO: Table[Watched, NvivoRow] = of_rows(NvivoRow, _nvivo)


class QualCoderRow(Struct, frozen=True):
    """A row of a survey, one for each thing said; QualCoder makes a case of each, named by its first column.

    It makes a text file of every cell of a column of words with more than 19 different ones, so only `words` is
    such a column: times and viewers are numbers. `viewer` counts viewers in the order in which they first spoke.
    """

    obs_id: str
    words: str
    seconds: float
    viewer: int | None
    viewers: int | None
    actor: str
    act_code: str | None
    topic: str | None


def _qualcoder(watched: Watched, names: bool) -> Iterator[QualCoderRow]:  # noqa: FBT001 - one shape for all tables
    numbers: dict[str | None, int | None] = {None: None}
    for each in observations(watched, names=names):
        if each.verbatim is not None:
            hours, minutes, seconds = each.timecode.split(":")
            yield QualCoderRow(
                each.obs_id,
                one_line(each.verbatim),
                int(hours) * 3600 + int(minutes) * 60 + float(seconds),
                numbers.setdefault(each.viewer_pid, len(numbers)),
                each.viewers_at_moment,
                each.actor,
                each.act_code,
                each.topic,
            )


QUALCODER: Table[Watched, QualCoderRow] = of_rows(QualCoderRow, _qualcoder)


# LibAnswers, Reference Analytics: what was answered or referred, by the names of its fields.

_LIBANSWERS = (
    *("Question", "Answer", "Time Stamp", "Answered By"),
    *("Question/Activity", "Method", "Time Spent", "READ"),
)


def _served(source: Iterable[Transaction], names: bool) -> Iterator[Transaction]:  # noqa: FBT001 - as above
    served = (each for each in source if each.status in {"answered", "referred"})
    return TRANSACTIONS.records(served, names)


def _libanswers(each: Transaction) -> list[Cell]:
    answer = each.answer_note or (f"Referred to {each.referred_to}" if each.referred_to else None)
    time_spent = None  # nobody measures it
    return [
        each.question_text,
        answer,
        each.asked_at,
        each.staff_code,
        each.topic,
        "TikTok LIVE",
        time_spent,
        each.read_level,
    ]


def _libanswers_line(each: Transaction) -> bytes:
    return msgspec.json.encode(dict(zip(_LIBANSWERS, _libanswers(each), strict=True)))


LIBANSWERS: Table[Iterable[Transaction], Transaction] = Table(
    _LIBANSWERS, _served, _libanswers, _libanswers_line
)
