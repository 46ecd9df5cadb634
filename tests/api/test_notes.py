"""What staff note of a broadcast, over HTTP."""

from typing import Any

import pytest

from happenings import FakeSource, comment, connected
from house import House

NOTES = "/api/broadcasts/1/notes"
LIVE = FakeSource([connected()], [comment("kak buka jam berapa ya?")])


async def noted(house: House, body: dict[str, Any]) -> list[dict[str, Any]]:
    assert (await house.http.post(NOTES, json=body)).status_code == 201
    found: list[dict[str, Any]] = (await house.http.get(NOTES)).json()["notes"]
    return found


async def test_a_note_can_be_corrected_and_taken_back_and_all_of_it_is_on_record(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    await noted(house, {"aspect": "light", "text": "window"})
    await noted(house, {"aspect": "light", "text": "lamp", "offset_s": 30, "by": "ola"})
    both = await noted(house, {"aspect": "light", "text": "two windows"})
    assert [(each["text"], each["offset_s"], each["by"]) for each in both] == [
        ("two windows", None, "host"),
        ("lamp", 30, "ola"),
    ]
    assert len(await noted(house, {"aspect": "light", "text": "", "offset_s": 30})) == 1
    assert len(list(house.log.after(1, kinds=["noted"]))) == 4


async def test_a_note_is_no_decision_that_undo_takes_back(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    await house.http.post("/api/broadcasts/1/decisions", json={"kind": "answered", "question": 2})
    await noted(house, {"aspect": "camera", "text": "phone"})
    assert (await house.http.post("/api/broadcasts/1/undo")).json()["entry"] == 3


@pytest.mark.parametrize(
    "body",
    [
        {"aspect": "lamp", "text": "x"},
        {"aspect": "light", "text": "x" * 501},
        {"aspect": "light", "text": "x", "offset_s": 1e300},
        {"aspect": "light", "text": "x", "offset_s": "19:30"},
        {"text": "x"},
    ],
)
async def test_what_cannot_be_noted_is_refused_in_a_sentence(house: House, body: dict[str, Any]) -> None:
    await house.recorder.follow("lib", LIVE)
    answer = await house.http.post(NOTES, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")
    assert (await house.http.get(NOTES)).json() == {"notes": []}


async def test_the_report_and_the_comparison_show_what_was_noted(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    await noted(house, {"aspect": "light", "text": "<script>lamp</script>"})
    for page in ("/broadcasts/1/report", "/broadcasts"):
        shown = (await house.http.get(page)).text
        assert "&lt;script&gt;lamp" in shown
        assert "<script>lamp" not in shown
