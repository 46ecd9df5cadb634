"""What secrets there are stays out of everything that is answered, said or logged."""

import asyncio
import logging

import pytest
from msgspec.structs import replace

from happenings import FakeSource, comment, connected
from house import TOKEN, House
from livedesk.api.headers import HEADERS
from livedesk.log import LogError, open_log
from livedesk.log.database import without_password
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.doors import failed
from livedesk.sources.tiktok import TikTokSource
from sources.stage import HASTY, Listener, endpoints_of

PATHS = (
    "/",
    "/docs",
    "/healthz",
    "/metrics",
    "/nowhere",
    "/api/openapi.json",
    "/api/listeners",
    "/api/devices",
    "/api/broadcasts",
    "/api/broadcasts/9/summary",
    "/api/broadcasts/1/entries?after=x",
    "/api/broadcasts/1/export/log.csv",
)


async def test_the_token_is_in_no_answer_and_no_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await house.recorder.follow("lib", FakeSource([connected(), comment("kak buka jam berapa ya?")]))
    for path in PATHS:
        for way in (house.http, house.visitor):
            answer = await way.get(path)
            assert TOKEN not in answer.text, path
            assert TOKEN not in str(answer.headers), path
    arrival = await house.visitor.get(f"/?token={TOKEN}")
    assert TOKEN not in arrival.headers["location"]
    assert TOKEN not in arrival.text
    assert TOKEN not in caplog.text.replace(f"GET http://desk/?token={TOKEN}", "")  # the test's own client


@pytest.mark.parametrize("path", [*PATHS, "/?token=wrong-token"])
async def test_every_answer_has_the_headers_that_bind_the_browser(house: House, path: str) -> None:
    for way in (house.http, house.visitor):
        answer = await way.get(path)
        assert set(HEADERS) <= set(answer.headers)
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "unsafe" not in answer.headers["content-security-policy"]


async def test_what_viewers_said_is_kept_in_no_cache(house: House) -> None:
    await house.recorder.follow("lib", FakeSource([connected(), comment("halo")]))
    for path in ("/api/broadcasts/1/entries", "/api/broadcasts/1/export/log.csv"):
        assert (await house.http.get(path)).headers["cache-control"] == "no-store"


async def test_the_signing_key_is_in_nothing_that_is_said_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    key = "euler-key-nobody-may-see"
    async with StandIn() as standin:
        for reply in (failed(500), failed(401)):
            standin.faults.at("signer", reply)
        listener = Listener()
        endpoints = replace(endpoints_of(standin), sign_api_key=key)
        source = TikTokSource(standin.handle, report=listener.report, endpoints=endpoints, patience=HASTY)
        task = asyncio.create_task(listener.listen(source))
        await listener.end()
        await task
    assert listener.said("signer_down")
    assert key not in "".join(health.message for health in listener.reports) + str(listener.error)
    assert key not in caplog.text


@pytest.mark.parametrize("url", ["nosuch://ola:hunter2@db/live", "postgresql+nosuch://ola:hunter2@db/live"])
def test_a_databases_password_is_in_no_sentence(url: str) -> None:
    with pytest.raises(LogError) as refused:
        open_log(url)
    assert "hunter2" not in str(refused.value)
    assert "hunter2" not in without_password(url)


def test_a_url_without_a_password_is_shown_as_it_is() -> None:
    assert without_password("sqlite:////srv/a:b/live@home.db") == "sqlite:////srv/a:b/live@home.db"
