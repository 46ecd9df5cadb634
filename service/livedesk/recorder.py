"""The only writer: append, fold, publish, under one lock.

Sources and staff both come here. What comes in while a commit runs, or soon after one, waits for the next, so events
share commits; what comes after a silence is written at once. Nothing is published before it is on disk. Each broadcast
that is recorded or looked at has one `Desk`: the state folded so far and the hub of those who watch it.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from typing import Self, TypeVar

import msgspec
from msgspec.structs import replace

from livedesk import LivedeskError, __version__, checkpoints, frames
from livedesk.checkpoints import Standing
from livedesk.events import Connected, Decision, Ended, Entry, Event, Gap, LiveCenter, Noted, Undone
from livedesk.hub import Hub
from livedesk.journal import note, warn
from livedesk.log import Broadcast, Counted, Log, LogError
from livedesk.log.learned import learned
from livedesk.measures import Measures
from livedesk.metrics import Tally, live_center
from livedesk.present import Clock, now_ms
from livedesk.privacy import Pseudonyms, protect
from livedesk.questions.lexicon import lexicon
from livedesk.questions.library import Library
from livedesk.questions.queue import Queue
from livedesk.rules import House, house
from livedesk.rules.marks import Mark, Marks
from livedesk.sources import Health, Source, SourceError

PENDING_BOUND = 50_000
"""Events that may wait for the disk. Past it a source is made to wait, and the platform's socket with it."""

COMMIT_BOUND = 500
"""Events in one commit, and entries taken in at once: with more, the first of them would wait for the last."""

BUSY = 50
REST_SECONDS = 0.05
"""After a commit of so many events the next one begins so long after it did: each frame to each dashboard costs the
same however much is in it, and at a thousand events a second nobody sees which twentieth of it one came in."""

FEW = 4
GATHER_SECONDS = 0.2
"""Fewer events than that wait so long after the last commit began for others: one commit for three events costs half of
three, and nobody sees that a comment came a fifth of a second ago."""

SLOW_COMMIT = 1.0
"""Seconds from which on a commit is noted."""

PULSE_SECONDS = 1.0

CHECKPOINT_SECONDS = 30.0
"""So often it is looked whether a checkpoint is due: what came in half a minute is soon folded again."""

KEPT_MEANWHILE = "Meanwhile recording goes on in memory."
KEPT_NO_MORE = "The memory for it is full: TikTok is made to wait, and may break the connection."

RETRY_SECONDS = 1.0
FLUSH_SECONDS = 3.0
IDLE_DESKS = 8

MARKED_AGAIN = 2_000
"""So many of the last entries are held against the house's rules when a broadcast is looked at again."""
MOST_DIGITS = 18

T = TypeVar("T")


class BroadcastUnknown(LivedeskError):  # noqa: N818 - named after the fact
    """There is no such broadcast."""

    def __init__(self, broadcast: object) -> None:
        super().__init__(
            f"There is no broadcast {broadcast!r}; 'livedesk broadcasts' lists what is recorded."
        )
        self.broadcast = broadcast


class DecisionRefused(LivedeskError):  # noqa: N818 - named after the fact
    """The decision cannot be taken as things stand; the message says why."""


