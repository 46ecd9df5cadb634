"""The whole way: the real client over the loopback, a real database, a real browser."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.async_api import Page, async_playwright, expect

from browser.chromium import ARGUMENTS, system_chromium
from livedesk.api import create_app
from livedesk.app import bound_socket, serving
from livedesk.archive import recorded
from livedesk.events import Comment, Ended, Entry, Event, Gap, Undecoded, kind
from livedesk.log import Broadcast, Log, open_log
from livedesk.present import now_ms
from livedesk.recorder import Recorder
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.load import Load, load_feed
from livedesk.sources import Report
from livedesk.sources.patience import Patience
from livedesk.sources.tiktok import Endpoints, TikTokSource

TOKEN = "token-of-the-tests"
OF_THE_LISTENER = {"connected", "gap", "undecoded"}

pytestmark = pytest.mark.browser


@asynccontextmanager
async def open_page(address: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=system_chromium(), args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
        await page.goto(address)
        yield page
        await browser.close()


def without_its_end(load: Load) -> Load:
    """Keep the Live on air after the last event but one, so that the desk's counts stay to be read."""
    return replace(load, expected=load.expected[:-1], sent=load.sent[:-2])


def said(entries: Sequence[Entry | Event]) -> list[tuple[str | None, str, str]]:
    """What happened, told by message id, kind and text."""
    return [
        (entry.message_id, kind(entry.body), entry.body.text if isinstance(entry.body, Comment) else "")
        for entry in entries
        if kind(entry.body) not in OF_THE_LISTENER
    ]


def listening_to(standin: StandIn, report: Report) -> TikTokSource:
    endpoints = Endpoints(app_url=standin.app_url, webcast_url=standin.webcast_url, sign_url=standin.sign_url)
    return TikTokSource(
        standin.handle, report=report, endpoints=endpoints, patience=Patience(first_retry=0.2)
    )


async def expect_figures(page: Page, log: Log, broadcast: Broadcast) -> None:
    """Expect the page to show what the log folds to."""
    live = recorded(log, broadcast, ("id", "en", "pl"))
    pulse = live.tally.pulse(now_ms())
    shown = page.get_by_label("Pulse", exact=True)
    for figure in (
        f"{pulse.comments:,} in all",
        f"peak {pulse.viewers_peak:,}",
        f"{pulse.gifts:,} gifts",
        f"{pulse.follows:,} follows",
        f"{pulse.shares:,} shares",
    ):
        await expect(shown).to_contain_text(figure, timeout=15_000)
    waiting = sum(question.status == "open" for question in live.questions)
    await expect(page.get_by_label(f"{waiting:,} open", exact=True)).to_be_visible()


@pytest.mark.timeout(180)
async def test_ten_thousand_events_are_in_the_log_once_in_order_and_the_page_shows_the_same(
    tmp_path: Path,
) -> None:
    load = without_its_end(load_feed(events=10_001, rate=500, per_frame=5, seed=7))
    log = open_log(f"sqlite:///{tmp_path}/live.db")
    with bound_socket("127.0.0.1", 0) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/?token={TOKEN}"
        async with (
            StandIn(load) as standin,
            Recorder(log) as recorder,
            serving(create_app(recorder, token=TOKEN), listener),
            open_page(address) as page,
        ):
            following = asyncio.create_task(
                recorder.follow(standin.handle, lambda report: listening_to(standin, report))
            )
            await standin.played()
            await expect(page.get_by_text("Connected").first).to_be_visible()
            [broadcast] = log.broadcasts()
            await expect_figures(page, log, broadcast)
            await standin.say(Ended())
            await following
            await expect(page.get_by_text("That was the Live")).to_be_visible(timeout=15_000)

    entries = list(log.after(broadcast.id))
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert said(entries)[:-1] == said(load.expected)
    assert [entry.body.reason for entry in entries if isinstance(entry.body, Undecoded)] == ["corrupt"] * 2
    [gap] = [entry.body for entry in entries if isinstance(entry.body, Gap)]
    assert gap.seconds > 0
