"""What each role may do, on every route."""

import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from happenings import FakeSource, comment, connected
from house import TOKEN, House
from livedesk.api.roles import least
from livedesk.devices import Role

LIVE = FakeSource([connected()], [comment("kak buka jam berapa ya?")])

WHO: dict[Role, set[str]] = {
    "overlay": {
        "GET /overlay",
        "GET /assets/index.js",
        "GET /source.tar.gz",
        "GET /api/broadcasts/1/approved",
    },
    "view": {
        "GET /",
        "GET /host",
        "GET /mod",
        "GET /preflight",
        "GET /docs",
        "GET /api/openapi.json",
        "GET /api/listeners",
        "GET /api/broadcasts",
        "GET /api/broadcasts/latest",
        "GET /api/broadcasts/1/entries",
        "GET /api/broadcasts/1/notes",
        "GET /api/broadcasts/1/questions",
        "GET /api/broadcasts/1/summary",
        "GET /api/broadcasts/1/stream",
    },
    "mod": {
        "GET /api/rules",
        "POST /api/broadcasts/1/decisions",
        "POST /api/broadcasts/1/undo",
        "POST /api/broadcasts/1/notes",
        "GET /api/broadcasts/1/keys/next",
        "POST /api/broadcasts/1/keys/next",
    },
    "host": {
        "GET /api/broadcasts/1/export/log.csv",
        "GET /api/preflight",
        "GET /broadcasts",
        "GET /broadcasts/1/report",
        "GET /broadcasts/1/report.svg",
        "GET /broadcasts/1/report.png",
        "GET /broadcasts/1/report.html",
        "GET /api/exports",
    },
    "desk": {
        "GET /metrics",
        "GET /api/devices",
        "POST /api/devices",
        "POST /api/devices/network",
        "DELETE /api/devices/1",
        "GET /nowhere",
        "GET /api/broadcasts/1/questions/",
        "POST /api/broadcasts/1/questions",
    },
}


@pytest.mark.parametrize(("role", "asked"), [(role, asked) for role in WHO for asked in WHO[role]])
def test_each_route_is_open_from_one_role_on(role: Role, asked: str) -> None:
    assert least(*asked.split()) == role


async def paired(house: House, role: str, name: str = "Ani") -> dict[str, Any]:
    answer = await house.http.post("/api/devices", json={"role": role, "name": name})
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found | {"token": found["link"].rpartition("=")[2]}


def bearing(device: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {device['token']}"}


async def test_every_route_of_the_service_has_its_role(house: House) -> None:
    paths = (await house.http.get("/api/openapi.json")).json()["paths"]
    routes = {
        f"{method.upper()} {path.replace('{broadcast}', '1').replace('{device}', '1').replace('{key}', 'next')}"
        for path, methods in paths.items()
        for method in methods
    }
    known = {asked for asked_of in WHO.values() for asked in asked_of}
    files = {"GET /api/broadcasts/1/export/{table}.{format_name}", "GET /broadcasts/1/report.{format_name}"}
    routes -= {"GET /api/broadcasts/1", "GET /healthz", *files}
    assert routes <= known


async def test_who_looks_on_reads_and_decides_nothing(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    device = await paired(house, "view")
    assert (await house.visitor.get("/api/broadcasts/1", headers=bearing(device))).status_code == 200
    answer = await house.visitor.post(
        "/api/broadcasts/1/decisions", headers=bearing(device), json={"kind": "answered", "question": 2}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert len(list(house.log.after(1))) == 2


async def test_what_a_helper_decides_bears_the_name_it_was_let_in_with(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    device = await paired(house, "mod", "Ani")
    answer = await house.visitor.post(
        "/api/broadcasts/1/decisions",
        headers=bearing(device),
        json={"kind": "answered", "question": 2, "by": "somebody else"},
    )
    assert (answer.status_code, answer.json()["by"]) == (201, "Ani")
    undone = await house.visitor.post("/api/broadcasts/1/undo?by=nobody", headers=bearing(device))
    assert undone.json()["by"] == "Ani"


async def test_a_helper_works_for_the_host_but_does_not_approve_for_viewers(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    helper, host = await paired(house, "mod", "Ani"), await paired(house, "host", "Budi")
    asked: list[dict[str, Any]] = [
        {"kind": "claimed"},
        {"kind": "whispered", "text": "jam lima"},
        {"kind": "listed", "place": 1},
    ]
    for body in asked:
        answer = await house.visitor.post(
            "/api/broadcasts/1/decisions", headers=bearing(helper), json=body | {"question": 2}
        )
        assert answer.status_code == 201
    statuses = [
        (
            await house.visitor.post(
                "/api/broadcasts/1/decisions",
                headers=bearing(device),
                json={"kind": "approved", "question": 2},
            )
        ).status_code
        for device in (helper, host)
    ]
    assert statuses == [403, 201]
    [question] = (await house.http.get("/api/broadcasts/1/questions")).json()["questions"]
    assert (question["claimed_by"], question["listed"], question["approved"]) == ("Ani", 1, True)
    assert question["whispers"] == [{"seq": 4, "by": "Ani", "text": "jam lima", "link": ""}]


async def test_a_page_is_told_what_its_token_may_do(house: House) -> None:
    device = await paired(house, "mod", "Ani")
    answer = await house.visitor.get("/api/listeners", headers=bearing(device))
    assert answer.json()["you"] == {"role": "mod", "name": "Ani"}
    assert (await house.http.get("/api/listeners")).json()["you"]["role"] == "desk"


async def test_no_device_lets_another_in(house: House) -> None:
    device = await paired(house, "host")
    answer = await house.visitor.post(
        "/api/devices", headers=bearing(device), json={"role": "view", "name": "x"}
    )
    assert answer.status_code == 403


async def test_the_link_of_a_device_leaves_its_token_in_a_cookie(house: House) -> None:
    device = await paired(house, "view")
    answer = await house.visitor.get(device["link"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (await house.visitor.get("/api/listeners")).json()["you"]["role"] == "view"


async def test_who_tries_a_device_s_link_at_the_desk_stays_the_desk(house: House) -> None:
    device = await paired(house, "view")
    await house.visitor.get(f"/?token={TOKEN}")
    assert "set-cookie" not in (await house.visitor.get(device["link"])).headers
    assert (await house.visitor.get("/api/listeners")).json()["you"]["role"] == "desk"


async def test_a_revoked_device_loses_its_stream_and_gets_no_other(listening_house: House) -> None:
    house = listening_house
    await house.recorder.follow("lib", LIVE)
    device = await paired(house, "view")
    async with house.stream("1/stream", token=device["token"]) as stream:
        assert json.loads(await stream.recv())["type"] == "snapshot"
        await house.http.delete(f"/api/devices/{device['device']['id']}")
        with pytest.raises(ConnectionClosedError) as closed:
            await stream.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    with pytest.raises(InvalidStatus):
        async with house.stream("1/stream", token=device["token"]):
            pass


async def test_another_site_cannot_use_a_device_either(house: House) -> None:
    device = await paired(house, "mod")
    answer = await house.visitor.get(
        "/api/broadcasts", headers=bearing(device) | {"Origin": "https://evil.example"}
    )
    assert answer.json()["error"]["code"] == "foreign_origin"
