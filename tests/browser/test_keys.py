"""One key per action: shown, chosen anew, kept."""

import pytest
from playwright.sync_api import Page, expect

from browser.double import comes_to, open_desk
from browser.story import a_busy_live

pytestmark = pytest.mark.browser


def test_a_key_is_chosen_by_pressing_it_is_kept_and_can_be_given_back(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    now = page.get_by_role("article", name="Now")
    expect(now).to_contain_text("KTP")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Key a: Answered").click()
    page.keyboard.press("x")
    expect(dialog.get_by_role("button", name="Key x: Answered")).to_be_visible()
    page.reload()
    expect(now).to_contain_text("KTP")
    page.keyboard.press("a")
    assert service.decisions == []
    page.keyboard.press("x")
    expect(now).to_contain_text("Answered 19:47")
    page.keyboard.press("?")
    dialog.get_by_role("button", name="Our keys again").click()
    expect(dialog.get_by_role("button", name="Key a: Answered")).to_be_visible()


def test_a_clicker_goes_on_at_the_desk_too(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(page.get_by_role("article", name="Now")).to_contain_text("KTP")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("article", name="Now")).to_contain_text("Dendanya")
    comes_to(page, lambda: service.decided, ["answered", "acknowledged"])
