"""Letting second devices in, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from house import TOKEN, House
from livedesk.api import create_app
from livedesk.log import open_log
from livedesk.network import LocalNetwork
from livedesk.recorder import Recorder


@asynccontextmanager
async def nowhere(_: str) -> AsyncIterator[None]:
    yield


@pytest.fixture
async def desk() -> AsyncIterator[httpx.AsyncClient]:
    async with (
        Recorder(open_log("memory:")) as recorder,
        LocalNetwork("127.0.0.1", 8000, nowhere, find=lambda: "192.168.1.20") as network,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(recorder, token=TOKEN, network=network)),
            base_url="http://127.0.0.1:8000",
            headers={"Authorization": f"Bearer {TOKEN}"},
        ) as client,
    ):
        yield client


async def test_a_link_leads_to_this_computer_until_the_network_is_let_in(desk: httpx.AsyncClient) -> None:
    first = (await desk.post("/api/devices", json={"role": "view", "name": "hall"})).json()
    assert first["link"].startswith("http://127.0.0.1:8000/?token=")
    opened = (await desk.post("/api/devices/network", json={"open": True})).json()
    assert (opened["address"], opened["by_setting"]) == ("http://192.168.1.20:8000", False)
    second = (await desk.post("/api/devices", json={"role": "mod", "name": " Ani "})).json()
    assert second["link"].startswith("http://192.168.1.20:8000/mod?token=")
    assert second["qr"].startswith("data:image/svg+xml")
    assert second["device"]["name"] == "Ani"
    closed = (await desk.post("/api/devices/network", json={"open": False})).json()
    assert closed["address"] is None


async def test_devices_are_listed_without_their_tokens_and_revoked(desk: httpx.AsyncClient) -> None:
    made = (await desk.post("/api/devices", json={"role": "host", "name": "tablet"})).json()
    listed: dict[str, Any] = (await desk.get("/api/devices")).json()
    assert listed["devices"] == [made["device"]]
    assert set(made["device"]) == {"id", "role", "name", "made_at"}
    assert (await desk.delete(f"/api/devices/{made['device']['id']}")).json()["devices"] == []
    again = await desk.delete(f"/api/devices/{made['device']['id']}")
    assert (again.status_code, again.json()["error"]["code"]) == (404, "device_unknown")


@pytest.mark.parametrize(
    "body", [{"role": "desk", "name": "x"}, {"role": "view", "name": ""}, {"role": "view"}, {"role": "?"}]
)
async def test_a_device_needs_a_role_of_its_own_and_a_name(
    desk: httpx.AsyncClient, body: dict[str, str]
) -> None:
    assert (await desk.post("/api/devices", json=body)).status_code == 422


async def test_where_there_is_no_network_to_open_it_is_said(house: House) -> None:
    answer = await house.http.post("/api/devices/network", json={"open": True})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_local_network")
