"""What was recorded, read back as tables and figures, for the command line and the dashboard alike."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from livedesk import exports, metrics, notes
from livedesk.benchmark.card import Live, period_of
from livedesk.events import Entry, Noted
from livedesk.exports.codebook import codes
from livedesk.exports.followup import follow_up, frequent, titles
from livedesk.exports.observations import LISTENED_FOR, Watched, listen
from livedesk.exports.sampling import Sample
from livedesk.exports.tables import Said
from livedesk.exports.transactions import RULINGS, Rulings, Session, Transaction, openings, transactions
from livedesk.log import Broadcast, Readable
from livedesk.metrics import Minute, Tally
from livedesk.questions.lexicon import lexicon
from livedesk.questions.library import Library
from livedesk.questions.praise import praise
from livedesk.questions.question import Question
from livedesk.questions.topics import topics

if TYPE_CHECKING:
    from livedesk.checkpoints import Read
    from livedesk.questions.queue import Queue
    from livedesk.report import Report, Side

ASKING = ("comment", "platform_question")

EVERY = 1_000
"""So many entries pass between two words of how far the reading is."""

STATIC = Path(__file__).parent / "static"
"""Where the build left the dashboard, and the type that it and reports are set in."""

PICTURE_WIDTH = 1_904
"""Pixels: twice the units of the report's picture, and about what a slide has."""

Told = Callable[[int], object]
"""Hears the seq that has been read."""


class Recorded(Struct, frozen=True):
    """A broadcast as its log folds: its counts, and its questions in the order of the queue."""

    broadcast: Broadcast
    tally: Tally
    questions: Sequence[Question]
    minutes: Sequence[Minute]


class Reading:
    """One broadcast as it is read for an export: folded once, and only when something needs it.

    `offset` is how many seconds after the beginning of the recording the Live began, `live` the fold where the caller
    has it already, `library` what the library says of itself, and `told` hears how far the reading is. With a
    `sample`, only so many observations are made, to be coded by two people apart.
    """

    def __init__(
        self,
        log: Readable,
        broadcast: Broadcast,
        languages: Sequence[str],
        *,
        offset: float = 0,
        live: Recorded | None = None,
        library: Library | None = None,
        sample: Sample | None = None,
        told: Told | None = None,
    ) -> None:
        self._log = log
        self._broadcast = broadcast
        self._languages = languages
        self._live = live
        self._sample = sample
        self._told = told
        self._library = library or Library()
        began = broadcast.started_at - round(offset * 1000)
        self._session = Session(broadcast.id, began, self._library.isil)

    @property
    def since(self) -> int:
        """When the recording begins."""
        return self._session.started_at

    def live(self) -> Recorded:
        """Return the fold."""
        if self._live is None:
            read = partial(self._entries, ())
            self._live = recorded(self._log, self._broadcast, self._languages, self._library, read)
        return self._live

    def report(
        self, zone: tzinfo | None, fonts: Mapping[str, bytes] = {}, links: Mapping[str, str] = {}
    ) -> "Report":
        """Return what the page about the broadcast is made of; `zone` is the library's, or the machine's own."""
        from livedesk.report import Report  # noqa: PLC0415 - tables begin sooner without what writes pages

        live, clock = self.live(), self.live().tally.clock
        began = self._broadcast.started_at if clock.started_at is None else clock.started_at
        asking = {seq for question in live.questions for seq in question.comments}
        return Report(
            handle=self._broadcast.handle,
            library=self._library.name,
            zone=zone,
            rehearsal=self._broadcast.rehearsal,
            ended=clock.ended_at is not None,
            started_at=began,
            ended_at=clock.ended_at or clock.last_at or began,
            figures=figures(self._log, live),
            questions=live.questions,
            minutes=live.minutes,
            gaps=tuple(clock.gaps),
            pauses=tuple(clock.pauses),
            praise=praise(self._entries(ASKING), asking, lexicon(tuple(self._languages))),
            fonts=fonts,
            links=links,
            notes=self._notes(),
        )

    def source(self, table: str) -> Any:
        """Return what this table is made of."""
        sources: dict[str, Callable[[], Any]] = {
            "log": self._entries,
            "comments": lambda: self._said(*ASKING),
            "questions": lambda: self.live().questions,
            "transactions": self._transactions,
            "summary": lambda: figures(self._log, self.live()),
            "gifts": self._gifts,
            "codebook": codes,
            "notes": self._notes,
            "libanswers": self._transactions,
            "followup": lambda: follow_up(self.live().questions, self._rulings()),
            "faq": lambda: frequent(self.live().questions, self._rulings()),
            "titles": lambda: titles(self.live().questions, lexicon(tuple(self._languages))),
            **dict.fromkeys(exports.OBSERVED, self.watched),
        }
        return sources[table]()

    def watched(self) -> Watched:
        """Return the broadcast as it can be observed."""
        heard = listen(self._log.after(self._broadcast.id, kinds=LISTENED_FOR))
        questions = self.live().questions
        started_at = self._session.started_at
        return Watched(self._broadcast.id, started_at, self._entries(), questions, heard, self._sample)

    def _notes(self) -> list[Noted]:
        return notes_of(self._log, self._broadcast.id)

    def _entries(self, kinds: Collection[str] = (), after: int = 0) -> Iterator[Entry]:
        for number, entry in enumerate(self._log.after(self._broadcast.id, after, kinds=kinds)):
            if self._told is not None and number % EVERY == 0:
                self._told(entry.seq)
            yield entry

    def _said(self, *kinds: str) -> Iterator[Said]:
        return (Said(entry, (entry.at - self.since) / 1000) for entry in self._entries(kinds))

    def _gifts(self) -> Iterator[Said]:
        """Yield gifts as they are counted: a finished streak once."""
        return (said for said in self._said("gift") if getattr(said.entry.body, "final", True))

    def _transactions(self) -> Iterator[Transaction]:
        questions = self.live().questions
        began = openings(_comments(self._log, self._broadcast, {question.id for question in questions}))
        return transactions(self._session, questions, began, self._rulings())

    def _rulings(self) -> Rulings:
        return Rulings(self._log.after(self._broadcast.id, kinds=RULINGS))


