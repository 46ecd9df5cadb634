"""A helper's screen: finding answers for the host, and keeping the host's list."""

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.double import comes_to, open_desk
from browser.story import a_busy_live

pytestmark = pytest.mark.browser

FINES = "Dendanya berapa kalau telat?"
HOURS = "Sabtu buka sampai jam berapa?"
NOVEL = "Ada novel Laut Bercerita gak?"


def card(page: Page, text: str) -> Locator:
    """Find a question's card in the list."""
    return page.get_by_role("list", name="Waiting questions").get_by_role("listitem").filter(has_text=text)


def host_list(page: Page) -> Locator:
    """Find the host's list."""
    return page.get_by_role("region", name="The host’s list")


def test_a_claim_bears_the_helper_s_name_and_is_let_go_again(page: Page) -> None:
    service = a_busy_live()
    service.you = {"role": "mod", "name": "Ani"}
    open_desk(page, service, address="/mod")
    card(page, HOURS).get_by_role("button", name="I’m on it").click()
    expect(card(page, HOURS)).to_contain_text("Ani is on it")
    comes_to(page, lambda: service.questions[3]["claimed_by"], "Ani")
    card(page, HOURS).get_by_role("button", name="Let go").click()
    expect(card(page, HOURS)).not_to_contain_text("Ani is on it")


def test_at_the_desk_itself_a_helper_types_a_name(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service, address="/mod")
    page.get_by_label("Your name").fill("Budi")
    card(page, HOURS).get_by_role("button", name="I’m on it").click()
    expect(card(page, HOURS)).to_contain_text("Budi is on it")
    comes_to(page, lambda: service.decisions, [{"kind": "claimed", "question": 3, "by": "Budi"}])


def test_a_whisper_with_a_link_reaches_the_card(page: Page) -> None:
    service = a_busy_live()
    service.you = {"role": "mod", "name": "Ani"}
    open_desk(page, service, address="/mod")
    card(page, HOURS).get_by_role("button", name="Whisper", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What to say").fill("Sampai jam tiga")
    dialog.get_by_label("Link").fill("javascript:alert(1)")
    expect(dialog.get_by_role("button", name="Whisper")).to_be_disabled()
    dialog.get_by_label("Link").fill("https://lib.example.org/jam")
    dialog.get_by_role("button", name="Whisper").click()
    expect(card(page, HOURS)).to_contain_text("Ani: Sampai jam tiga")
    link = card(page, HOURS).get_by_role("link", name="lib.example.org")
    expect(link).to_have_attribute("href", "https://lib.example.org/jam")


def test_the_host_s_list_is_filled_ordered_and_emptied(page: Page) -> None:
    service = a_busy_live()
    service.you = {"role": "mod", "name": "Ani"}
    open_desk(page, service, address="/mod")
    expect(host_list(page)).to_contain_text("Empty")
    for text in (NOVEL, HOURS, FINES):
        card(page, text).get_by_role("button", name="List", exact=True).click()
    rows = host_list(page).get_by_role("listitem")
    expect(rows).to_have_text([NOVEL, HOURS, FINES])
    host_list(page).get_by_role("button", name=f"Further up: {FINES}").click()
    expect(rows).to_have_text([NOVEL, FINES, HOURS])
    host_list(page).get_by_role("button", name=f"Further down: {NOVEL}").click()
    expect(rows).to_have_text([FINES, NOVEL, HOURS])
    host_list(page).get_by_role("button", name=f"Off the list: {FINES}").click()
    expect(rows).to_have_text([NOVEL, HOURS])
    page.goto("http://desk.test/host")
    following = page.get_by_role("list", name="Next questions").get_by_role("heading")
    expect(following).to_have_text([NOVEL, HOURS])


def test_a_helper_works_by_keys_and_approves_nothing_for_viewers(page: Page) -> None:
    service = a_busy_live()
    service.you = {"role": "mod", "name": "Ani"}
    open_desk(page, service, address="/mod")
    card(page, FINES).focus()
    page.keyboard.press("c")
    page.keyboard.press("h")
    expect(card(page, FINES)).to_contain_text("Ani is on it")
    expect(host_list(page)).to_contain_text(FINES)
    page.keyboard.press("w")
    page.get_by_role("dialog").get_by_label("What to say").fill("Rp500 sehari")
    page.keyboard.press("Enter")
    expect(card(page, FINES)).to_contain_text("Rp500 sehari")
    page.clock.run_for(1_000)
    page.keyboard.press("u")
    expect(card(page, FINES)).not_to_contain_text("Rp500 sehari")
    page.get_by_role("button", name=f"More for: {FINES}").click()
    expect(page.get_by_role("menuitem", name="Asks the same as another")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Show to viewers")).to_have_count(0)
    comes_to(page, lambda: service.decided, ["claimed", "listed", "whispered"])
