"""Takes the pictures in docs/screens from a rehearsal in real time: `make screens`, which takes fourteen minutes.

A host who is a program answers what has waited longest every twenty seconds, and lets viewers see it; the rest is as
anybody would see it. Every view is taken in every language and both themes, the desk on a tablet and a phone too; last,
without a Live, each view full of what is meant to break it.
"""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from contextlib import chdir, suppress
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.sync_api import sync_playwright

from browser.chromium import ARGUMENTS, system_chromium
from browser.double import open_desk
from browser.story import a_hostile_live
from livedesk.api import create_app
from livedesk.api.preflight import Checks
from livedesk.app import bound_socket, serving
from livedesk.events import Acknowledged, Answered, Approved
from livedesk.log import open_log
from livedesk.preflight import checks
from livedesk.questions.library import parse
from livedesk.recorder import DecisionRefused, Recorder
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.script import load
from livedesk.settings import Settings
from livedesk.sources import Report
from livedesk.sources.tiktok import Endpoints, TikTokSource

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
WINDOW = (1280, 800)
SMALLER = ((820, 1180), (390, 844))
THEMES = ("dark", "light")
LANGUAGES = ("en", "id", "pl")
MINUTES = float(os.environ.get("SCREENS_AFTER_MINUTES", "8.2"))
SETTLES_MS = 1_500
LIBRARY = parse((SCREENS.parent / "library.example.toml").read_text("utf-8"))
DATABASE = "sqlite:///livedesk.db"
TOKEN = "token-of-the-screens"


async def host(recorder: Recorder) -> None:
    """Take a question every twenty seconds, and answer it before the next."""
    while True:
        await asyncio.sleep(20)
        if not recorder.recordings or recorder.recordings[0].desk is None:
            continue
        desk = recorder.recordings[0].desk
        with suppress(DecisionRefused):
            for question in desk.queue.questions("acknowledged"):
                await recorder.decide(desk.broadcast.id, Answered(question=question.id))
            for question in desk.queue.questions("open")[:1]:
                await recorder.decide(desk.broadcast.id, Acknowledged(question=question.id))
                await recorder.decide(desk.broadcast.id, Approved(question=question.id))


class View(NamedTuple):
    """What is taken: the name of the picture, the page, and the key that opens what is seen of it."""

    name: str
    path: str = ""
    key: str = ""


DURING = (
    View("desk"),
    View("pulse", key="p"),
    View("rules", key="r"),
    View("keys", key="?"),
    View("host", "host"),
    View("mod", "mod"),
    View("overlay", "overlay"),
    View("preflight", "preflight"),
)
HOSTILE = (View("desk"), View("host", "host"), View("mod", "mod"), View("overlay", "overlay?names=1&most=3"))
AFTER = (View("ended"), View("report", "broadcasts/1/report"), View("broadcasts", "broadcasts"))


async def pictures(browser: Browser, address: str, views: Sequence[View]) -> None:
    """Take these views in every language and theme."""
    for language, theme in product(LANGUAGES, THEMES):
        context = await browser.new_context(
            viewport={"width": WINDOW[0], "height": WINDOW[1]},
            timezone_id="Asia/Jakarta",
            locale=language,
            color_scheme="dark" if theme == "dark" else "light",
        )
        page = await _signed_in(context, address, theme)
        for view in views:
            await _picture(page, address, view, f"{view.name}-{language}-{theme}")
        await context.close()


async def small_pictures(browser: Browser, address: str) -> None:
    """Take the desk on a tablet and a phone."""
    for (width, height), theme in product(SMALLER, THEMES):
        context = await browser.new_context(
            viewport={"width": width, "height": height}, timezone_id="Asia/Jakarta", locale="en"
        )
        page = await _signed_in(context, address, theme)
        await _picture(page, address, DURING[0], f"desk-en-{theme}-{width}")
        await context.close()


async def _signed_in(context: BrowserContext, address: str, theme: str) -> Page:
    page = await context.new_page()
    await page.add_init_script(f"localStorage.setItem('livedesk.settings', '{{\"theme\":\"{theme}\"}}')")
    await page.goto(f"{address}?token={TOKEN}")
    return page


async def _picture(page: Page, address: str, view: View, name: str) -> None:
    await page.goto(address + view.path)
    await page.wait_for_function("document.fonts.ready")
    await page.wait_for_timeout(SETTLES_MS)
    if view.key:
        await page.keyboard.press(view.key)
        await page.wait_for_timeout(SETTLES_MS)
    await page.screenshot(path=SCREENS / f"{name}.png")


def looking(standin: StandIn) -> Checks:
    """Let the preflight page look at the stand-in."""
    settings = Settings(
        database_url=DATABASE,
        tiktok_app_url=standin.app_url,
        tiktok_webcast_url=standin.webcast_url,
        sign_url=standin.sign_url,
    )
    return partial(checks, settings, [standin.handle])


async def take() -> None:
    """Play the rehearsal and take every picture."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        chdir(folder),
        bound_socket("127.0.0.1", 0) as listener,
    ):
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        async with (
            StandIn(load()) as standin,
            Recorder(open_log(DATABASE), library=LIBRARY) as recorder,
            serving(create_app(recorder, token=TOKEN, checks=looking(standin)), listener),
            async_playwright() as playwright,
        ):
            endpoints = Endpoints(
                app_url=standin.app_url, webcast_url=standin.webcast_url, sign_url=standin.sign_url
            )

            def listen(report: Report) -> TikTokSource:
                return TikTokSource(standin.handle, report=report, endpoints=endpoints)

            live = asyncio.create_task(recorder.follow(standin.handle, listen, rehearsal=True))
            hosting = asyncio.create_task(host(recorder))
            browser = await playwright.chromium.launch(executable_path=system_chromium(), args=ARGUMENTS)
            await asyncio.sleep(MINUTES * 60)
            await pictures(browser, address, DURING)
            await small_pictures(browser, address)
            await live
            hosting.cancel()
            await pictures(browser, address, AFTER)
            await browser.close()


def hostile_pictures() -> None:
    """Take the views full of hostile names and texts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=ARGUMENTS)
        for view in HOSTILE:
            page = browser.new_page(
                viewport={"width": WINDOW[0], "height": WINDOW[1]}, timezone_id="Asia/Jakarta", locale="en"
            )
            open_desk(page, a_hostile_live(), address=f"/{view.path}")
            page.wait_for_timeout(2 * SETTLES_MS)
            page.screenshot(path=SCREENS / f"hostile-{view.name}.png")
        browser.close()


if __name__ == "__main__":
    asyncio.run(take())
    hostile_pictures()
