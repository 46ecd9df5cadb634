"""How much anybody may ask of the desk."""

import pytest
from websockets.exceptions import ConnectionClosedError

from happenings import FakeSource, connected
from house import House
from livedesk.api.bounds import MOST_BYTES

POSTS = (
    "/api/broadcasts/1/decisions",
    "/api/devices",
    "/api/devices/network",
)


@pytest.mark.parametrize("path", POSTS)
async def test_a_body_that_is_too_long_is_refused_wherever_it_goes(house: House, path: str) -> None:
    await house.recorder.follow("lib", FakeSource([connected()]))
    answer = await house.http.post(path, content=b" " * (MOST_BYTES + 1))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


async def test_more_dashboards_than_there_is_room_for_are_told_so(
    listening_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livedesk.api.stream.MOST_STREAMS", 2)
    house = listening_house
    await house.recorder.follow("lib", FakeSource([connected()]))
    async with house.stream("1/stream") as one, house.stream("1/stream") as other:
        await one.recv()
        await other.recv()
        async with house.stream("1/stream") as third:
            with pytest.raises(ConnectionClosedError) as closed:
                await third.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1013


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../index.html",
        "/assets/..%2findex.html",
        "/assets/%2e%2e/%2e%2e/recorder.py",
        "/assets/..%5c..%5crecorder.py",
        "/assets//etc/passwd",
        "/assets/%00",
        "/api/broadcasts/1/export/..%2f..%2flivedesk.db",
        "/api/broadcasts/1/export/log.csv%00.jsonl",
        "/api/broadcasts/..%2f1/export/log.csv",
        "/api/broadcasts/1/export/../../../../etc/passwd",
    ],
)
async def test_no_path_leads_out_of_what_is_served(house: House, path: str) -> None:
    await house.recorder.follow("lib", FakeSource([connected()]))
    answer = await house.http.get(path)
    assert answer.status_code in {403, 404, 405, 422}
    assert "root:" not in answer.text
    assert "import " not in answer.text


async def test_the_file_of_an_export_is_named_by_us(house: House) -> None:
    await house.recorder.follow('x"\r\n/../lib', FakeSource([connected()]))
    answer = await house.http.get("/api/broadcasts/1/export/log.csv")
    name = answer.headers["content-disposition"]
    assert name.count('"') == 2
    assert "/" not in name
    assert ".." not in name.removesuffix('.csv"')
