"""What was recorded, read back as tables and figures, for the command line and the dashboard alike."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from livedesk import exports, metrics
from livedesk.exports.codebook import codes
from livedesk.exports.observations import LISTENED_FOR, Watched, listen
from livedesk.exports.sampling import Sample
from livedesk.log import Broadcast, Log
from livedesk.metrics import LiveCenter, Tally
from livedesk.questions import Question, Queue
from livedesk.questions.topics import topics

ASKING = ("comment", "platform_question")


class Recorded(Struct, frozen=True):
    """A broadcast as its log folds: its counts, and its questions in the order of the queue."""

    broadcast: Broadcast
    tally: Tally
    questions: Sequence[Question]


def recorded(log: Log, broadcast: Broadcast, languages: Sequence[str]) -> Recorded:
    """Fold the broadcast's log to its counts and questions."""
    tally, queue = Tally(), Queue(languages)
    for entry in log.after(broadcast.id):
        tally.apply(entry)
        queue.apply(entry)
    return Recorded(broadcast, tally, queue.questions())


def figures(log: Log, live: Recorded, *, live_center: LiveCenter | None = None) -> dict[str, metrics.Value]:
    """Return every published figure of a broadcast; None where it cannot be known.

    `live_center` is what staff typed in from TikTok's LIVE Center, for the figures that need it.
    """
    answered = (question for question in live.questions if question.status == "answered")
    wanted = {seq for question in answered for seq in question.comments}
    asked = {entry.seq: entry for entry in log.after(live.broadcast.id, kinds=ASKING) if entry.seq in wanted}
    count_as = {name: topic.count_as for name, topic in topics().by_name.items()}
    return metrics.figures(
        live.tally, live.questions, live_center=live_center, asked=asked, count_as=count_as
    )


def exported(
    log: Log,
    broadcast: Broadcast,
    table: str,
    format_name: str,
    *,
    names: bool,
    languages: Sequence[str],
    sample: Sample | None = None,
) -> Iterator[bytes]:
    """Yield a table of the broadcast in chunks; the first comes before the log is read to its end where it can.

    With a `sample`, only so many observations, to be coded by two people apart.
    """
    source = _source(log, broadcast, table, languages)
    if isinstance(source, Watched):
        source = replace(source, sample=sample)
    return exports.export(table, format_name, source, names=names)


def _source(log: Log, broadcast: Broadcast, table: str, languages: Sequence[str]) -> Any:
    """Return what this table is made of."""
    if table == "log":
        return log.after(broadcast.id)
    if table == "codebook":
        return codes()
    live = recorded(log, broadcast, languages)
    match table:
        case "questions":
            return live.questions
        case "observations":
            return watched(log, broadcast, live.questions)
        case _:
            return figures(log, live)


def watched(log: Log, broadcast: Broadcast, questions: Sequence[Question]) -> Watched:
    """Return the broadcast as it can be observed."""
    heard = listen(log.after(broadcast.id, kinds=LISTENED_FOR))
    return Watched(broadcast.id, broadcast.started_at, log.after(broadcast.id), questions, heard)
