"""How the Live goes, over time; who is to be thanked; what is heard of new questions."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.double import ago, open_desk
from browser.story import a_busy_live, thank
from browser.test_everyone import faults

pytestmark = pytest.mark.browser


def drawings(page: Page) -> list[str]:
    """Return what is on the canvases."""
    found: list[str] = page.locator("canvas").evaluate_all("all => all.map(each => each.toDataURL())")
    return found


def test_the_pulse_is_shown_over_the_whole_live_as_picture_words_and_table(page: Page) -> None:
    service = a_busy_live()
    page.emulate_media(reduced_motion="reduce")
    open_desk(page, service)
    opener = page.get_by_role("button", name="Over time")
    page.get_by_role("region", name="Pulse").click(position={"x": 20, "y": 20})  # the tiles open it
    dialog = page.get_by_role("dialog", name="Pulse over the Live")
    expect(dialog).to_contain_text("Most viewers at 19:42: 238.")
    expect(dialog).to_contain_text("1 gap: nothing was heard for 52 s.")
    expect(page.locator("canvas")).to_have_count(4)
    assert faults(page) == []
    light = drawings(page)
    page.evaluate("document.documentElement.dataset.theme = 'contrast'")
    page.wait_for_function("old => document.querySelector('canvas').toDataURL() !== old", arg=light[0])
    page.locator(".u-over").first.hover(position={"x": 400, "y": 60})
    expect(dialog.get_by_role("heading", name="Comments a minute")).to_contain_text(" at 19:")

    service.drop()
    minute = {"at": ago(0), "viewers": 977, "comments": 4, "likes": 0, "gap_seconds": 0.0}
    service.pulse["timeline"].append(minute)
    service.pulse["gaps"].append({"from": ago(0.5), "until": ago(0)})
    page.clock.run_for(1_000)
    expect(dialog).to_contain_text("Most viewers at 19:47: 977.")
    dialog.get_by_text("Table", exact=True).click()
    row = dialog.get_by_role("row", name="19:46")
    expect(row.get_by_role("cell").last).to_have_text("18 s")
    expect(dialog.get_by_role("row", name="19:47").get_by_role("cell").first).to_have_text("977")
    assert faults(page) == []

    page.keyboard.press("p")
    expect(dialog).to_have_count(0)
    page.keyboard.press("p")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    opener.focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Close").click()
    expect(opener).to_be_focused()


def to_thank(page: Page) -> Locator:
    """Find those who wait for thanks."""
    return page.get_by_role("region", name="To thank").get_by_role("button", name=re.compile("^Thanked"))


def test_thanks_go_one_by_one_or_all_at_once_on_every_desk_and_can_be_taken_back(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(to_thank(page)).to_have_count(5)
    expect(to_thank(page).last).to_have_accessible_name("Thanked bayu_m: 3 gifts (Rose)")
    service.refusal = "It is too late."
    to_thank(page).first.click()
    expect(page.get_by_text("It is too late.")).to_be_visible()
    expect(to_thank(page)).to_have_count(5)
    service.refusal = None
    to_thank(page).nth(1).click()
    expect(page.get_by_text("Thanked: ola.k")).to_be_visible()
    expect(to_thank(page)).to_have_count(4)
    thank(service, "dewi", "share", shares=1)
    expect(to_thank(page)).to_have_count(5)

    page.keyboard.press("t")
    expect(page.get_by_text("Nobody waits for thanks.")).to_be_visible()
    expect(page.get_by_text("Thanked: 5 people")).to_be_visible()
    page.clock.run_for(600)
    page.keyboard.press("u")
    expect(to_thank(page)).to_have_count(5)
    assert [each["kind"] for each in service.decisions] == ["thanked", "thanked"]

    service.beat(thanks={"until": service.seq + 1, "people": [], "more": 0})  # another desk has thanked them
    expect(to_thank(page)).to_have_count(0)


def test_a_page_that_only_looks_on_sees_whom_to_thank_and_empties_nothing(page: Page) -> None:
    service = a_busy_live()
    service.you = {"role": "view", "name": ""}
    open_desk(page, service)
    expect(page.get_by_role("region", name="To thank")).to_contain_text("bayu_m")
    page.keyboard.press("t")
    expect(to_thank(page)).to_have_count(0)
    expect(page.get_by_role("region", name="To thank")).to_contain_text("bayu_m")
    assert service.decisions == []