class Desk:
    """One broadcast as it stands: its state is a fold over its log, its hub reaches the dashboards."""

    def __init__(
        self,
        broadcast: Broadcast,
        languages: Sequence[str],
        library: Library | None = None,
        rules: House | None = None,
        standing: Standing | None = None,
    ) -> None:
        """Go on from how the broadcast stands, from its beginning where that is not given."""
        self.broadcast = broadcast
        self.standing = standing or Standing(Tally(), Queue(languages, library))
        self.queue, self.tally = self.standing.queue, self.standing.tally
        self.marks = Marks(rules or house(), self.queue.lexicon)
        self.hub = Hub()
        self.hub.seq = self.standing.seq
        self.health: Health | None = None
        self._pulsed: tuple[int, int] = (0, 0)  # the seq and the rate that the last pulse told

    def fold(self, entries: Iterable[Entry]) -> set[int]:
        """Bring the state forward by these entries; return the questions that changed."""
        changed = self.standing.fold(entries)
        self.hub.seq = self.standing.seq
        return changed

    def refusal(self, decision: Decision) -> str | None:
        """Say in one sentence why this decision cannot be taken now, or None where it can."""
        refused = self.queue.refusal(decision)
        return (
            live_center.refusal(decision) if refused is None and isinstance(decision, LiveCenter) else refused
        )

    def publish(self, entries: Sequence[Entry]) -> None:
        """Fold what has just become durable and tell the dashboards."""
        changed = self.fold(entries)
        self.hub.publish(frames.entries(entries))
        if changed:
            for frame in frames.changed_questions(self.hub.seq, self.queue, changed):
                self.hub.publish(frame)
        if marked := self.mark(entries):
            self.hub.publish(frames.marks(self.hub.seq, marked))

    def mark(self, entries: Iterable[Entry]) -> list[Mark]:
        """Return the marks of entries that are folded already."""
        marks = (self.marks.take(entry, asks=self.queue.asks(entry.seq)) for entry in entries)
        return [mark for mark in marks if mark is not None]

    def is_due(self) -> bool:
        """Say whether a checkpoint should be made."""
        return self.standing.is_due(closing=self.tally.clock.ended_at is not None)

    @property
    def moved(self) -> bool:
        """Say whether entries came since the last pulse."""
        return self.hub.seq > self._pulsed[0]

    def publish_pulse(self, now: int) -> None:
        """Tell the dashboards the counts where they have changed since the last time."""
        told, rate = self._pulsed
        self._pulsed = (self.hub.seq, self.tally.pulse(now, after=self.hub.seq).comments_per_minute)
        if self.hub and self._pulsed != (told, rate):
            self.hub.publish(frames.pulse(self.hub.seq, self.tally, self.queue, now, after=told))

    def publish_health(self, health: Health) -> None:
        """Tell the dashboards how the source hears."""
        self.health = health
        self.hub.publish(frames.health(self.hub.seq, health))


class Recording:
    """One source's way into the log. `desk` is None until the Live has begun."""

    def __init__(self, handle: str, *, rehearsal: bool, now: int) -> None:
        self.handle = handle
        self.rehearsal = rehearsal
        self.desk: Desk | None = None
        self.pseudonyms: Pseudonyms | None = None
        self.opening: list[
            Event
        ] = []  # lessons, or the gap of a restart: written before what the source brings
        self._heard = Health(state="starting", since=now)
        self._fault = ""

    @property
    def health(self) -> Health:
        """How the source hears; that nothing of it can be written goes before all else."""
        return replace(self._heard, message=self._fault, code="not_written") if self._fault else self._heard

    def hears(self, health: Health) -> None:
        """Note how the source hears, and tell the dashboards."""
        if (health.state, health.code) != (self._heard.state, self._heard.code):
            note("hearing", handle=self.handle, state=health.state, code=health.code)
        self._heard = health
        self._tell()

    def cannot_be_written(self, fault: str) -> None:
        """Note why nothing can be written, or that it can again where `fault` is empty."""
        if fault != self._fault:
            self._fault = fault
            self._tell()

    def _tell(self) -> None:
        if self.desk is not None:
            self.desk.publish_health(self.health)


