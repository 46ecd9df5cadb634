"""A desk that goes on from a checkpoint is the desk that folded everything; what must be forgotten is in none."""

import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from evening import EVENING
from happenings import NINE_O_CLOCK, FakeSource, bytes_on_disk, comment, connected, ended, event
from livedesk import checkpoints
from livedesk.archive import Reading, as_it_stands, figures, recorded
from livedesk.checkpoints import Standing
from livedesk.erasure import erase
from livedesk.events import (
    Acknowledged,
    Asked,
    Caption,
    Decision,
    Deleted,
    Dismissed,
    Entry,
    Event,
    Like,
    Merged,
    Undone,
    Viewers,
    Whispered,
)
from livedesk.journal import write
from livedesk.log import Checkpoint, Log, LogError, open_log
from livedesk.log.memory import MemoryLog
from livedesk.log.snapshots import take_in
from livedesk.metrics import Tally, Value
from livedesk.questions import sensitivity
from livedesk.questions.lexicon import lexicon
from livedesk.questions.question import Question
from livedesk.questions.queue import Queue, fold
from livedesk.recorder import Recorder
from questions.test_queue_properties import Said, logs, undo_all
from questions.test_queue_properties import log as entries_of

LANGUAGES = ("id", "en", "pl")
PUSTAKA = "kak ruang tujuhbelas buka jam berapa?"

MANY: list[Event] = [
    event(Like(1, number), second=200 + number / 10, viewer=f"v{number % 9}") for number in range(1, 230)
]
"""Enough entries that a checkpoint is made where nothing more is to come."""

DECIDED: list[Event] = [
    *EVENING[:-1],
    event(Dismissed(question=19), second=190),
    event(Asked(text="czy jest parking", by="ola"), second=191),
    comment("czy jest parking?", by="tono", second=192),
    event(Asked(comment=5), second=193),
    event(Merged(question=15, into=3), second=194),
    event(Undone(question=15, entry=26), second=195),
    event(Acknowledged(question=15), second=196),
    event(Whispered(question=15, text="regał 4", by="ola"), second=197),
    event(Caption("Mroza mamy na regale cztery"), second=198),
    event(Deleted((), ("budi",)), second=199),
    ended(second=240),
]
"""An evening in which staff do much, and some of it again."""


def fresh() -> Standing:
    return Standing(Tally(), Queue(LANGUAGES))


def taken_up(log: Log, standing: Standing) -> Standing:
    """Let a standing go the way of a checkpoint: into a log and out again."""
    broadcast = log.broadcasts()[0]
    assert checkpoints.keep(log, broadcast, LANGUAGES, standing.seq, standing.encode())
    return checkpoints.newest(log, broadcast, LANGUAGES)


def a_log(*events: Event, url: str = "memory:") -> Log:
    log = open_log(url)
    log.append(log.open("perpus.kota", "77", NINE_O_CLOCK).id, events)
    return log


def checkpointed(log: Log) -> int:
    """Keep how the broadcast stands, and return the seq."""
    broadcast = log.broadcasts()[0]
    standing = checkpoints.folded(log, broadcast, LANGUAGES)
    assert checkpoints.keep(log, broadcast, LANGUAGES, standing.seq, standing.encode())
    return standing.seq


def state(log: Log) -> bytes:
    """Return what the newest checkpoint holds; nothing where there is none."""
    found = log.checkpoint(1, checkpoints.maker(LANGUAGES))
    return b"" if found is None else b"".join(unpacked(found.state))


def unpacked(state: bytes) -> list[bytes]:
    """Return the pieces of a checkpoint."""
    return [zlib.decompress(piece) for piece in msgspec.msgpack.decode(state, type=list[bytes])]


def packed(*pieces: bytes) -> bytes:
    """Make a checkpoint of pieces."""
    return msgspec.msgpack.encode([zlib.compress(piece) for piece in pieces])


# Going on.


