"""What every log does, whatever it is kept in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import pytest

from happenings import NINE_O_CLOCK, comment, connected, ended, event, gap
from livedesk.events import (
    Answered,
    Body,
    Comment,
    Deleted,
    Entry,
    Erased,
    Event,
    Join,
    Like,
    PlatformPin,
    PlatformQuestion,
    Settled,
    Taught,
    Viewer,
)
from livedesk.log import LEFT_AFTER_MS, Checkpoint, Counted, Log, LogError, open_log


@pytest.fixture(params=["memory", "sqlite"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    log = open_log("memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/livedesk.db")
    yield log
    log.close()


@pytest.fixture
def broadcast(log: Log) -> int:
    return log.open("perpustakaan", "77", NINE_O_CLOCK).id


def like(number: int) -> Event:
    return event(Like(1, number), viewer="rina", message_id=f"like{number}")


def text(entry: Entry) -> str:
    assert isinstance(entry.body, Comment | PlatformQuestion | PlatformPin)
    return entry.body.text


def texts(log: Log, broadcast: int) -> list[str]:
    return [
        text(entry) for entry in log.after(broadcast, kinds=("comment", "platform_question", "platform_pin"))
    ]


def viewer(log: Log, broadcast: int, seq: int) -> Viewer | None:
    [entry] = log.after(broadcast, seq - 1, limit=1)
    return entry.viewer


# Broadcasts.


def test_a_broadcast_begins_empty(log: Log) -> None:
    broadcast = log.open("perpustakaan", "77", NINE_O_CLOCK, rehearsal=True)
    assert (broadcast.handle, broadcast.room_id, broadcast.started_at) == ("perpustakaan", "77", NINE_O_CLOCK)
    assert (broadcast.rehearsal, broadcast.last_seq) == (True, 0)
    assert (broadcast.ended_at, broadcast.last_received_at) == (None, None)
    assert log.broadcast(broadcast.id) == broadcast


def test_a_room_opened_again_is_the_same_broadcast(log: Log) -> None:
    first = log.open("perpustakaan", "77", NINE_O_CLOCK)
    log.append(first.id, [connected(), comment("jam buka?")])
    again = log.open("perpustakaan", "77", NINE_O_CLOCK + 60_000)
    assert again == log.broadcast(first.id)
    assert (again.id, again.started_at, again.last_seq) == (first.id, NINE_O_CLOCK, 2)
    assert again.secret == first.secret


def test_every_broadcast_has_a_secret_of_its_own(log: Log) -> None:
    secrets = {log.open("perpustakaan", room, NINE_O_CLOCK).secret for room in ("77", "78", "79")}
    assert [len(secret) for secret in secrets] == [32, 32, 32]


def test_the_end_forgets_the_secret_and_a_live_that_goes_on_after_it_gets_another(
    log: Log, broadcast: int
) -> None:
    first = log.open("perpustakaan", "77", NINE_O_CLOCK).secret
    log.append(broadcast, [connected(), ended(second=60)])
    found = log.broadcast(broadcast)
    assert found is not None
    assert found.secret == b""
    again = log.open("perpustakaan", "77", NINE_O_CLOCK + 70_000).secret
    assert (len(again), again != first) == (32, True)


def test_a_broadcast_left_without_an_end_has_no_secret_when_another_begins_days_later(
    log: Log, broadcast: int
) -> None:
    log.append(broadcast, [connected(), comment("halo", second=5)])
    log.open("perpustakaan", "78", NINE_O_CLOCK + LEFT_AFTER_MS)
    log.open("perpustakaan", "79", NINE_O_CLOCK + LEFT_AFTER_MS + 6_000)
    assert [len(each.secret) for each in log.broadcasts()] == [32, 32, 0]


def test_broadcasts_are_listed_newest_first(log: Log) -> None:
    assert log.broadcasts() == []
    opened = [log.open("perpustakaan", room, NINE_O_CLOCK) for room in ("77", "78", "79")]
    assert log.broadcasts() == opened[::-1]


def test_the_end_is_noted_and_a_new_connection_takes_it_back(log: Log, broadcast: int) -> None:
    log.append(broadcast, [connected(), ended(second=60)])
    found = log.broadcast(broadcast)
    assert found is not None
    assert found.ended_at == NINE_O_CLOCK + 60_000
    log.append(broadcast, [connected(second=70)])
    found = log.broadcast(broadcast)
    assert found is not None
    assert found.ended_at is None


def test_what_comes_last_in_a_batch_says_whether_the_live_is_over(log: Log, broadcast: int) -> None:
    log.append(
        broadcast, [ended(second=60), connected(second=70), ended(second=80), comment("dah", second=81)]
    )
    found = log.broadcast(broadcast)
    assert found is not None
    assert found.ended_at == NINE_O_CLOCK + 80_000


def test_what_staff_decide_is_not_taken_for_a_sign_of_life(log: Log, broadcast: int) -> None:
    log.append(broadcast, [comment("jam buka?", second=5), event(Answered(question=1), second=90)])
    log.append(broadcast, [event(Answered(question=1), second=95)])
    found = log.broadcast(broadcast)
    assert found is not None
    assert (found.last_seq, found.last_received_at) == (3, NINE_O_CLOCK + 5_000)


def test_a_broadcast_that_is_not_there_is_said_so(log: Log) -> None:
    assert log.broadcast(5) is None
    assert list(log.after(5)) == []
    with pytest.raises(LogError, match="no broadcast 5"):
        log.append(5, [comment("halo")])


# Appending.


def test_entries_are_numbered_from_one_without_holes(log: Log, broadcast: int) -> None:
    seqs = [entry.seq for _ in range(3) for entry in log.append(broadcast, [comment("a"), comment("b")])]
    assert seqs == [1, 2, 3, 4, 5, 6]


def test_each_broadcast_is_numbered_for_itself(log: Log, broadcast: int) -> None:
    other = log.open("perpustakaan", "78", NINE_O_CLOCK).id
    log.append(broadcast, [comment("a"), comment("b")])
    [entry] = log.append(other, [comment("c")])
    assert (entry.broadcast, entry.seq) == (other, 1)


def test_what_append_returns_is_what_is_read(log: Log, broadcast: int) -> None:
    bodies: list[Body] = [
        Comment("Jam buka?", "id", ("k1", "k2"), "moderator"),
        Deleted(("x",), ("y",)),
        Answered(question=1, note="di siaran", by="ani"),
        Join(),
    ]
    events = [event(body, second=number, viewer="rina") for number, body in enumerate(bodies)]
    late = Event(at=1, received_at=2, body=PlatformQuestion("?"), message_id="h", history=True)
    written = log.append(broadcast, [*events, late])
    assert [entry.body for entry in written] == [*bodies, late.body]
    assert (written[-1].at, written[-1].received_at, written[-1].history) == (1, 2, True)
    assert list(log.after(broadcast)) == written


def test_a_message_is_kept_once(log: Log, broadcast: int) -> None:
    first = comment("jam buka?", message_id="m1")
    assert len(log.append(broadcast, [first, first, comment("a", message_id="m2")])) == 2
    assert log.append(broadcast, [first]) == []
    [new] = log.append(broadcast, [first, comment("b", message_id="m3"), first])
    assert (new.seq, new.message_id) == (3, "m3")


def test_the_same_text_said_again_is_kept_again(log: Log, broadcast: int) -> None:
    log.append(broadcast, [comment("jam buka?"), comment("jam buka?"), gap(3, second=1), gap(3, second=1)])
    assert len(list(log.after(broadcast))) == 4


def test_a_message_id_counts_within_its_broadcast(log: Log, broadcast: int) -> None:
    other = log.open("perpustakaan", "78", NINE_O_CLOCK).id
    assert log.append(broadcast, [comment("a", message_id="m1")])
    assert log.append(other, [comment("a", message_id="m1")])


def test_a_thousand_messages_that_are_known_leave_no_trace(log: Log, broadcast: int) -> None:
    events = [like(number) for number in range(1_000)]
    log.append(broadcast, events)
    before = log.broadcast(broadcast)
    assert log.append(broadcast, events) == []
    assert log.broadcast(broadcast) == before


def test_nothing_appended_is_nothing_written(log: Log, broadcast: int) -> None:
    assert log.append(broadcast, []) == []
    assert list(log.after(broadcast)) == []


@pytest.mark.parametrize(
    "hostile",
    [
        "'; DROP TABLE entry; --",
        "=cmd|' /C calc'!A0",
        "\x00\x1b[2J",
        "\u202egnp",
        "😀 ąę 한",
        '{"kind":"ended"}',
        "",
    ],
)
def test_text_comes_back_as_it_was_written(log: Log, broadcast: int, hostile: str) -> None:
    log.append(broadcast, [Event(1, 1, Comment(hostile), Viewer("k", hostile, hostile), "m1")])
    [entry] = log.after(broadcast)
    assert text(entry) == hostile
    assert entry.viewer == Viewer("k", hostile, hostile)


# Viewers.


def test_the_newest_names_that_are_not_empty_win(log: Log, broadcast: int) -> None:
    for names in (("rina", "Rina"), ("", "Rina R."), ("rina.baru", "")):
        log.append(broadcast, [Event(1, 1, Join(), Viewer("k", *names))])
    assert viewer(log, broadcast, 1) == viewer(log, broadcast, 3) == Viewer("k", "rina.baru", "Rina R.")


def test_names_change_within_a_batch(log: Log, broadcast: int) -> None:
    batch = [Event(1, 1, Join(), Viewer("k", *names)) for names in (("rina", "Rina"), ("", "Rina R."))]
    written = log.append(broadcast, batch)
    assert [entry.viewer for entry in written] == [Viewer("k", "rina", "Rina R.")] * 2
    assert list(log.after(broadcast)) == written


def test_append_fills_in_names_that_are_known_already(log: Log, broadcast: int) -> None:
    log.append(broadcast, [Event(1, 1, Join(), Viewer("k", "rina", "Rina"))])
    [entry] = log.append(broadcast, [Event(1, 1, Join(), Viewer("k"))])
    assert entry.viewer == Viewer("k", "rina", "Rina")


# Reading.


def test_reading_goes_on_after_a_seq(log: Log, broadcast: int) -> None:
    log.append(broadcast, [like(number) for number in range(5)])
    assert [entry.seq for entry in log.after(broadcast, 3)] == [4, 5]
    assert [entry.seq for entry in log.after(broadcast, 5)] == []


@pytest.mark.parametrize(("limit", "expected"), [(0, []), (2, [2, 3]), (9, [2, 3, 4, 5])])
def test_a_limit_keeps_the_first(log: Log, broadcast: int, limit: int, expected: list[int]) -> None:
    log.append(broadcast, [like(number) for number in range(5)])
    assert [entry.seq for entry in log.after(broadcast, 1, limit=limit)] == expected


def test_kinds_keep_only_those(log: Log, broadcast: int) -> None:
    log.append(broadcast, [like(1), comment("a"), like(2), comment("b"), gap(1, second=1)])
    assert [entry.seq for entry in log.after(broadcast, kinds={"comment", "gap"})] == [2, 4, 5]
    assert [entry.seq for entry in log.after(broadcast, 2, limit=1, kinds=["comment"])] == [4]
    assert list(log.after(broadcast, kinds=["no such kind"])) == []


@pytest.mark.parametrize("limit", [None, 1_000, 2_400])
def test_a_long_broadcast_is_read_whole(log: Log, broadcast: int, limit: int | None) -> None:
    log.append(broadcast, [like(number) for number in range(2_500)])
    seqs = [entry.seq for entry in log.after(broadcast, limit=limit)]
    assert seqs == list(range(1, 1 + (limit or 2_500)))


def test_a_reader_that_has_begun_sees_what_is_added_meanwhile(log: Log, broadcast: int) -> None:
    log.append(broadcast, [like(number) for number in range(1_500)])
    reader = log.after(broadcast)
    next(reader)
    log.append(broadcast, [comment("baru")])
    assert [entry.seq for entry in reader][-1] == 1_501


def test_readers_in_other_threads_see_a_log_without_holes(log: Log, broadcast: int) -> None:
    def read() -> bool:
        seqs = [entry.seq for entry in log.after(broadcast)]
        return seqs == list(range(1, len(seqs) + 1))

    with ThreadPoolExecutor(4) as threads:
        readings = []
        for start in range(0, 1_000, 50):
            log.append(broadcast, [like(number) for number in range(start, start + 50)])
            readings += [threads.submit(read) for _ in range(2)]
        assert all(reading.result() for reading in readings)
    assert len(list(log.after(broadcast))) == 1_000


def test_the_writer_may_be_another_thread_each_time(log: Log, broadcast: int) -> None:
    for number in range(3):
        with ThreadPoolExecutor(1) as thread:
            [entry] = thread.submit(log.append, broadcast, [like(number)]).result()
        assert entry.seq == number + 1


# Deletions.


def test_a_deleted_message_loses_its_text_and_keeps_its_seq(log: Log, broadcast: int) -> None:
    log.append(broadcast, [comment("alamat saya", message_id="m1"), comment("jam buka?", message_id="m2")])
    log.append(broadcast, [event(Deleted(message_ids=("m1", "never seen")))])
    assert texts(log, broadcast) == ["", "jam buka?"]
    assert [entry.seq for entry in log.after(broadcast)] == [1, 2, 3]


def test_all_that_a_viewer_wrote_can_be_deleted(log: Log, broadcast: int) -> None:
    asked = event(PlatformQuestion("kenapa?"), viewer="budi", message_id="q1")
    log.append(broadcast, [comment("a", by="budi"), comment("b", by="rina"), asked])
    log.append(broadcast, [event(Deleted(viewer_keys=("budi",)))])
    assert texts(log, broadcast) == ["", "b", ""]


def test_mentions_go_with_the_text(log: Log, broadcast: int) -> None:
    log.append(broadcast, [event(Comment("@rina halo", "id", ("rina",)), message_id="m1")])
    log.append(broadcast, [event(Deleted(("m1",)))])
    [entry] = log.after(broadcast, limit=1)
    assert entry.body == Comment("", "id")


def test_what_was_pinned_of_a_deleted_message_goes_too(log: Log, broadcast: int) -> None:
    log.append(broadcast, [comment("a", message_id="m1"), comment("b", by="budi", message_id="m2")])
    pins = [event(PlatformPin("a", "m1")), event(PlatformPin("b", "m2")), event(PlatformPin("c", "m3"))]
    log.append(broadcast, pins)
    log.append(broadcast, [event(Deleted(("m1",), ("budi",)))])
    assert texts(log, broadcast) == ["", "", "", "", "c"]


def test_a_deletion_reaches_back_within_its_own_batch_and_not_forward(log: Log, broadcast: int) -> None:
    before, after = comment("a", by="budi", message_id="m1"), comment("b", by="budi", message_id="m2")
    written = log.append(broadcast, [before, event(Deleted(viewer_keys=("budi",))), after])
    assert texts(log, broadcast) == ["", "b"]
    assert list(log.after(broadcast)) == written


def test_a_deletion_stays_within_its_broadcast(log: Log, broadcast: int) -> None:
    other = log.open("perpustakaan", "78", NINE_O_CLOCK).id
    log.append(other, [comment("a", by="budi", message_id="m1")])
    log.append(broadcast, [event(Deleted(("m1",), ("budi",)))])
    assert texts(log, other) == ["a"]


def test_a_deleted_message_that_is_replayed_stays_deleted(log: Log, broadcast: int) -> None:
    message = comment("alamat saya", message_id="m1")
    log.append(broadcast, [message, event(Deleted(("m1",)))])
    assert log.append(broadcast, [message]) == []
    assert texts(log, broadcast) == [""]


# Erasing a person.


@pytest.mark.parametrize("handle", ["budi", "@budi", " @BUDI "])
def test_a_person_is_forgotten_in_every_broadcast(log: Log, broadcast: int, handle: str) -> None:
    other = log.open("perpustakaan", "78", NINE_O_CLOCK).id
    log.append(broadcast, [comment("a", by="budi", message_id="m1"), comment("b", by="rina")])
    log.append(broadcast, [event(PlatformPin("a", "m1")), event(Join(), viewer="budi")])
    log.append(other, [comment("c", by="budi")])
    # Two rows of names, two comments, one pin.
    assert log.erase(handle) == 5
    assert texts(log, broadcast) == ["", "b", ""]
    assert texts(log, other) == [""]
    assert viewer(log, broadcast, 1) == viewer(log, broadcast, 4) == Viewer("budi")
    assert viewer(log, broadcast, 2) == Viewer("rina", "@rina", "Rina")


def test_a_person_without_the_at_sign_is_found_too(log: Log, broadcast: int) -> None:
    log.append(broadcast, [Event(1, 1, Comment("a"), Viewer("k", "Budi.S", "Budi"))])
    assert log.erase("@budi.s") == 2


def test_who_is_forgotten_is_not_found_again(log: Log, broadcast: int) -> None:
    log.append(broadcast, [comment("a", by="budi")])
    log.erase("budi")
    assert log.erase("budi") == 0


def test_who_was_forgotten_is_written_down_where_there_was_something_to_forget(
    log: Log, broadcast: int
) -> None:
    log.open("perpustakaan", "78", NINE_O_CLOCK)
    log.append(broadcast, [connected(), Event(1, 1, Comment("a"), Viewer("k7", "budi"))])
    log.erase("budi", NINE_O_CLOCK + 5)
    [erased] = log.after(broadcast, 2)
    assert (erased.at, erased.body) == (NINE_O_CLOCK + 5, Erased(("k7",)))
    assert list(log.after(2)) == []
    found = log.broadcast(broadcast)
    assert found is not None
    assert (found.last_seq, found.last_received_at) == (3, 1), "forgetting is no sign of life"


def test_a_person_is_forgotten_by_the_pseudonym_of_an_export(log: Log, broadcast: int) -> None:
    log.append(broadcast, [Event(1, 1, Comment("a"), Viewer("zbtf3jexgz", "budi"))])
    assert log.find("zbtf3jexgz") == log.find("@Budi") == {broadcast: ("zbtf3jexgz",)}
    assert log.erase("zbtf3jexgz") == 2
    assert log.erase("zbtf3jexgz") == 0


@pytest.mark.parametrize("handle", ["", "@", "nobody"])
def test_a_handle_that_names_nobody_touches_nobody(log: Log, broadcast: int, handle: str) -> None:
    log.append(broadcast, [Event(1, 1, Comment("a"), Viewer("k")), comment("b", by="budi")])
    assert log.erase(handle) == 0
    assert texts(log, broadcast) == ["a", "b"]


def test_a_replayed_message_does_not_bring_a_forgotten_person_back(log: Log, broadcast: int) -> None:
    message = comment("a", by="budi")
    log.append(broadcast, [message])
    log.erase("budi")
    log.append(broadcast, [message])
    assert viewer(log, broadcast, 1) == Viewer("budi")
    assert texts(log, broadcast) == [""]


# How broadcasts stood.


def test_how_a_broadcast_stood_is_kept_until_it_is_counted_anew(log: Log, broadcast: int) -> None:
    assert log.counted() == {}
    log.keep(broadcast, Counted(2, "0.1.0 id", '{"comments":1}'))
    log.keep(broadcast, Counted(5, "0.1.0 id", '{"comments":3}'))
    assert log.counted() == {broadcast: Counted(5, "0.1.0 id", '{"comments":3}')}


# Checkpoints.


def checkpoint(seq: int, by: str = "0.1.0 id") -> Checkpoint:
    return Checkpoint(seq, by, f"what {seq} entries fold to".encode())


def kept(log: Log, broadcast: int, by: str = "0.1.0 id") -> int | None:
    found = log.checkpoint(broadcast, by)
    return None if found is None else found.seq


def forgotten(log: Log, broadcast: int) -> int:
    found = log.broadcast(broadcast)
    assert found is not None
    return found.forgotten


def test_the_newest_checkpoint_is_found_by_who_made_it(log: Log, broadcast: int) -> None:
    assert log.checkpoint(broadcast, "0.1.0 id") is None
    assert log.keep_checkpoint(broadcast, checkpoint(2), 0)
    assert log.keep_checkpoint(broadcast, checkpoint(5), 0)
    assert log.checkpoint(broadcast, "0.1.0 id") == checkpoint(5)
    assert log.checkpoint(broadcast, "0.2.0 id") is None
    assert log.keep_checkpoint(broadcast, checkpoint(4, "0.2.0 id"), 0)
    assert (kept(log, broadcast), kept(log, broadcast, "0.2.0 id")) == (None, 4)
    log.drop_checkpoints(broadcast)
    assert kept(log, broadcast, "0.2.0 id") is None


def test_a_checkpoint_of_no_broadcast_is_not_kept(log: Log) -> None:
    assert not log.keep_checkpoint(7, checkpoint(1), 0)


def test_what_is_deleted_goes_with_the_checkpoints_that_hold_it_and_the_one_before_stays(
    log: Log, broadcast: int
) -> None:
    log.append(broadcast, [comment("a"), comment("alamat saya", message_id="m2"), comment("b")])
    assert log.keep_checkpoint(broadcast, checkpoint(1), 0)
    assert log.keep_checkpoint(broadcast, checkpoint(3), 0)
    log.append(broadcast, [event(Deleted(("never seen",)))])
    assert (kept(log, broadcast), forgotten(log, broadcast)) == (3, 0)
    log.append(broadcast, [event(Deleted(("m2",)))])
    assert (kept(log, broadcast), forgotten(log, broadcast)) == (1, 1)


def test_what_was_folded_before_a_deletion_is_kept_no_more(log: Log, broadcast: int) -> None:
    log.append(broadcast, [comment("alamat saya", message_id="m1"), event(Deleted(("m1",)))])
    assert not log.keep_checkpoint(broadcast, checkpoint(2), 0)
    assert kept(log, broadcast) is None
    assert log.keep_checkpoint(broadcast, checkpoint(2), 1)


def test_whoever_is_forgotten_is_forgotten_with_all_checkpoints(log: Log, broadcast: int) -> None:
    other = log.open("perpustakaan", "78", NINE_O_CLOCK).id
    log.append(broadcast, [comment("a", by="rina"), comment("b", by="budi")])
    log.append(other, [comment("c", by="rina")])
    for each in (broadcast, other):
        assert log.keep_checkpoint(each, checkpoint(1), 0)
    log.erase("budi")
    assert (kept(log, broadcast), forgotten(log, broadcast) > 0) == (None, True)
    assert (kept(log, other), forgotten(log, other)) == (1, 0)


@pytest.mark.parametrize("left", ["pseudonyms", "figures"])
def test_what_retention_takes_away_goes_with_all_checkpoints(
    log: Log, broadcast: int, left: Literal["pseudonyms", "figures"]
) -> None:
    log.append(broadcast, [comment("a"), ended(second=9)])
    assert log.keep_checkpoint(broadcast, checkpoint(2), 0)
    log.append(broadcast, [event(Settled(left, {}))])
    assert (kept(log, broadcast), forgotten(log, broadcast)) == (None, 1)


def test_a_lesson_that_is_forgotten_goes_with_the_checkpoints_of_the_broadcasts_it_was_taught(
    log: Log, broadcast: int
) -> None:
    other = log.open("perpustakaan", "78", NINE_O_CLOCK).id
    log.append(broadcast, [event(Taught(asks=("parkir motor",)))])
    log.append(other, [event(Taught(asks=("wifi",)))])
    for each in (broadcast, other):
        assert log.keep_checkpoint(each, checkpoint(1), 0)
    log.unteach(["parkir motor"])
    assert (kept(log, broadcast), forgotten(log, broadcast)) == (None, 1)
    assert (kept(log, other), forgotten(log, other)) == (1, 0)


def test_when_the_live_has_ended_its_last_checkpoint_is_enough(log: Log, broadcast: int) -> None:
    log.append(broadcast, [comment("a", message_id="m1"), comment("b", message_id="m2"), ended(second=9)])
    assert log.keep_checkpoint(broadcast, checkpoint(1), 0)
    assert log.keep_checkpoint(broadcast, checkpoint(3), 0)
    log.append(broadcast, [event(Deleted(("m2",)))])
    assert kept(log, broadcast) is None


# Lessons.


def test_lessons_are_kept_for_a_handle_until_others_take_their_place(log: Log) -> None:
    assert log.taught("perpustakaan") is None
    log.teach("perpustakaan", NINE_O_CLOCK, Taught(asks=("parkir motor",)))
    log.teach("@Perpustakaan", NINE_O_CLOCK + 1, Taught(asks_not=("siapa yang kangen",)))
    assert log.taught("perpustakaan") == (NINE_O_CLOCK + 1, Taught(asks_not=("siapa yang kangen",)))
    assert log.taught("biblioteka") is None


def test_wordings_are_taken_out_of_all_lessons(log: Log, broadcast: int) -> None:
    log.append(broadcast, [event(Taught(("parkir motor", "wifi"), ("siapa itu",)))])
    log.teach("biblioteka", NINE_O_CLOCK, Taught(asks_not=("siapa itu", "parkir motor")))
    log.unteach(["parkir motor", "siapa itu"])
    [entry] = log.after(broadcast)
    assert entry.body == Taught(("wifi",))
    assert log.taught("biblioteka") == (NINE_O_CLOCK, Taught())