class Recorder:
    """Owns the writer thread, the desks and what waits for the disk. Use it as `async with Recorder(…)`."""

    def __init__(
        self,
        log: Log,
        *,
        languages: Sequence[str] = ("id", "en", "pl"),
        library: Library | None = None,
        study_key: bytes = b"",
        clock: Clock = now_ms,
    ) -> None:
        """Take the log to write; with a `study_key` people have the same pseudonym in all broadcasts."""
        self.log = log
        self._study_key = study_key
        self.recordings: list[Recording] = []
        self.languages = languages
        self.library = library or Library()
        self.house = house(self.library.rules)
        self._clock = clock
        self.measures = Measures()
        self._desks: dict[int, asyncio.Task[Desk]] = {}
        self._lock = asyncio.Lock()
        self._writer = ThreadPoolExecutor(1, "log-writer")
        self._pending: deque[tuple[Recording, list[Event]]] = deque()
        self._pending_count = 0
        self._due_now = asyncio.Event()
        self._room = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._begun = float("-inf")  # when the last commit was, in the loop's time, and of how many events
        self._written = 0
        self._hurried = False
        self._committing: asyncio.Task[None] | None = None
        self._pulsing: asyncio.Task[None] | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._stopping = False

    async def __aenter__(self) -> Self:
        """Begin to write."""
        self._committing = asyncio.create_task(self._commit_for_ever())
        self._pulsing = asyncio.create_task(self._pulse_for_ever())
        self._keeping = asyncio.create_task(self._keep_for_ever())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Write what still waits (for some seconds at most where the disk refuses) and stop."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_SECONDS):
                await self._all_written()
        if self._pending_count:
            warn("not_written", events=self._pending_count)
        self._stopping = True
        tasks = [task for task in (self._committing, self._pulsing, self._keeping) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for desk in self._loaded():
            if desk.standing.is_due(closing=True):
                await self._keep(desk)
        self._writer.shutdown()

    async def _all_written(self) -> None:
        """Wait until nothing waits for the disk; what went wrong with the writing itself is raised here."""
        if self._committing is None:
            raise RuntimeError("Use the recorder as `async with Recorder(…)`.")
        self._hurried = True
        self._due_now.set()
        idle = asyncio.create_task(self._idle.wait())
        await asyncio.wait({idle, self._committing}, return_when=asyncio.FIRST_COMPLETED)
        idle.cancel()
        self._hurried = False
        if self._committing.done():
            self._committing.result()

    @property
    def pending(self) -> int:
        """Events that wait for the disk."""
        return self._pending_count

    @property
    def dashboards(self) -> int:
        """Dashboards connected, of all broadcasts."""
        return sum(len(desk.hub) for desk in self._loaded())

    # What sources bring.

    async def follow(
        self, handle: str, listen: Callable[[Callable[[Health], None]], Source], *, rehearsal: bool = False
    ) -> None:
        """Record a source until its Live has ended; SourceError where it gave up, its sentence on the health line."""
        recording = Recording(handle, rehearsal=rehearsal, now=self._clock())
        self.recordings.append(recording)
        source = listen(recording.hears)
        try:
            async with contextlib.aclosing(source.batches()) as batches:
                async for events in batches:
                    await self._take_in(recording, events)
        except SourceError as error:
            recording.hears(Health(state="failed", since=self._clock(), message=str(error), code=error.code))
            raise
        await self._all_written()
        recording.pseudonyms = None  # with the broadcast's secret, which the log has forgotten too

    async def _take_in(self, recording: Recording, events: list[Event]) -> None:
        while self._pending_count >= PENDING_BOUND:
            self._room.clear()
            await self._room.wait()
        if self._committing is not None and self._committing.done():
            self._committing.result()
        self._pending.append((recording, events))
        self._pending_count += len(events)
        self._idle.clear()
        loop = asyncio.get_running_loop()
        if (due := self._due()) <= loop.time():
            self._due_now.set()
        elif len(self._pending) == 1:
            loop.call_at(due, self._due_now.set)

    async def _commit_for_ever(self) -> None:
        while True:
            await self._due_now.wait()
            self._due_now.clear()
            while self._pending and self._due() <= asyncio.get_running_loop().time():
                self._begun = asyncio.get_running_loop().time()
                self._written = await self._commit_next()
            if self._pending:
                asyncio.get_running_loop().call_at(self._due(), self._due_now.set)
            else:
                self._idle.set()

    def _due(self) -> float:
        """Return when what waits is to be written, in the loop's time."""
        if self._hurried or self._pending_count >= COMMIT_BOUND:
            return self._begun
        if self._written >= BUSY:
            return self._begun + REST_SECONDS
        return self._begun + (GATHER_SECONDS if self._pending_count < FEW else 0.0)

    async def _commit_next(self) -> int:
        """Write what waits from one source, up to the bound; return how many events that were, 0 where it failed."""
        recording, events = self._next_commit()
        try:
            async with self._lock:
                await self._write(recording, events)
        except LogError as error:
            self.measures.retries.inc()
            warn("commit_retry", handle=recording.handle, waiting=self._pending_count, fault=str(error))
            meanwhile = KEPT_MEANWHILE if self._pending_count < PENDING_BOUND else KEPT_NO_MORE
            recording.cannot_be_written(f"{error} {meanwhile}")
            self._pending.appendleft((recording, events))
            await asyncio.sleep(RETRY_SECONDS)
            return 0
        recording.cannot_be_written("")
        self._pending_count -= len(events)
        self._room.set()
        return len(events)

    def _next_commit(self) -> tuple[Recording, list[Event]]:
        """Join what waits from one source, up to the bound and not across a new connection."""
        recording, events = self._pending.popleft()
        events = list(events)
        while self._pending and len(events) < COMMIT_BOUND:
            following, more = self._pending[0]
            if following is not recording or isinstance(more[0].body, Connected):
                break
            events += more
            self._pending.popleft()
        return recording, events

    async def _write(self, recording: Recording, events: list[Event]) -> None:
        first = events[0]
        if isinstance(first.body, Connected):
            await self._enter_room(recording, first.body.room_id, first.received_at)
        if recording.desk is None or recording.pseudonyms is None:
            raise RuntimeError("A source must begin with a Connected event.")
        pseudonyms = recording.pseudonyms
        due = [*recording.opening, *events]
        await self._append(recording.desk, lambda: [protect(event, pseudonyms) for event in due])
        recording.opening = []

    async def _enter_room(self, recording: Recording, room_id: str, now: int) -> None:
        """Turn to the room's broadcast: a new one begins with lessons, an old one with the gap since."""
        if recording.desk is not None:
            if recording.desk.broadcast.room_id == room_id:
                return
            if recording.desk.tally.clock.ended_at is None:
                await self._append(recording.desk, lambda: [Event(now, now, Ended(reason="unheard"))])
        broadcast = await self._in_writer(
            lambda: self.log.open(recording.handle, room_id, now, rehearsal=recording.rehearsal)
        )
        recording.opening = [*await self._lessons(broadcast, now), *_missed_since(broadcast, now)]
        recording.pseudonyms = Pseudonyms(self._study_key or broadcast.secret, broadcast.handle)
        recording.desk = await self.desk(broadcast.id)
        recording.desk.publish_health(recording.health)

    async def _lessons(self, broadcast: Broadcast, now: int) -> list[Event]:
        """Return what earlier broadcasts taught, for the start of a new one."""
        if broadcast.last_seq:
            return []
        words = lexicon(tuple(self.languages))
        taught = await self._in_writer(
            lambda: learned(self.log, broadcast.handle, words, rehearsal=broadcast.rehearsal)
        )
        return [Event(now, now, taught)] if taught.asks or taught.asks_not else []

    async def _append(self, desk: Desk, events: Callable[[], list[Event]]) -> list[Entry]:
        """Write to the log, fold and publish. Another process may have appended in between: its entries come first."""

        def write() -> tuple[list[Entry], list[Entry]]:
            begun = time.perf_counter()
            written = self.log.append(desk.broadcast.id, events())
            seconds = time.perf_counter() - begun
            self.measures.wrote(written, seconds, self._clock())
            _note_written(desk.broadcast.id, written, seconds)
            missed = written[0].seq - 1 - desk.hub.seq if written else 0
            others = self.log.after(desk.broadcast.id, desk.hub.seq, limit=missed) if missed else ()
            return list(others), written

        others, written = await self._in_writer(write)
        if written:
            desk.publish([*others, *written])
        return written

    async def _in_writer(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    async def _pulse_for_ever(self) -> None:
        while True:
            await asyncio.sleep(PULSE_SECONDS)
            # Where entries came, what others wrote came with them.
            if not all(desk.moved for desk in self._loaded()):
                await self.catch_up()
            for desk in self._loaded():
                desk.publish_pulse(self._clock())

    def _loaded(self) -> list[Desk]:
        return [each.result() for each in self._desks.values() if each.done() and each.exception() is None]

    async def catch_up(self) -> None:
        """Take in what other processes have written: `livedesk erase`, or decisions taken in `livedesk serve`."""
        try:
            found = {each.id: each for each in await asyncio.to_thread(self.log.broadcasts)}
            for desk in self._loaded():
                if found[desk.broadcast.id].last_seq > desk.hub.seq:
                    await self._catch_up(desk)
        except LogError:
            return  # a log that cannot be read is told of by what is to be written next

    async def _catch_up(self, desk: Desk) -> None:
        """Take in what is new, in pieces: whatever else is to be done comes between them."""
        many = COMMIT_BOUND
        while many == COMMIT_BOUND:
            async with self._lock:
                others = await self._in_writer(
                    lambda: list(self.log.after(desk.broadcast.id, desk.hub.seq, limit=COMMIT_BOUND))
                )
                if others:
                    desk.publish(others)
            many = len(others)

    # Checkpoints.

    async def _keep_for_ever(self) -> None:
        while True:
            await asyncio.sleep(CHECKPOINT_SECONDS)
            for desk in self._loaded():
                if desk.is_due():
                    await self._keep(desk)

    async def _keep(self, desk: Desk) -> None:
        """Keep how a broadcast stands; where something was forgotten since, as its log tells it now."""
        known = desk.broadcast
        try:
            found = await self._in_writer(lambda: self.log.broadcast(known.id))
        except LogError:
            return  # the next write says what is wrong, and the next checkpoint is not far
        async with self._lock:
            seq, desk.standing.kept = desk.standing.seq, desk.standing.seq
            same = found is not None and found.forgotten == known.forgotten
            pieces = await asyncio.to_thread(desk.standing.encode) if same else []
        if same:
            await self._in_writer(lambda: checkpoints.keep(self.log, known, self.languages, seq, pieces))
        elif found is not None and not self._stopping:
            await asyncio.to_thread(self._keep_anew, found)

    def _keep_anew(self, broadcast: Broadcast) -> None:
        def read(seq: int) -> Iterable[Entry]:
            return takewhile(lambda _: not self._stopping, self.log.after(broadcast.id, seq))

        try:
            checkpoints.folded(self.log, broadcast, self.languages, self.library, read)
        except LogError as error:  # the next one is not far
            warn("checkpoint_not_made", broadcast=broadcast.id, fault=str(error))

    # What staff decide.

    async def decide(self, broadcast: int, decision: Decision) -> Entry:
        """Write a decision and return its entry; DecisionRefused where it cannot be taken as things stand."""
        desk = await self.desk(broadcast)
        async with self._lock:
            return await self._decide(desk, decision)

    async def undo(self, broadcast: int, by: str, entry: int | None = None) -> Entry:
        """Take back the last decision that still stands, or the one with seq `entry`; DecisionRefused."""
        desk = await self.desk(broadcast)
        async with self._lock:
            last = desk.queue.last_decision() if entry is None else self._entry(broadcast, entry)
            if last is None:
                raise DecisionRefused("There is nothing to undo.")
            return await self._decide(
                desk, Undone(question=getattr(last.body, "question", None), entry=last.seq, by=by)
            )

    def _entry(self, broadcast: int, seq: int) -> Entry | None:
        return next(self.log.after(broadcast, seq - 1, limit=1), None)

    async def _decide(self, desk: Desk, decision: Decision) -> Entry:
        if (refusal := desk.refusal(decision)) is not None:
            raise DecisionRefused(refusal)
        return await self._put(desk, decision)

    async def note(self, broadcast: int, noted: Noted) -> Entry:
        """Write what staff note of the broadcast itself and return its entry."""
        desk = await self.desk(broadcast)
        async with self._lock:
            return await self._put(desk, noted)

    async def _put(self, desk: Desk, body: Decision | Noted) -> Entry:
        now = self._clock()
        [entry] = await self._append(desk, lambda: [Event(now, now, body)])
        return entry

    # What dashboards look at.

    async def named(self, name: str) -> Desk:
        """Return the desk of the broadcast with this id, or of the `latest`; BroadcastUnknown."""
        if name == "latest":
            newest = await asyncio.to_thread(lambda: next(iter(self.log.broadcasts()), None))
            if newest is None:
                raise BroadcastUnknown(name)
            return await self.desk(newest.id)
        if not (name.isascii() and name.isdigit() and len(name) < MOST_DIGITS):
            raise BroadcastUnknown(name)
        return await self.desk(int(name))

    async def listed(self) -> list[frames.BroadcastFields]:
        """Describe every broadcast, newest first. One that stands as it was last counted is not folded again."""
        broadcasts, counted = await asyncio.to_thread(lambda: (self.log.broadcasts(), self.log.counted()))
        return [await self._described(each, counted.get(each.id)) for each in broadcasts]

    async def _described(self, broadcast: Broadcast, known: Counted | None) -> frames.BroadcastFields:
        by = f"{__version__} {' '.join(self.languages)}"
        if known is not None and (known.seq, known.by) == (broadcast.last_seq, by):
            return msgspec.json.decode(known.counts, type=frames.BroadcastFields)
        desk = await self.desk(broadcast.id)
        fields = frames.broadcast_fields(desk.broadcast, desk.tally, desk.queue)
        if all(recording.desk is not desk for recording in self.recordings):
            counted = Counted(desk.hub.seq, by, msgspec.json.encode(fields).decode())
            with contextlib.suppress(LogError):  # what is listed is right all the same
                await self._in_writer(lambda: self.log.keep(broadcast.id, counted))
        return fields

    async def desk(self, broadcast: int) -> Desk:
        """Return the broadcast's desk, folded from its log where nobody has looked yet; BroadcastUnknown."""
        loading = self._desks.get(broadcast)
        if loading is None or (loading.done() and loading.exception() is not None):
            self._forget_idle_desks()
            loading = self._desks[broadcast] = asyncio.create_task(asyncio.to_thread(self._load, broadcast))
        return await asyncio.shield(loading)

    def _load(self, broadcast: int) -> Desk:
        found = self.log.broadcast(broadcast)
        if found is None:
            raise BroadcastUnknown(broadcast)
        standing = checkpoints.newest(self.log, found, self.languages, self.library)
        desk = Desk(found, self.languages, self.library, self.house, standing)
        desk.fold(self.log.after(broadcast, standing.seq))
        desk.mark(self.log.after(broadcast, max(0, desk.hub.seq - MARKED_AGAIN)))
        return desk

    def _forget_idle_desks(self) -> None:
        recorded = {recording.desk for recording in self.recordings}
        idle = [
            number
            for number, loading in self._desks.items()
            if loading.done()
            and (loading.exception() or (loading.result() not in recorded and not loading.result().hub))
        ]
        for number in idle[: max(0, len(idle) - IDLE_DESKS)]:
            del self._desks[number]


def _note_written(broadcast: int, entries: Sequence[Entry], seconds: float) -> None:
    if seconds >= SLOW_COMMIT:
        warn("slow_commit", broadcast=broadcast, entries=len(entries), seconds=round(seconds, 3))
    for entry in entries:
        match entry.body:
            case Connected(attempt=attempt):
                note("connected", broadcast=broadcast, attempt=attempt)
            case Gap(seconds=missed, reason=reason):
                warn("gap", broadcast=broadcast, seconds=missed, reason=reason)
            case Ended(reason=reason):
                note("ended", broadcast=broadcast, reason=reason)


def _missed_since(broadcast: Broadcast, now: int) -> list[Event]:
    """Return the gap of a restart in the middle of a Live: from the broadcast's last entry to now."""
    if broadcast.last_received_at is None or broadcast.ended_at is not None:
        return []
    seconds = (now - broadcast.last_received_at) / 1000
    if seconds < 0:
        return [
            Event(now, now, Gap(0, "livedesk was not running; for how long, a clock set back does not tell"))
        ]
    return [Event(now, now, Gap(seconds, "livedesk was not running"))] if seconds else []
