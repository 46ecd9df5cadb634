"""The only writer: what comes in is on disk before anybody sees it, in order, once."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from typing import Any

import pytest

from happenings import NINE_O_CLOCK, FakeSource, comment, connected, ended, event, gap
from livedesk.events import Answered, Asked, Dismissed, Entry, Event, Gap, Taught
from livedesk.log import Log, LogError, open_log
from livedesk.log.memory import MemoryLog
from livedesk.questions.library import parse
from livedesk.questions.queue import fold
from livedesk.recorder import FEW, BroadcastUnknown, DecisionRefused, Desk, Recorder
from livedesk.sources import Health, SourceError


@pytest.fixture
def log() -> Log:
    return open_log("memory:")


@pytest.fixture
async def recorder(log: Log) -> AsyncIterator[Recorder]:
    async with Recorder(log, clock=lambda: NINE_O_CLOCK + 60_000) as recorder:
        yield recorder


def bodies(log: Log, broadcast: int = 1) -> list[str]:
    return [type(entry.body).__name__ for entry in log.after(broadcast)]


async def test_what_a_source_brings_is_in_the_log_in_order(recorder: Recorder, log: Log) -> None:
    await recorder.follow(
        "lib", FakeSource([connected()], [comment("halo"), comment("buka jam berapa")], [ended(second=9)])
    )
    assert bodies(log) == ["Connected", "Comment", "Comment", "Ended"]
    assert [entry.seq for entry in log.after(1)] == [1, 2, 3, 4]


class OneByOne(FakeSource):
    """Brings these events together, and when they are shown comments, each by itself, so many until all are shown."""

    def __init__(self, recorder: Recorder, first: list[Event], *then: int) -> None:
        super().__init__()
        self.recorder, self.first, self.then = recorder, first, then

    async def batches(self) -> AsyncGenerator[list[Event], None]:
        yield self.first
        desk = await self.recorder.desk(1)
        brought = len(self.first)
        for many in self.then:
            while desk.hub.seq < brought:
                await asyncio.sleep(0)
            for number in range(many):
                yield [comment(f"b{number}")]
            brought += many


async def shown(recorder: Recorder, source: FakeSource) -> set[int]:
    """Record a source; return up to which entries dashboards were told at a time."""
    with (await _opened(recorder)).hub.subscribe() as subscription:
        await recorder.follow("lib", source)
        seqs = [(await anext(subscription.frames())).seq for _ in range(subscription.waiting)]
    return {seq for seq in seqs if seq}


async def test_what_comes_right_after_a_busy_commit_shares_the_next(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livedesk.recorder.REST_SECONDS", 0.5)
    many = [connected(), *(comment(f"a{number}") for number in range(60))]
    assert await shown(recorder, OneByOne(recorder, many, 4)) == {61, 65}


async def test_few_events_that_come_soon_after_a_commit_share_the_next(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livedesk.recorder.GATHER_SECONDS", 3600.0)
    # Many do not wait for others, and nothing does at the end.
    assert await shown(recorder, OneByOne(recorder, [connected()], FEW, FEW, 2)) == {
        1,
        1 + FEW,
        1 + 2 * FEW,
        3 + 2 * FEW,
    }


async def _opened(recorder: Recorder) -> Desk:
    recorder.log.open("lib", "77", NINE_O_CLOCK)
    return await recorder.desk(1)


async def test_no_user_id_reaches_the_log(recorder: Recorder, log: Log) -> None:
    await recorder.follow("lib", FakeSource([connected(), comment("halo", by="6789")]))
    [entry] = log.after(1, kinds=["comment"])
    assert entry.viewer is not None
    assert entry.viewer.key != "6789"


def keys(log: Log) -> list[str]:
    found = [entry.viewer for each in log.broadcasts() for entry in log.after(each.id)]
    return [viewer.key for viewer in found if viewer is not None]


async def test_nobody_can_be_followed_from_one_live_to_the_next(recorder: Recorder, log: Log) -> None:
    for room in ("1", "2"):
        await recorder.follow(
            "lib", FakeSource([connected(room), comment("halo", by="6789"), ended(second=9)])
        )
    assert len(set(keys(log))) == 2
    assert [each.secret for each in log.broadcasts()] == [b"", b""]


async def test_in_a_study_people_have_the_same_pseudonym_in_all_broadcasts(log: Log) -> None:
    async with Recorder(log, study_key=b"of the study") as recorder:
        for room in ("1", "2"):
            await recorder.follow(
                "lib", FakeSource([connected(room), comment("halo", by="6789"), ended(second=9)])
            )
    assert len(keys(log)) == 2
    assert len(set(keys(log))) == 1


async def test_a_restart_in_the_middle_goes_on_with_the_same_broadcast_and_records_the_gap(log: Log) -> None:
    async with Recorder(log) as before:
        await before.follow("lib", FakeSource([connected(second=0), comment("halo", by="1", second=10)]))
    async with Recorder(log) as after:
        await after.follow("lib", FakeSource([connected(second=40), comment("hai", by="1", second=41)]))
    assert bodies(log) == ["Connected", "Comment", "Gap", "Connected", "Comment"]
    [gap_entry] = log.after(1, kinds=["gap"])
    assert gap_entry.body == Gap(30.0, "livedesk was not running")
    assert len({entry.viewer.key for entry in log.after(1) if entry.viewer}) == 1


async def test_a_broadcast_that_had_ended_has_no_gap_when_the_room_opens_again(log: Log) -> None:
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([connected(), ended(second=5)]))
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([connected(second=90)]))
    assert bodies(log) == ["Connected", "Ended", "Connected"]


async def test_a_new_room_of_the_same_handle_is_a_new_broadcast(recorder: Recorder, log: Log) -> None:
    await recorder.follow(
        "lib", FakeSource([connected("1")], [comment("halo")], [connected("2")], [comment("hai")])
    )
    assert bodies(log, 1) == ["Connected", "Comment", "Ended"]
    assert bodies(log, 2) == ["Connected", "Comment"]


async def test_a_running_desk_takes_in_what_another_process_writes(recorder: Recorder, log: Log) -> None:
    await recorder.follow(
        "lib", FakeSource([connected(), comment("jam buka?", by="1"), comment("ada wifi?")])
    )
    desk = await recorder.desk(1)
    by_others = event(Answered(question=3))
    log.append(1, [by_others])
    await recorder.catch_up()
    assert [each.status for each in desk.queue.questions()] == ["open", "answered"]


async def test_a_desk_at_rest_looks_by_itself_for_what_another_process_writes(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livedesk.recorder.PULSE_SECONDS", 0.001)
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([connected(), comment("jam buka?")]))
        desk = await recorder.desk(1)
        with desk.hub.subscribe() as subscription:
            log.append(1, [event(Answered(question=2))])
            async for frame in subscription.frames():
                if frame.kind == "questions":
                    break
    assert desk.queue.statuses() == {"answered": 1}


async def test_much_that_another_process_wrote_comes_in_pieces(recorder: Recorder, log: Log) -> None:
    await recorder.follow("lib", FakeSource([connected()]))
    desk = await recorder.desk(1)
    with desk.hub.subscribe() as subscription:
        log.append(1, [comment(f"halo {number}", message_id=f"m{number}") for number in range(1_200)])
        await recorder.catch_up()
        told = [(await anext(subscription.frames())).seq for _ in range(subscription.waiting)]
    assert told == [501, 1001, 1201]


async def test_a_running_desk_forgets_who_is_erased(recorder: Recorder, log: Log) -> None:
    asked, too = comment("jam buka?", by="1"), comment("jam buka?", by="2")
    await recorder.follow("lib", FakeSource([connected(), asked, too, comment("ada wifi gak?", by="1")]))
    desk = await recorder.desk(1)
    with desk.hub.subscribe() as subscription:
        log.erase("1")
        await recorder.catch_up()
        told = [(await anext(subscription.frames())).text for _ in range(subscription.waiting)]
    assert [(each.text, each.askers) for each in desk.queue.questions()] == [("jam buka?", 1)]
    assert '"kind":"erased"' in told[0]
    assert "wifi" not in "".join(told)


async def test_messages_heard_again_after_a_reconnect_are_recorded_once(recorder: Recorder, log: Log) -> None:
    again = comment("halo", message_id="m-again")
    await recorder.follow(
        "lib", FakeSource([connected(), again], [gap(2, second=3), connected(second=3), again])
    )
    assert bodies(log) == ["Connected", "Comment", "Gap", "Connected"]


async def test_two_lives_at_once_are_two_broadcasts(recorder: Recorder, log: Log) -> None:
    await asyncio.gather(
        recorder.follow("one", FakeSource([connected("1"), comment("halo")])),
        recorder.follow("two", FakeSource([connected("2"), comment("hai")])),
    )
    assert {broadcast.handle for broadcast in log.broadcasts()} == {"one", "two"}


async def test_a_source_that_gives_up_leaves_its_sentence_on_the_health_line(recorder: Recorder) -> None:
    class GivesUp(FakeSource):
        async def batches(self) -> AsyncGenerator[list[Event], None]:
            raise SourceError("not_found", "There is no @lib.")
            yield []

    with pytest.raises(SourceError):
        await recorder.follow("lib", GivesUp())
    [recording] = recorder.recordings
    assert recording.health == Health(
        state="failed", since=NINE_O_CLOCK + 60_000, message="There is no @lib.", code="not_found"
    )


async def test_nothing_is_published_before_it_is_in_the_log(log: Log) -> None:
    class Watched(MemoryLog):
        """Tells how far the dashboards are whenever something is about to be written."""

        def append(self, broadcast: int, events: Sequence[Event]) -> list[Entry]:
            desk = recorder.recordings[0].desk
            if desk is not None:
                ahead.append(desk.hub.seq - len(list(self.after(broadcast))))
            return super().append(broadcast, events)

    ahead: list[int] = []
    async with Recorder(Watched()) as recorder:
        await recorder.follow(
            "lib", FakeSource([connected()], [comment("halo")], [connected(), comment("hai")])
        )
    assert ahead
    assert max(ahead) <= 0


class FullDisk(MemoryLog):
    """A log whose disk is full for the first few appends."""

    def __init__(self, refusals: int) -> None:
        super().__init__()
        self.refusals = refusals

    def append(self, broadcast: int, events: Sequence[Event]) -> list[Entry]:
        if self.refusals:
            self.refusals -= 1
            raise LogError("The disk is full: free some space.")
        return super().append(broadcast, events)


async def test_what_the_disk_refuses_waits_is_told_and_is_written_when_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("livedesk.recorder.RETRY_SECONDS", 0)
    log = FullDisk(refusals=3)
    async with Recorder(log) as recorder:
        following = asyncio.create_task(recorder.follow("lib", FakeSource([connected()], [comment("halo")])))
        while log.refusals > 1:
            await asyncio.sleep(0)
        [recording] = recorder.recordings
        assert (recording.health.code, "disk is full" in recording.health.message) == ("not_written", True)
        await following
        assert recording.health.message == ""
    assert bodies(log) == ["Connected", "Comment"]


async def test_the_gap_of_a_restart_outlives_a_disk_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livedesk.recorder.RETRY_SECONDS", 0)
    log = FullDisk(refusals=0)
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([connected(), comment("halo", second=10)]))
    log.refusals = 2
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([connected(second=40)]))
    assert bodies(log) == ["Connected", "Comment", "Gap", "Connected"]


async def test_a_decision_is_an_entry_and_changes_the_question(recorder: Recorder, log: Log) -> None:
    await recorder.follow("lib", FakeSource([connected(), comment("kak buka jam berapa ya?")]))
    entry = await recorder.decide(1, Answered(question=2, by="rina"))
    assert list(log.after(1))[-1] == entry
    desk = await recorder.desk(1)
    assert [question.status for question in desk.queue.questions()] == ["answered"]


async def test_of_two_dashboards_that_answer_at_once_one_is_told_so(recorder: Recorder) -> None:
    await recorder.follow("lib", FakeSource([connected(), comment("kak buka jam berapa ya?")]))
    outcomes = await asyncio.gather(
        recorder.decide(1, Answered(question=2)),
        recorder.decide(1, Answered(question=2)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DecisionRefused", "Entry"]


async def test_undo_takes_the_last_decision_back_and_then_there_is_nothing_left(recorder: Recorder) -> None:
    await recorder.follow("lib", FakeSource([connected(), comment("kak buka jam berapa ya?")]))
    await recorder.decide(1, Answered(question=2))
    await recorder.undo(1, "host")
    desk = await recorder.desk(1)
    assert [question.status for question in desk.queue.questions()] == ["open"]
    with pytest.raises(DecisionRefused, match="nothing to undo"):
        await recorder.undo(1, "host")


async def test_what_another_process_wrote_in_between_is_folded_too(recorder: Recorder, log: Log) -> None:
    await recorder.follow("lib", FakeSource([connected()]))
    desk = await recorder.desk(1)
    log.append(1, [Event(NINE_O_CLOCK, NINE_O_CLOCK, Asked(text="Apakah ada parkir?"))])
    await recorder.decide(1, Asked(text="Is there a lift?"))
    assert [question.text for question in desk.queue.questions()] == [
        "Apakah ada parkir?",
        "Is there a lift?",
    ]


async def test_an_unknown_broadcast_is_named_in_a_sentence(recorder: Recorder) -> None:
    for name in ("7", "latest", "../etc", "٣", "9" * 30):
        with pytest.raises(BroadcastUnknown, match="livedesk broadcasts"):
            await recorder.named(name)


async def test_a_source_that_does_not_say_where_it_is_is_a_fault_of_ours_and_loud(log: Log) -> None:
    with pytest.raises(RuntimeError, match="Connected"):
        async with Recorder(log) as recorder:
            await recorder.follow("lib", FakeSource([comment("halo")]))


async def test_the_library_s_facts_reach_the_desk_and_not_the_log(log: Log) -> None:
    library = parse('[[facts]]\ntopic = "hours"\ntext = { id = "Senin sampai Jumat 8–20." }\n')
    async with Recorder(log, library=library) as recorder:
        await recorder.follow("lib", FakeSource([connected(), comment("buka jam berapa kak?")]))
        [question] = (await recorder.desk(1)).queue.questions()
    assert [fact.text for fact in question.facts] == ["Senin sampai Jumat 8–20."]
    assert fold(log.after(1))[0].facts == ()


# What one broadcast teaches the next.


async def teach(recorder: Recorder, room: str, *texts: str) -> None:
    """Record a Live in which every question is said to be none."""
    await recorder.follow("lib", FakeSource([connected(room), *map(comment, texts)]))
    desk = await recorder.named("latest")
    for question in desk.queue.questions("open"):
        await recorder.decide(desk.broadcast.id, Dismissed(question=question.id))
    await recorder.follow("lib", FakeSource([connected(room), ended(second=9)]))


async def test_a_new_broadcast_begins_with_what_the_last_one_taught(recorder: Recorder, log: Log) -> None:
    await teach(recorder, "1", "siapa yang kangen perpus?")
    await recorder.follow("lib", FakeSource([connected("2"), comment("siapa yang kangen perpus kak?")]))
    assert bodies(log, 2) == ["Taught", "Connected", "Comment"]
    assert [each.status for each in (await recorder.desk(2)).queue.questions()] == ["dismissed"]
    assert fold(log.after(2)) == (await recorder.desk(2)).queue.questions()


async def test_lessons_go_on_from_broadcast_to_broadcast(recorder: Recorder, log: Log) -> None:
    await teach(recorder, "1", "siapa yang kangen perpus?")
    await teach(recorder, "2", "ada yang suka hujan kayak aku gak?")
    await recorder.follow("lib", FakeSource([connected("3")]))
    [taught] = log.after(3, kinds=["taught"])
    assert taught.body == Taught(asks_not=("ada yang suka hujan kayak aku gak", "siapa yang kangen perpus"))


async def test_a_restart_teaches_nothing_twice(log: Log) -> None:
    async with Recorder(log) as before:
        await teach(before, "1", "siapa yang kangen perpus?")
        await before.follow("lib", FakeSource([connected("2")]))
    async with Recorder(log) as after:
        await after.follow("lib", FakeSource([connected("2", second=1)]))
    assert bodies(log, 2).count("Taught") == 1


async def test_another_library_and_a_rehearsal_learn_nothing_of_it(recorder: Recorder, log: Log) -> None:
    await teach(recorder, "1", "siapa yang kangen perpus?")
    await recorder.follow("biblioteka", FakeSource([connected("2")]))
    await recorder.follow("lib", FakeSource([connected("3")]), rehearsal=True)
    assert (bodies(log, 2), bodies(log, 3)) == (["Connected"], ["Connected"])


async def test_lessons_that_were_reset_are_gone_and_those_imported_are_there(
    recorder: Recorder, log: Log
) -> None:
    await teach(recorder, "1", "siapa yang kangen perpus?")
    log.teach("lib", NINE_O_CLOCK + 61_000, Taught(asks=("parkir motor di mana",)))
    await recorder.follow("lib", FakeSource([connected("2")]))
    [taught] = log.after(2, kinds=["taught"])
    assert taught.body == Taught(asks=("parkir motor di mana",))


class CountingReads(MemoryLog):
    """Counts how often a broadcast was read."""

    reads = 0

    def after(self, *args: Any, **options: Any) -> Iterator[Entry]:
        """Read."""
        self.reads += 1
        return super().after(*args, **options)


async def test_a_list_of_broadcasts_is_the_same_after_a_restart_and_reads_none_of_them_again() -> None:
    log = CountingReads()
    async with Recorder(log) as recorder:
        await recorder.follow("lib", FakeSource([connected(), comment("buka jam berapa"), ended(second=9)]))
    async with Recorder(log) as recorder:
        first = await recorder.listed()
    log.reads = 0
    async with Recorder(log) as recorder:
        assert await recorder.listed() == first
        assert log.reads == 0
        await recorder.decide(1, Answered(question=2, by="ani"))
    async with Recorder(log) as recorder:
        [broadcast] = await recorder.listed()
    assert first[0].counts["unanswered"] == 1
    assert broadcast.counts["unanswered"] == 0, "what was decided since is counted"
    async with Recorder(log, languages=("pl",)) as recorder:
        log.reads = 0
        await recorder.listed()
    assert log.reads, "who looks for questions in other languages counts for themselves"