def test_a_desk_goes_on_from_any_entry_of_an_evening_as_if_it_had_folded_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checkpoints, "PIECE", 3)
    log = a_log(*DECIDED)
    whole = fresh()
    entries = list(log.after(1))
    whole.fold(entries)
    for cut in range(len(entries) + 1):
        begun = fresh()
        begun.fold(entries[:cut])
        restored = taken_up(log, begun)
        assert restored.encode() == begun.encode()
        ends_here = msgspec.structs.replace(log.broadcasts()[0], last_seq=cut)
        assert checkpoints.shown(log, ends_here, LANGUAGES) == (begun.tally, begun.queue.questions())
        for entry in entries[cut:]:
            assert restored.fold([entry]) == begun.fold([entry])
            assert restored.queue.statuses() == begun.queue.statuses()
        assert restored.encode() == whole.encode()
        assert restored.queue.questions() == whole.queue.questions()
        assert summed_up(log, restored) == summed_up(log, whole)


def summed_up(log: Log, standing: Standing) -> dict[str, Value]:
    return figures(log, as_it_stands(log.broadcasts()[0], standing.tally, standing.queue))


@settings(deadline=None)
@given(logs, st.data())
def test_a_restored_queue_answers_refuses_and_undoes_as_the_one_that_folded_all(
    said: Said, data: st.DataObject
) -> None:
    entries = entries_of(said)
    cut = data.draw(st.integers(0, len(entries)))
    whole, begun = fresh(), fresh()
    whole.fold(entries)
    begun.fold(entries[:cut])
    restored = taken_up(a_log(), begun)
    restored.fold(entries[cut:])
    assert restored.encode() == whole.encode()
    for entry in entries:
        if isinstance(entry.body, Decision):
            assert restored.queue.refusal(entry.body) == whole.queue.refusal(entry.body)
    for queue in (restored.queue, whole.queue):
        undo_all(queue, len(entries))
    assert restored.queue.questions() == whole.queue.questions()


class Watched(MemoryLog):
    """A log that remembers from where it was read."""

    def __init__(self) -> None:
        super().__init__()
        self.read_after: list[int] = []

    def after(
        self, broadcast: int, seq: int = 0, *, limit: int | None = None, kinds: Collection[str] = ()
    ) -> Iterator[Entry]:
        """Remember it."""
        self.read_after += [] if kinds else [seq]
        return super().after(broadcast, seq, limit=limit, kinds=kinds)


async def test_a_start_after_a_clean_stop_reads_only_what_came_after() -> None:
    log = Watched()
    async with Recorder(log) as before:
        await before.follow("lib", FakeSource([connected(), comment("buka jam berapa?"), *MANY]))
        shown = (await before.desk(1)).queue.questions()
    log.read_after.clear()
    async with Recorder(log) as after:
        desk = await after.desk(1)
        assert desk.queue.questions() == shown
        assert desk.tally.likes.count == len(MANY) - 1
        assert log.read_after[0] == len(MANY) + 2
        await after.follow("lib", FakeSource([connected(), comment("parkir di mana?")]))
        assert len(desk.queue.questions()) == 2


def test_an_export_keeps_what_it_folded_for_the_next() -> None:
    log = Watched()
    log.append(log.open("perpus.kota", "77", NINE_O_CLOCK).id, [*EVENING, *MANY])
    first = Reading(log, log.broadcasts()[0], LANGUAGES).source("summary")
    log.read_after.clear()
    assert Reading(log, log.broadcasts()[0], LANGUAGES).source("summary") == first
    assert log.read_after == []


class Forgetful(Watched):
    """A log that says it keeps a checkpoint, which another process takes away at once."""

    def keep_checkpoint(self, *_: object) -> bool:
        """Say that it is kept."""
        return True


@pytest.mark.parametrize("kind", [Watched, Forgetful])
def test_an_export_shows_what_it_folded_whether_its_checkpoint_stays_or_not(kind: type[Watched]) -> None:
    log = kind()
    log.append(log.open("perpus.kota", "77", NINE_O_CLOCK).id, [*EVENING, *MANY])
    questions = Reading(log, log.broadcasts()[0], LANGUAGES).source("questions")
    assert questions == fold(log.after(1), LANGUAGES)
    assert questions


