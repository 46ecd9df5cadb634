"""A page in a real Chromium for each test, and nothing on its console."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser.chromium import ARGUMENTS, executable


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Launch one Chromium for a module's tests: while it runs, no test after it could have an event loop."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(playwright), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window of the desk's size; an error in the page fails the test."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, timezone_id="Asia/Jakarta", locale="en"
    )
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    yield window
    context.close()
    assert faults == []
