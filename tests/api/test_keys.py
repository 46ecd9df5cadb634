"""Keys of a control pad, over HTTP."""

from typing import Any

import pytest

from happenings import FakeSource, comment, connected
from house import TOKEN, House
from livedesk.events import Listed

LIVE = FakeSource(
    [connected()],
    [
        comment("kak buka jam berapa ya?", second=1),
        comment("do you have a reading room?", second=20),
        comment("suaranya putus-putus kak", by="ola", second=25),
        comment("alamatnya di mana kak?", by="budi", second=30),
    ],
)
HOURS, ROOM, ADDRESS = 2, 3, 5


@pytest.fixture
async def live(house: House) -> House:
    await house.recorder.follow("lib", LIVE)
    return house


async def press(house: House, key: str) -> list[tuple[str, int]]:
    answer = await house.http.post(f"/api/broadcasts/latest/keys/{key}")
    assert answer.status_code == 200, answer.text
    return [(entry["kind"], entry["question"]) for entry in answer.json()["entries"]]


async def test_next_goes_through_the_questions_as_a_clicker_does_and_undo_takes_back(live: House) -> None:
    assert await press(live, "next") == [("acknowledged", HOURS)]
    assert await press(live, "next") == [("answered", HOURS), ("acknowledged", ROOM)]
    assert await press(live, "undo") == [("undone", ROOM)]
    assert await press(live, "undo") == [("undone", HOURS)]
    assert await press(live, "back") == [("reopened", HOURS)]


async def test_the_host_s_list_comes_first_and_trouble_is_no_question_to_answer(live: House) -> None:
    await live.recorder.decide(1, Listed(question=ADDRESS, place=1))
    assert await press(live, "now") == [("acknowledged", ADDRESS)]
    assert await press(live, "now") == [("reopened", ADDRESS), ("acknowledged", HOURS)]
    for question in (ADDRESS, ROOM):
        assert (await press(live, "next"))[1] == ("acknowledged", question)
    assert await press(live, "next") == [("answered", ROOM)]


async def test_where_there_is_nothing_to_do_it_is_said(live: House) -> None:
    for key in ("answered", "back", "undo"):
        answer = await live.http.post(f"/api/broadcasts/1/keys/{key}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "decision_refused")
    assert (await live.http.post("/api/broadcasts/1/keys/dance")).status_code == 422


async def paired(house: House, role: str) -> str:
    answer = await house.http.post("/api/devices", json={"role": role, "name": "pad"})
    return str(answer.json()["link"].rpartition("=")[2])


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_pad_that_knows_an_address_only_bears_its_token_in_it(live: House, method: str) -> None:
    token = await paired(live, "mod")
    address = f"/api/broadcasts/latest/keys/next?token={token}"
    answer: Any = await live.visitor.request(method, address)
    assert answer.status_code == 200
    assert answer.json()["entries"][0]["by"] == "pad"
    assert "set-cookie" not in answer.headers


async def test_without_a_token_that_may_decide_no_key_does_anything(live: House) -> None:
    for token, status in ((await paired(live, "view"), 403), ("wrong", 401), ("", 401)):
        answer = await live.visitor.get(f"/api/broadcasts/1/keys/next?token={token}")
        assert answer.status_code == status
    foreign = await live.visitor.post(
        f"/api/broadcasts/1/keys/next?token={TOKEN}", headers={"Origin": "https://evil.example"}
    )
    assert foreign.status_code == 403
    assert len(list(live.log.after(1))) == 5
