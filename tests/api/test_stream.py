"""The live stream: exactly the log, whatever happens to the connection."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosedError

from happenings import FakeSource, comment, connected, ended, event
from house import House
from livedesk.events import Answered, Follow


async def frames_until(stream: ClientConnection, seq: int) -> list[dict[str, Any]]:
    """Read frames until entries up to this seq have come."""
    frames = []
    async for text in stream:
        frames.append(json.loads(text))
        if frames[-1]["type"] == "entries" and frames[-1]["seq"] >= seq:
            break
    return frames


@pytest.fixture
def house(listening_house: House) -> House:
    return listening_house


def seqs(frames: list[dict[str, Any]]) -> list[int]:
    return [entry["seq"] for frame in frames if frame["type"] == "entries" for entry in frame["entries"]]


async def test_it_begins_with_how_things_stand(house: House) -> None:
    await house.recorder.follow("lib", FakeSource([connected(), comment("kak buka jam berapa ya?")]))
    async with house.stream("latest/stream") as stream:
        snapshot = json.loads(await stream.recv())
    assert (snapshot["type"], snapshot["seq"], snapshot["broadcast"]["handle"]) == ("snapshot", 2, "lib")
    assert [question["text"] for question in snapshot["questions"]] == ["kak buka jam berapa ya?"]
    assert snapshot["pulse"]["unanswered"] == 1
    assert snapshot["health"]["state"] == "live"


async def test_what_becomes_durable_comes_at_once_with_the_questions_it_changed(house: House) -> None:
    hold = asyncio.Event()
    await house.recorder.follow("lib", FakeSource([connected()]))
    async with house.stream("1/stream") as stream:
        await stream.recv()
        following = asyncio.create_task(
            house.recorder.follow("lib", FakeSource([connected()], [comment("ada wifi gak kak?")], hold=hold))
        )
        frames = await frames_until(stream, 3)
        questions = json.loads(await stream.recv())
        while questions["type"] != "questions":
            questions = json.loads(await stream.recv())
        hold.set()
        await following
    assert seqs(frames)[-1] == 3
    assert (questions["questions"][0]["text"], questions["removed"]) == ("ada wifi gak kak?", [])


async def test_a_decision_reaches_every_dashboard(house: House) -> None:
    await house.recorder.follow("lib", FakeSource([connected(), comment("kak buka jam berapa ya?")]))
    async with house.stream("1/stream") as one, house.stream("1/stream") as other:
        await asyncio.gather(one.recv(), other.recv())
        await house.recorder.decide(1, Answered(question=2))
        for stream in (one, other):
            assert json.loads(await stream.recv())["entries"][0]["kind"] == "answered"
            assert json.loads(await stream.recv())["questions"][0]["status"] == "answered"


async def test_a_client_that_drops_and_returns_sees_exactly_the_log(house: House) -> None:
    batches = [[comment(f"halo {number}")] for number in range(600)]
    following = asyncio.create_task(
        house.recorder.follow("lib", FakeSource([connected()], *batches, [ended(second=9)]))
    )
    seen: list[int] = []
    while len(seen) < 602:
        after = seen[-1] if seen else 0
        try:
            async with house.stream(f"latest/stream?after={after}") as stream:
                assert json.loads(await stream.recv())["seq"] == after
                seen += seqs(await frames_until(stream, min(after + 90, 602)))
        except ConnectionClosedError:  # the Live has not begun: there is no broadcast yet
            await asyncio.sleep(0)
    await following
    assert seen == [entry.seq for entry in house.log.after(1)]


async def test_a_seq_from_the_future_begins_with_the_present(house: House) -> None:
    await house.recorder.follow("lib", FakeSource([connected()]))
    async with house.stream("1/stream?after=99") as stream:
        assert json.loads(await stream.recv())["seq"] == 1


async def test_a_client_that_falls_behind_is_closed_with_4008(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livedesk.feed.BOUND", 4)
    await house.recorder.follow("lib", FakeSource([connected(), comment("kak buka jam berapa ya?")]))
    async with house.stream("1/stream", max_queue=1) as stream:
        await stream.recv()
        stream.transport.pause_reading()
        desk = await house.recorder.desk(1)
        while not desk.hub.cut_off:  # fills the socket's own buffers, then ours
            await house.recorder.follow(
                "lib", FakeSource([connected(), *(comment("a" * 1000) for _ in range(100))])
            )
        stream.transport.resume_reading()
        with pytest.raises(ConnectionClosedError) as closed:
            await frames_until(stream, 1_000_000)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4008


async def test_an_unknown_broadcast_closes_with_a_sentence(house: House) -> None:
    async with house.stream("7/stream") as stream:
        with pytest.raises(ConnectionClosedError) as closed:
            await stream.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4404


async def test_what_a_client_says_does_not_matter(house: House) -> None:
    await house.recorder.follow("lib", FakeSource([connected()]))
    async with house.stream("1/stream") as stream:
        await stream.recv()
        await stream.send("hello")
        await house.recorder.follow("lib", FakeSource([connected(), comment("halo")]))
        assert 3 in seqs(await frames_until(stream, 3))


async def talk_without_end(stream: ClientConnection) -> None:
    while True:
        await stream.send("x" * 10_000)


async def test_a_client_that_floods_is_cut_off_and_the_others_are_not(house: House) -> None:
    await house.recorder.follow("lib", FakeSource([connected()]))
    async with house.stream("1/stream") as quiet, house.stream("1/stream") as flood:
        await asyncio.gather(quiet.recv(), flood.recv())
        with pytest.raises(ConnectionClosedError) as closed:
            await talk_without_end(flood)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
        await house.recorder.follow("lib", FakeSource([connected(), comment("halo")]))
        assert 3 in seqs(await frames_until(quiet, 3))


async def test_a_message_too_long_for_any_dashboard_ends_the_connection(house: House) -> None:
    await house.recorder.follow("lib", FakeSource([connected()]))
    async with house.stream("1/stream") as stream:
        await stream.recv()
        await stream.send("x" * 100_000)
        with pytest.raises(ConnectionClosedError) as closed:
            await frames_until(stream, 1_000_000)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


async def test_clients_that_are_reset_leave_nothing_behind(house: House) -> None:
    await house.recorder.follow("lib", FakeSource([connected()]))
    desk = await house.recorder.desk(1)
    for _ in range(20):
        stream = await house.stream("1/stream")
        await stream.recv()
        stream.transport.abort()
    async with asyncio.timeout(20):
        while len(desk.hub):
            await asyncio.sleep(0)
    await house.recorder.follow("lib", FakeSource([connected(), comment("halo")]))
    assert [entry.seq for entry in house.log.after(1)] == [1, 2, 3]


async def test_who_was_thanked_at_one_desk_waits_for_thanks_at_none_and_undo_brings_them_back(
    house: House,
) -> None:
    follow = event(Follow(), viewer="budi")
    await house.recorder.follow("lib", FakeSource([connected(), comment("halo")], [follow]))

    async def waiting() -> list[str]:
        async with house.stream("1/stream") as stream:
            return [
                each["viewer"]["handle"]
                for each in json.loads(await stream.recv())["pulse"]["thanks"]["people"]
            ]

    assert await waiting() == ["@budi"]
    thanked = await house.http.post("/api/broadcasts/1/decisions", json={"kind": "thanked", "until": 3})
    assert thanked.status_code == 201
    assert await waiting() == []
    await house.http.post("/api/broadcasts/1/undo")
    assert await waiting() == ["@budi"]
