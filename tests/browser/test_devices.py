"""Letting a second device in, and what a page shows to whom."""

import pytest
from playwright.sync_api import Page, expect

from browser.double import open_desk
from browser.story import a_busy_live

pytestmark = pytest.mark.browser


def test_a_device_is_let_in_by_a_code_after_the_network_was_opened_and_revoked_again(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Second device").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Only this computer reaches the desk.")
    expect(dialog).to_contain_text("nothing is encrypted")
    dialog.get_by_role("button", name="Open to the local network").click()
    expect(dialog).to_contain_text("reaches the desk at http://192.168.1.20:8000")
    dialog.get_by_text("Helper").click()
    dialog.get_by_label("Whose is it?").fill("Ani")
    dialog.get_by_role("button", name="Make a link").click()
    expect(dialog.get_by_role("img", name="QR code for Ani")).to_be_visible()
    expect(dialog.get_by_label("Link")).to_have_value("http://192.168.1.20:8000/?token=abc")
    assert [(device["role"], device["name"]) for device in service.devices] == [("mod", "Ani")]
    dialog.get_by_role("button", name="Revoke: Ani").click()
    expect(dialog.get_by_role("button", name="Revoke: Ani")).to_have_count(0)
    assert service.devices == []


def test_who_only_looks_on_finds_nothing_to_decide(page: Page) -> None:
    service = a_busy_live()
    service.you = {"role": "view", "name": "hall"}
    open_desk(page, service)
    expect(page.get_by_role("article", name="Now")).to_contain_text("KTP")
    for name in ("Answered", "Now", "Back", "Fixed", "Add a question", "Yes, answered"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("button", name="Second device")).to_have_count(0)
    expect(page.get_by_role("button", name="Download")).to_have_count(0)
    assert service.decisions == []


def test_a_helper_decides_but_downloads_nothing(page: Page) -> None:
    service = a_busy_live()
    service.you = {"role": "mod", "name": "Ani"}
    open_desk(page, service)
    page.get_by_role("article", name="Now").get_by_role("button", name="Answered").click()
    expect(page.get_by_role("article", name="Now")).to_contain_text("Answered 19:47")
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("button", name="Download")).to_have_count(0)