def recorded(
    log: Readable,
    broadcast: Broadcast,
    languages: Sequence[str],
    library: Library | None = None,
    read: "Read | None" = None,
) -> Recorded:
    """Fold the broadcast's log to its counts and questions; `read` gives its entries where somebody wants to hear."""
    from livedesk.checkpoints import shown  # noqa: PLC0415 - what needs no fold begins sooner without its engine

    tally, questions = shown(log, broadcast, languages, library, read)
    return Recorded(broadcast, tally, questions, tally.timeline.changed_after(0))


def as_it_stands(broadcast: Broadcast, tally: Tally, queue: "Queue") -> Recorded:
    """Return a fold that goes on: questions and minutes stay as they are now, counts are read later."""
    return Recorded(broadcast, tally, queue.questions(), tally.timeline.changed_after(0))


def figures(log: Readable, live: Recorded) -> dict[str, metrics.Value]:
    """Return every published figure of a broadcast; None where it cannot be known."""
    answered = (question for question in live.questions if question.status == "answered")
    of_answered = {seq for question in answered for seq in question.comments}
    asked = {entry.seq: entry for entry in _comments(log, live.broadcast, of_answered)}
    count_as = {name: topic.count_as for name, topic in topics().by_name.items()}
    return metrics.figures(live.tally, live.questions, asked=asked, count_as=count_as)


def lives(log: Readable, handle: str, period: str, languages: Sequence[str]) -> list[Live]:
    """Return the Lives of a handle that ended, of one quarter by the machine's own clock; no rehearsals."""
    found = []
    for each in log.broadcasts():
        began = datetime.fromtimestamp(each.started_at / 1000, UTC).astimezone()
        wanted = each.handle == handle and each.ended_at is not None and not each.rehearsal
        if wanted and period_of(began.year, began.month) == period:
            live = recorded(log, each, languages)
            found.append(Live(figures(log, live), live.questions, began.hour))
    return found


MOST_SIDES = 60
"""So many broadcasts are compared, the newest."""


def sides(log: Readable, languages: Sequence[str]) -> "list[Side]":
    """Return the newest broadcasts with their figures, to be compared; no rehearsals."""
    real = [each for each in log.broadcasts() if not each.rehearsal][:MOST_SIDES]
    return [side(log, recorded(log, each, languages)) for each in real]


def side(log: Readable, live: Recorded) -> "Side":
    """Return one broadcast as it is compared with others."""
    from livedesk.report import Side  # noqa: PLC0415 - as above

    broadcast = live.broadcast
    noted = notes_of(log, broadcast.id)
    return Side(broadcast.id, broadcast.handle, broadcast.started_at, figures(log, live), noted)


def notes_of(log: Readable, broadcast: int) -> list[Noted]:
    """Return what staff noted of a broadcast, as it counts now."""
    return notes.standing(log.after(broadcast, kinds=notes.KINDS))


def exported(reading: Reading, table: str, format_name: str, *, names: bool) -> Iterator[bytes]:
    """Yield a table of the broadcast in chunks; the first comes before the log is read, where the format lets it."""
    if table in exports.WORKBOOKS:
        sheets = {name: partial(reading.source, name) for name in exports.WORKBOOKS[table]}
        return exports.workbook(sheets, names=names)
    source = partial(reading.source, table)
    return exports.export(table, format_name, source, names=names, since=reading.since)


def reported(reading: Reading, format_name: str, language: str, zone: tzinfo | None) -> Iterator[bytes]:
    """Yield the report as `html`, a page that stands alone, or its picture as `svg` or `png`."""
    from livedesk import report  # noqa: PLC0415 - as above

    if format_name == "html":
        fonts = type_faces()
        yield report.opening(language, fonts).encode()
        yield report.sheet(reading.report(zone, fonts), language).encode()
    else:
        svg = report.chart(reading.report(zone), language)
        yield svg.encode() if format_name == "svg" else drawn(svg)


def drawn(svg: str, static: Path = STATIC) -> bytes:
    """Draw an SVG as a PNG for a slide, in the dashboard's type, or where it is not built in that of the machine."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - 0.1 s that only those wait who want a picture

    type_files = sorted(map(str, (static / "pictures").glob("*.ttf")))
    return svg_to_bytes(
        svg_string=svg,
        width=PICTURE_WIDTH,
        background="#ffffff",
        font_files=type_files,
        skip_system_fonts=bool(type_files),
    )


def _comments(log: Readable, broadcast: Broadcast, wanted: Collection[int]) -> Iterator[Entry]:
    """Yield the comments with these seqs."""
    return (entry for entry in log.after(broadcast.id, kinds=ASKING) if entry.seq in wanted)


def type_faces(static: Path = STATIC) -> dict[str, bytes]:
    """Return the files of the dashboard's type by the characters they hold; none where it is not built."""
    assets = static / "assets"
    found = {
        name: next(assets.glob(f"atkinson-hyperlegible-next-{name}-wght-normal-*.woff2"), None)
        for name in ("latin-ext", "latin")
    }
    return {name: file.read_bytes() for name, file in found.items() if file is not None}