def test_a_checkpoint_is_due_ever_later_so_that_what_is_written_grows_as_the_log() -> None:
    made: list[int] = []
    standing = fresh()
    for standing.seq in range(1, 200_001):
        if standing.is_due():
            made.append(standing.seq)
            standing.kept = standing.seq
    assert made[:3] == [2_000, 4_000, 6_000]
    assert sum(made) < 25 * 200_000
    standing.kept = standing.seq - 1
    assert (standing.is_due(), standing.is_due(closing=True)) == (False, True)
    short = fresh()
    short.seq = 199
    assert not short.is_due(closing=True), "it is folded sooner than a checkpoint is read"


# What cannot be used.


def damaged(state: bytes) -> bytes:
    return state[:40] + bytes([state[40] ^ 255]) + state[41:]


def astray(state: bytes) -> bytes:
    head, *matters = unpacked(state)
    held = msgspec.msgpack.decode(head, strict=False)
    held["queue"]["where"] = {1: 99}
    return packed(msgspec.msgpack.encode(held), *matters)


def start(log: Log) -> tuple[Tally, list[Question]]:
    standing = checkpoints.folded(log, log.broadcasts()[0], LANGUAGES)
    return standing.tally, standing.queue.questions()


def export(log: Log) -> tuple[Tally, list[Question]]:
    return checkpoints.shown(log, log.broadcasts()[0], LANGUAGES)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "damaged": damaged,
    "cut off": lambda state: state[:-9],
    "empty": lambda state: b"",
    "without a piece": lambda state: packed(),
    "of something else": lambda state: packed(b"no state"),
    "of other fields": lambda state: packed(msgspec.msgpack.encode({"tally": {}, "queue": {"seq": 3}})),
    "a piece of something else": lambda state: packed(unpacked(state)[0], b"no matters"),
}


@pytest.mark.parametrize(
    ("spoil", "read"),
    [*((spoil, read) for spoil in SPOILT.values() for read in (start, export)), (astray, start)],
    ids=[*(f"{how}, {read}" for how in SPOILT for read in ("start", "export")), "places that are not there"],
)
def test_a_checkpoint_that_cannot_be_read_is_dropped_and_all_is_folded_anew(
    spoil: Callable[[bytes], bytes], read: Callable[[Log], tuple[Tally, list[Question]]]
) -> None:
    log = a_log(*EVENING)
    before = read(log)
    checkpointed(log)
    by = checkpoints.maker(LANGUAGES)
    found = log.checkpoint(1, by)
    assert found is not None
    log.keep_checkpoint(1, msgspec.structs.replace(found, state=spoil(found.state)), 0)
    assert read(log) == before
    assert log.checkpoint(1, by) is None


@pytest.fixture
def cautious() -> Iterator[None]:
    """Take only marked comments for questions."""
    sensitivity.adopt(0.0)
    yield
    sensitivity.adopt(sensitivity.SENSITIVITY)


def test_a_checkpoint_made_by_other_rules_is_passed_over(request: pytest.FixtureRequest) -> None:
    log = a_log(*EVENING)
    seq = checkpointed(log)
    assert checkpoints.newest(log, log.broadcasts()[0], LANGUAGES).seq == seq
    assert checkpoints.newest(log, log.broadcasts()[0], ("id",)).seq == 0
    request.getfixturevalue("cautious")
    assert checkpoints.newest(log, log.broadcasts()[0], LANGUAGES).seq == 0


class Unwritable(MemoryLog):
    """A log that takes no checkpoint."""

    def keep_checkpoint(self, *_: object) -> bool:
        """Say that it cannot."""
        raise LogError("The disk is full.")


async def test_a_desk_does_without_where_no_checkpoint_can_be_written() -> None:
    log = Unwritable()
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([connected(), comment("buka jam berapa?"), *MANY]))
    assert len(recorded(log, log.broadcasts()[0], LANGUAGES).questions) == 1


