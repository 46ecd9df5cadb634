"""What staff decide, over HTTP."""

import pytest

from happenings import FakeSource, comment, connected
from house import House

LIVE = FakeSource(
    [connected()], [comment("kak buka jam berapa ya?"), comment("halo"), comment("ada wifi gak kak?")]
)


async def status_of(house: House, question: int) -> str:
    questions = (await house.http.get("/api/broadcasts/1/questions")).json()["questions"]
    return str(next(each["status"] for each in questions if each["id"] == question))


async def test_answering_is_an_entry_of_the_log(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    answer = await house.http.post(
        "/api/broadcasts/1/decisions", json={"kind": "answered", "question": 2, "by": "ola"}
    )
    assert answer.status_code == 201
    assert {"kind": "answered", "question": 2, "by": "ola", "seq": 5}.items() <= answer.json().items()
    assert await status_of(house, 2) == "answered"


async def test_undo_gives_the_question_back(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    await house.http.post("/api/broadcasts/1/decisions", json={"kind": "answered", "question": 2})
    answer = await house.http.post("/api/broadcasts/1/undo")
    assert (answer.status_code, answer.json()["kind"], answer.json()["entry"]) == (201, "undone", 5)
    assert await status_of(house, 2) == "open"


async def test_what_live_center_shows_is_in_the_figures_and_the_last_word_counts(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    for views in (80, 800):
        typed = {"kind": "live_center", "lc_views": views, "by": "ola"}
        answer = await house.http.post("/api/broadcasts/1/decisions", json=typed)
        assert (answer.status_code, answer.json()["lc_views"]) == (201, views)
    found = (await house.http.get("/api/broadcasts/1/summary")).json()
    assert (found["lc_views"], found["engagement_rate_classic"]) == (800, 100 * 3 / 800)
    assert await status_of(house, 2) == "open"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "answered", "question": 99}, 409),
        ({"kind": "merged", "question": 2, "into": 2}, 409),
        ({"kind": "undone", "question": 2, "entry": 1}, 409),
        ({"kind": "live_center"}, 409),
        ({"kind": "live_center", "lc_views": 5, "lc_unique_viewers": 6}, 409),
        ({"kind": "live_center", "lc_views": 5.5}, 422),
        ({"kind": "answered"}, 422),
        ({"kind": "answered", "question": "2"}, 422),
        ({"kind": "comment", "text": "halo"}, 422),
        ([], 422),
    ],
)
async def test_a_decision_that_cannot_be_is_refused_with_a_sentence(
    house: House, body: object, status: int
) -> None:
    await house.recorder.follow("lib", LIVE)
    answer = await house.http.post("/api/broadcasts/1/decisions", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert len(list(house.log.after(1))) == 4


async def test_what_is_no_json_or_too_long_is_refused(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    for content, status in ((b"{", 400), (b"\xff", 400), (b" " * 70_000, 413)):
        assert (await house.http.post("/api/broadcasts/1/decisions", content=content)).status_code == status


async def test_a_question_heard_elsewhere_can_be_put_on_the_queue(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    await house.http.post("/api/broadcasts/1/decisions", json={"kind": "asked", "text": "Ada musala?"})
    assert await status_of(house, 5) == "open"


async def test_a_decision_can_be_taken_back_though_others_have_decided_since(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    for question in (2, 4):
        await house.http.post("/api/broadcasts/1/decisions", json={"kind": "answered", "question": question})
    answer = await house.http.post("/api/broadcasts/1/undo?entry=5")
    assert (answer.status_code, answer.json()["entry"], answer.json()["question"]) == (201, 5, 2)
    assert [await status_of(house, 2), await status_of(house, 4)] == ["open", "answered"]
    assert (await house.http.post("/api/broadcasts/1/undo?entry=5")).status_code == 409
    assert (await house.http.post("/api/broadcasts/1/undo?entry=99")).status_code == 409


async def test_nothing_to_undo_is_said(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    answer = await house.http.post("/api/broadcasts/1/undo")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "decision_refused")
