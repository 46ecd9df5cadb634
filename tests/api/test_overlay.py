"""What viewers may see: what the host has approved, and nothing else."""

import json
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from happenings import FakeSource, comment, connected
from house import House
from livedesk.events import Acknowledged, Answered, Approved, Withdrawn

LIVE = FakeSource(
    [connected()],
    [
        comment("@bob_99 buka jam berapa ya?", by="rina"),
        comment("ada wifi gak kak?", by="budi", second=600),
    ],
)


@pytest.fixture
async def house(listening_house: House) -> House:
    await listening_house.recorder.follow("lib", LIVE)
    return listening_house


async def paired(house: House, role: str) -> str:
    answer = await house.http.post("/api/devices", json={"role": role, "name": "OBS"})
    return str(answer.json()["link"].rpartition("=")[2])


async def shown(stream: ClientConnection) -> list[dict[str, Any]]:
    frame = json.loads(await stream.recv())
    assert frame["type"] == "approved"
    questions: list[dict[str, Any]] = frame["questions"]
    return questions


async def test_nothing_is_shown_until_it_is_approved_nor_after_it_was_answered(house: House) -> None:
    async with house.stream("1/approved", token=await paired(house, "overlay")) as stream:
        assert await shown(stream) == []
        await house.recorder.decide(1, Approved(question=3))
        assert [each["text"] for each in await shown(stream)] == ["ada wifi gak kak?"]
        await house.recorder.decide(1, Approved(question=2))
        assert [each["id"] for each in await shown(stream)] == [2, 3]
        await house.recorder.decide(1, Acknowledged(question=3))
        assert [(each["id"], each["on_air"]) for each in await shown(stream)] == [(3, True), (2, False)]
        await house.recorder.decide(1, Answered(question=3))
        assert [each["id"] for each in await shown(stream)] == [2]
        await house.recorder.decide(1, Withdrawn(question=2))
        assert await shown(stream) == []


@pytest.mark.parametrize(
    ("role", "names", "name"),
    [("overlay", "", ""), ("overlay", "?names=true", ""), ("view", "", ""), ("view", "?names=true", "Rina")],
)
async def test_names_are_shown_when_asked_for_and_never_to_an_overlay(
    house: House, role: str, names: str, name: str
) -> None:
    await house.recorder.decide(1, Approved(question=2))
    async with house.stream(f"latest/approved{names}", token=await paired(house, role)) as stream:
        [question] = await shown(stream)
    assert (question["text"], question["name"]) == ("@… buka jam berapa ya?", name)


async def test_an_overlay_has_its_page_and_no_other(house: House) -> None:
    token = {"Authorization": f"Bearer {await paired(house, 'overlay')}"}
    assert (await house.visitor.get("/overlay", headers=token)).status_code == 200
    for path in ("/", "/api/listeners", "/api/broadcasts/1/questions", "/api/broadcasts/1/entries"):
        assert (await house.visitor.get(path, headers=token)).status_code == 403