def test_what_no_checkpoint_can_hold_is_done_without() -> None:
    log = a_log(connected(), event(Viewers(2**62, 1), second=1), ended(second=3600))
    standing = checkpoints.folded(log, log.broadcasts()[0], LANGUAGES)
    assert standing.encode() == []
    assert not checkpoints.keep(log, log.broadcasts()[0], LANGUAGES, standing.seq, standing.encode())


# What must be forgotten.


OF_BUDI = [connected(), comment("halo kak", by="rina"), comment(PUSTAKA, by="budianto", message_id="asked")]


def is_nowhere(path: Path, checkpoint: bytes) -> bool:
    """Tell whether nothing of a checkpoint is in the database's files."""
    found = bytes_on_disk(path)
    return not any(checkpoint[at : at + 64] in found for at in range(0, len(checkpoint) - 64, 64))


def in_the_file(log: Log) -> bytes:
    found = log.checkpoint(1, checkpoints.maker(LANGUAGES))
    assert found is not None
    return found.state


@pytest.mark.parametrize("how", ["deleted", "erased"])
def test_a_checkpoint_goes_from_the_file_with_what_is_forgotten(log: Log, path: Path, how: str) -> None:
    log.append(log.open("lib", "77", NINE_O_CLOCK).id, [*OF_BUDI, *MANY])
    checkpointed(log)
    assert b"tujuhbelas" in state(log)
    compressed = in_the_file(log)
    assert not is_nowhere(path, compressed)
    if how == "deleted":
        log.append(1, [event(Deleted(("asked",)))])
    else:
        erase(log, [], "@budianto", NINE_O_CLOCK, lexicon(LANGUAGES))
    assert state(log) == b""
    assert is_nowhere(path, compressed)
    recorded(log, log.broadcasts()[0], LANGUAGES)
    checkpointed(log)
    assert b"tujuhbelas" not in state(log)


async def test_a_desk_that_heard_what_was_deleted_keeps_what_the_log_still_tells() -> None:
    log = MemoryLog()
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([*OF_BUDI, *MANY]))
        desk = await recorder.desk(1)
        log.append(1, [event(Deleted(("asked",))), ended(second=300)])
        await recorder.catch_up()
        assert b"tujuhbelas" in b"".join(map(zlib.decompress, desk.standing.encode())), (
            "or this test shows nothing"
        )
        await recorder._keep(desk)
        assert state(log) != b""
        assert b"tujuhbelas" not in state(log)


class Unreadable(MemoryLog):
    """A log whose checkpoints cannot be read once `gone`."""

    gone = False

    def checkpoint(self, broadcast: int, by: str) -> Checkpoint | None:
        """Say that they cannot."""
        if self.gone:
            raise LogError("The disk is gone.")
        return super().checkpoint(broadcast, by)


async def test_that_no_checkpoint_could_be_made_of_what_is_left_is_noted() -> None:
    log = Unreadable()
    write(None)  # what is noted first sets structlog up: not in the midst of capturing
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([*OF_BUDI]))
        desk = await recorder.desk(1)
        log.append(1, [event(Deleted(("asked",)))])
        log.gone = True
        with capture_logs() as noted:
            await recorder._keep(desk)
    assert [(each["event"], each["fault"]) for each in noted] == [
        ("checkpoint_not_made", "The disk is gone.")
    ]


def test_a_snapshot_forgets_its_checkpoints_too(log: Log, path: Path, tmp_path: Path) -> None:
    log.append(log.open("lib", "77", NINE_O_CLOCK).id, [*OF_BUDI, *MANY])
    checkpointed(log)
    compressed = in_the_file(log)
    snapshot = take_in(tmp_path / "snapshots", path, keep=None)
    assert not is_nowhere(snapshot, compressed)
    erase(log, [snapshot], "budianto", NINE_O_CLOCK, lexicon(LANGUAGES))
    assert is_nowhere(snapshot, compressed)
