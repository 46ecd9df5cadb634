"""How long things are kept: texts and names for weeks, entries by pseudonym for years, figures for ever.

What is due is decided by a broadcast's age alone. `purge` writes a `settled` entry, which carries what the broadcast
came to and takes the rest away in the log; a running desk over the same log follows.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from livedesk import archive
from livedesk.events import Body, Event, Settled
from livedesk.log import LEFT_AFTER_MS, Broadcast, Log
from livedesk.log.learned import learned
from livedesk.questions.lexicon import lexicon
from livedesk.questions.question import without_words

DAY_MS = 86_400_000
MONTH_MS = 30 * DAY_MS

Kept: TypeAlias = Literal["pseudonyms", "figures"]


class Retention(Struct, frozen=True):
    """For how long after a Live its texts and names are kept, and how long its entries by pseudonym."""

    text_days: int
    pseudonym_months: int

    def __str__(self) -> str:
        """Say it in a sentence, for people."""
        return (
            f"What people said and what they are called is kept for {self.text_days} days, "
            f"what happened, by pseudonym, for {self.pseudonym_months} months, the figures for ever."
        )


class Due(Struct, frozen=True):
    """A broadcast that is older than some of it may be; `kept` is what will be left of it."""

    broadcast: Broadcast
    kept: Kept

    def __str__(self) -> str:
        """Say what goes."""
        goes = {
            "pseudonyms": "texts, handles, nicknames and message ids",
            "figures": "all entries and pseudonyms, but not the figures",
        }
        return f"broadcast {self.broadcast.id} of @{self.broadcast.handle}: {goes[self.kept]}"


def due(log: Log, retention: Retention, now: int) -> Iterator[Due]:
    """Yield what is to be purged by now; a broadcast that was heard in the last day is never among them."""
    for broadcast in log.broadcasts():
        age = now - (broadcast.ended_at or broadcast.last_received_at or broadcast.started_at)
        wanted = _wanted(age, retention)
        if age > LEFT_AFTER_MS and wanted is not None and _left(log, broadcast) not in {wanted, "figures"}:
            yield Due(broadcast, wanted)


def purge(log: Log, each: Due, languages: Sequence[str], now: int) -> None:
    """Take away what is due of one broadcast.

    Lessons outlive the words that they were learned from, and what the library noted of its own Live stays.
    """
    broadcast = each.broadcast
    live = archive.recorded(log, broadcast, languages)
    figures = archive.figures(log, live)
    words = lexicon(tuple(languages))
    lessons = learned(log, broadcast.handle, words, rehearsal=broadcast.rehearsal)
    if not broadcast.rehearsal and (lessons.asks or lessons.asks_not):
        log.teach(broadcast.handle, now, lessons)
    questions = tuple(map(without_words, live.questions)) if each.kept == "pseudonyms" else ()
    left: list[Body] = [Settled(each.kept, figures, questions), *archive.notes_of(log, broadcast.id)]
    log.append(broadcast.id, [Event(now, now, body) for body in left])


def _wanted(age: int, retention: Retention) -> Kept | None:
    if age >= retention.pseudonym_months * MONTH_MS:
        return "figures"
    return "pseudonyms" if age >= retention.text_days * DAY_MS else None


def _left(log: Log, broadcast: Broadcast) -> str | None:
    """Return what an earlier purge left of it; None where there was none."""
    settled = [entry.body for entry in log.after(broadcast.id, kinds=("settled",))]
    return settled[-1].kept if settled and isinstance(settled[-1], Settled) else None
