"""Takes the pictures in docs/screens from a rehearsal in real time: `make screens`, which takes eight minutes.

A host who is a program answers what has waited longest every twenty seconds; the rest is as anybody would see it.
"""

import asyncio
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from browser.chromium import ARGUMENTS, system_chromium
from livedesk.api import create_app
from livedesk.app import bound_socket, serving
from livedesk.events import Acknowledged, Answered
from livedesk.log import open_log
from livedesk.recorder import DecisionRefused, Recorder
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.script import load
from livedesk.sources import Report
from livedesk.sources.tiktok import Endpoints, TikTokSource

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
SIZES = ((1280, 800), (820, 1180), (390, 844))
THEMES = ("dark", "light")
MINUTES = float(os.environ.get("SCREENS_AFTER_MINUTES", "8.2"))
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


async def picture(browser: Browser, address: str, theme: str, size: tuple[int, int]) -> None:
    """Open the desk in a window of this size and keep its picture."""
    page = await browser.new_page(
        viewport={"width": size[0], "height": size[1]}, timezone_id="Asia/Jakarta", locale="en"
    )
    await page.add_init_script(f"localStorage.setItem('livedesk.settings', '{{\"theme\":\"{theme}\"}}')")
    await page.goto(address)
    await page.get_by_label("Pulse", exact=True).wait_for()
    await page.wait_for_function("document.fonts.ready")
    await page.wait_for_timeout(1500)
    await page.screenshot(path=SCREENS / f"desk-{theme}-{size[0]}.png")
    await page.close()


async def take() -> None:
    """Play the rehearsal and take every picture."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, bound_socket("127.0.0.1", 0) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/?token={TOKEN}"
        async with (
            StandIn(load()) as standin,
            Recorder(open_log(f"sqlite:///{folder}/live.db")) as recorder,
            serving(create_app(recorder, token=TOKEN), listener),
            async_playwright() as playwright,
        ):
            endpoints = Endpoints(
                app_url=standin.app_url, webcast_url=standin.webcast_url, sign_url=standin.sign_url
            )

            def listen(report: Report) -> TikTokSource:
                return TikTokSource(standin.handle, report=report, endpoints=endpoints)

            tasks = [
                asyncio.create_task(recorder.follow(standin.handle, listen, rehearsal=True)),
                asyncio.create_task(host(recorder)),
            ]
            await asyncio.sleep(MINUTES * 60)
            browser = await playwright.chromium.launch(executable_path=system_chromium(), args=ARGUMENTS)
            for size in SIZES:
                for theme in THEMES:
                    await picture(browser, address, theme, size)
            await browser.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(take())
