"""Names and comments that are meant to break a screen are text on it, and stay where they belong."""

import pytest
from playwright.sync_api import Page, expect

from browser.double import open_desk
from browser.story import a_hostile_live

pytestmark = pytest.mark.browser

CUT_OFF = """
() => [...document.querySelectorAll('button, a, input')]
  .filter((each) => each.checkVisibility() && !each.closest('[aria-hidden=true]'))
  .map((each) => each.getBoundingClientRect())
  .filter(({ width, left, right }) => width && (left < -1 || right > innerWidth + 1)).length
"""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("view", ["/", "/host", "/mod", "/overlay?names=1&most=9"])
def test_no_text_of_a_viewer_becomes_markup_or_widens_a_view(page: Page, view: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_desk(page, a_hostile_live(), address=view)
    expect(page.get_by_text("<script>").first).to_be_attached()
    assert page.locator("main script, main img").count() == 0
    assert "owned" not in page.title()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(CUT_OFF) == 0
