"""Marks of comments that seem to break the house's rules: for host and helpers alone."""

import json
from typing import Any

from websockets.asyncio.client import ClientConnection

from happenings import FakeSource, comment, connected
from house import House
from livedesk.events import Approved

BEFORE = [connected(), comment("dasar goblok"), comment("buka jam berapa ya goblok?")]


async def paired(house: House, role: str) -> str:
    answer = await house.http.post("/api/devices", json={"role": role, "name": "Ani"})
    return str(answer.json()["link"].rpartition("=")[2])


async def until(stream: ClientConnection, seq: int) -> list[dict[str, Any]]:
    """Read frames up to the questions of this seq."""
    frames: list[dict[str, Any]] = []
    while not frames or (frames[-1]["seq"], frames[-1]["type"]) != (seq, "questions"):
        frames.append(json.loads(await stream.recv()))
    return frames


async def test_host_and_helpers_are_told_and_who_looks_on_or_watches_the_overlay_is_not(
    listening_house: House,
) -> None:
    house = listening_house
    await house.recorder.follow("lib", FakeSource(BEFORE))
    tokens = {role: await paired(house, role) for role in ("mod", "host", "view")}
    marked = {}
    for role, token in tokens.items():
        async with house.stream("1/stream", token=token) as stream:
            await stream.recv()
            await house.recorder.follow("lib", FakeSource([connected(second=1), comment("slot gacor")]))
            await house.recorder.decide(1, Approved(question=3))
            last = (await house.recorder.desk(1)).hub.seq
            frames = await until(stream, last)
            marked[role] = [mark for frame in frames for mark in frame.get("marks", [])]
            await house.recorder.undo(1, "host")
    assert marked["view"] == []
    assert marked["mod"][:2] == [{"comment": 2, "reasons": ["words"]}, {"comment": 3, "reasons": ["words"]}]
    assert len(marked["host"]) > len(marked["mod"]) > 2
    async with house.stream("1/approved") as stream:
        assert "marks" not in await stream.recv()


async def test_a_helper_reads_the_rules_in_three_languages(house: House) -> None:
    bearing = {"Authorization": f"Bearer {await paired(house, 'mod')}"}
    found = (await house.visitor.get("/api/rules", headers=bearing)).json()
    assert set(found["rules"]) == set(found["reminders"]) == {"id", "en", "pl"}
    assert "kind" in found["reminders"]["en"]
