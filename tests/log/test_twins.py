"""Whatever is appended, in whatever batches: the log in memory and the log in a database hold the same."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livedesk.events import (
    Answered,
    Body,
    Comment,
    Connected,
    Deleted,
    Ended,
    Event,
    Like,
    PlatformPin,
    PlatformQuestion,
    Viewer,
)
from livedesk.log import Broadcast, Log, open_log

rooms = count(1)
people = ("budi", "@Rina")
message_ids = st.sampled_from(["m1", "m2", "m3", "m4", "m5"])
keys = st.sampled_from(["k1", "k2", "k3"])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
times = st.integers(0, 2**45)

bodies: st.SearchStrategy[Body] = st.one_of(
    st.builds(Comment, words, mentions=st.lists(keys, max_size=2).map(tuple)),
    st.builds(PlatformQuestion, words),
    st.builds(PlatformPin, words, st.none() | message_ids),
    st.builds(Like, st.integers(0, 9), st.integers(0, 2**40)),
    st.builds(Deleted, st.lists(message_ids, max_size=2).map(tuple), st.lists(keys, max_size=1).map(tuple)),
    st.builds(Answered, question=st.integers(1, 9)),
    st.just(Ended()),
    st.just(Connected("1")),
)
viewers = st.builds(Viewer, keys, st.sampled_from(["", *people]), words)
events = st.builds(Event, times, times, bodies, st.none() | viewers, st.none() | message_ids, st.booleans())
batches = st.lists(events, max_size=8)
steps = st.lists(batches | st.sampled_from(["@BUDI", "rina"]), max_size=6)


# One pair of logs serves all examples of a test: each takes a room of its own.
many = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Log]:
    log = open_log(f"sqlite:///{tmp_path}/livedesk.db")
    yield log
    log.close()


@pytest.fixture
def memory() -> Log:
    return open_log("memory:")


def shown(broadcast: Broadcast | None) -> list[object]:
    """All of a broadcast but its secret, which is drawn."""
    assert broadcast is not None
    return [getattr(broadcast, name) for name in Broadcast.__struct_fields__ if name != "secret"]


@given(steps)
@settings(many, max_examples=60)
def test_both_logs_hold_the_same(memory: Log, database: Log, steps: list[list[Event] | str]) -> None:
    room = str(next(rooms))
    [broadcast] = {log.open("perpustakaan", room, 0).id for log in (memory, database)}
    for step in steps:
        if isinstance(step, str):
            assert memory.erase(step) == database.erase(step)
        else:
            assert memory.append(broadcast, step) == database.append(broadcast, step)
    assert list(memory.after(broadcast)) == list(database.after(broadcast))
    assert shown(memory.broadcast(broadcast)) == shown(database.broadcast(broadcast))
    seqs = [entry.seq for entry in database.after(broadcast)]
    assert seqs == list(range(1, len(seqs) + 1))
    for person in people:  # The next example begins with nobody.
        assert memory.erase(person) == database.erase(person)


@given(st.lists(batches, max_size=6))
@settings(many, max_examples=30)
def test_how_events_are_cut_into_batches_does_not_matter(database: Log, batches: list[list[Event]]) -> None:
    whole, cut = (database.open("perpustakaan", str(next(rooms)), 0).id for _ in range(2))
    database.append(whole, [event for batch in batches for event in batch])
    for batch in batches:
        database.append(cut, batch)
    assert [entry.body for entry in database.after(whole)] == [entry.body for entry in database.after(cut)]
