"""What was recorded, read back as tables and figures, for the command line and the dashboard alike."""

from collections.abc import Iterator, Sequence

from livedesk import exports, metrics
from livedesk.log import Broadcast, Log
from livedesk.metrics import Tally
from livedesk.questions import Question, Queue
from livedesk.questions.topics import topics

ASKING = ("comment", "platform_question")


def figures(
    log: Log, broadcast: Broadcast, tally: Tally, questions: Sequence[Question]
) -> dict[str, metrics.Value]:
    """Return every published figure of a broadcast; None where it cannot be known."""
    wanted = {seq for question in questions for seq in question.comments}
    asked = {entry.seq: entry for entry in log.after(broadcast.id, kinds=ASKING) if entry.seq in wanted}
    count_as = {name: topic.count_as for name, topic in topics().by_name.items()}
    return metrics.figures(tally, questions, asked=asked, count_as=count_as)


def exported(
    log: Log, broadcast: Broadcast, table: str, format_name: str, *, names: bool, languages: Sequence[str]
) -> Iterator[bytes]:
    """Yield a table of the broadcast in chunks; the first comes before the log is read to its end where it can."""
    if table == "log":
        return exports.export(table, format_name, log.after(broadcast.id), names=names)
    tally, queue = folded(log, broadcast, languages)
    questions = queue.questions()
    source = questions if table == "questions" else figures(log, broadcast, tally, questions)
    return exports.export(table, format_name, source, names=names)


def folded(log: Log, broadcast: Broadcast, languages: Sequence[str]) -> tuple[Tally, Queue]:
    """Fold the broadcast's log to its counts and questions."""
    tally, queue = Tally(), Queue(languages)
    for entry in log.after(broadcast.id):
        tally.apply(entry)
        queue.apply(entry)
    return tally, queue
