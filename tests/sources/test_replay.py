"""A recording plays back as it was."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from livedesk.events import Answered, Body, Comment, Connected, Ended, Entry, Event, Gap, Viewer
from livedesk.sources import SourceError
from livedesk.sources.replay import ReplaySource
from livedesk.wire import encode_entry
from sources.stage import Listener

NINE = 1_763_751_600_000
ANI = Viewer("7001", "ani.baca", "Ani")


def entry(seq: int, body: Body, *, second: float = 0, viewer: Viewer | None = None) -> Entry:
    at = NINE + round(second * 1000)
    return Entry(seq, 1, at, at + 5, body, viewer, f"m{seq}", history=seq == 2)


LIVE = [
    entry(1, Connected("77")),
    entry(2, Comment("jam berapa tutup?", "id"), second=0.1, viewer=ANI),
    entry(3, Comment("halo"), second=0.1, viewer=ANI),
    entry(4, Answered(question=2), second=0.15),
    entry(5, Gap(0.05, "lost"), second=0.2),
    entry(6, Connected("77", 2), second=0.2),
    entry(7, Ended(), second=0.3),
]


def recorded(path: Path, entries: Sequence[Entry]) -> Path:
    file = path / "log.jsonl"
    file.write_bytes(b"".join(encode_entry(each) + b"\n" for each in entries))
    return file


async def played(recording: Path, speed: float = 0.0) -> Listener:
    listener = Listener()
    await listener.listen(ReplaySource(recording, report=listener.report, speed=speed))
    return listener


async def test_everything_but_decisions_comes_back_in_order_and_with_its_times(tmp_path: Path) -> None:
    listener = await played(recorded(tmp_path, LIVE))
    assert listener.events == [
        Event(each.at, each.received_at, each.body, each.viewer, each.message_id, each.history)
        for each in LIVE
        if not isinstance(each.body, Answered)
    ]
    assert [health.state for health in listener.reports] == ["live", "ended"]


async def test_what_came_together_is_a_batch_and_a_connection_begins_one(tmp_path: Path) -> None:
    listener = await played(recorded(tmp_path, LIVE))
    assert [[type(event.body).__name__ for event in batch] for batch in listener.batches] == [
        ["Connected"],
        ["Comment", "Comment"],
        ["Gap"],
        ["Connected"],
        ["Ended"],
    ]


@pytest.mark.parametrize(("speed", "paused"), [(0, 0.0), (1, 0.3), (2, 0.15)])
async def test_the_pace_is_that_of_the_recording_times_the_speed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speed: float, paused: float
) -> None:
    pauses: list[float] = []

    class Clock:
        def time(self) -> float:
            return sum(pauses)

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("asyncio.get_running_loop", Clock)
    monkeypatch.setattr("asyncio.sleep", sleep)
    await played(recorded(tmp_path, LIVE), speed)
    assert sum(pauses) == pytest.approx(paused)


async def test_a_part_of_a_recording_gets_a_beginning_and_an_end(tmp_path: Path) -> None:
    listener = await played(recorded(tmp_path, LIVE[1:3]))
    assert [type(event.body) for event in listener.events] == [Connected, Comment, Comment, Ended]


async def test_a_line_that_is_no_entry_is_named(tmp_path: Path) -> None:
    recording = recorded(tmp_path, LIVE[:2])
    recording.write_bytes(recording.read_bytes() + b'{"seq": "three"}\n')
    listener = await played(recording)
    assert str(listener.error) == "Line 3 of the recording is no entry of a log."
    assert [type(event.body) for event in listener.events] == [Connected]


async def test_a_recording_that_is_not_there_is_told(tmp_path: Path) -> None:
    listener = await played(tmp_path / "nothing.jsonl")
    assert listener.error is not None
    assert (listener.error.code, str(listener.error)) == (
        "unreadable",
        "The recording cannot be read: No such file or directory.",
    )


@pytest.mark.parametrize("speed", [-1.0, float("nan")])
def test_an_impossible_speed_is_refused(speed: float) -> None:
    with pytest.raises(SourceError, match="The speed of a replay"):
        ReplaySource("log.jsonl", report=print, speed=speed)
