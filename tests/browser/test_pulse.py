"""How the Live goes, over time; who is to be thanked; what is heard of questions; what a page that was away says."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.double import Service, ago, comes_to, listening, open_desk
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
    expect(page.locator(".notice")).to_contain_text("It is too late.")
    expect(to_thank(page)).to_have_count(5)
    service.refusal = None
    to_thank(page).nth(1).click()
    expect(page.locator(".undo")).to_contain_text("Thanked: ola.k")
    expect(to_thank(page)).to_have_count(4)
    comes_to(page, lambda: service.decided, ["thanked"])
    thank(service, "dewi", "share", shares=1)
    expect(to_thank(page)).to_have_count(5)

    page.keyboard.press("t")
    expect(page.get_by_text("Nobody waits for thanks.")).to_be_visible()
    page.clock.run_for(600)
    page.keyboard.press("u")
    expect(to_thank(page)).to_have_count(5)
    comes_to(page, lambda: service.log[-1]["kind"], "undone")
    assert service.decided == ["thanked", "thanked"]

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


# What is heard of new questions.

COUNT_TONES = """
// What Playwright evaluates counts as somebody's hand, so the page is told only of the tests' clicks.
let touched = false;
addEventListener('pointerdown', () => (touched = true), true);
Object.defineProperty(navigator, 'userActivation', { get: () => ({ hasBeenActive: touched }) });
window.tones = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) {
  window.tones.push(this.frequency.value);
  return start.apply(this, at);
};
"""


def test_a_quiet_cue_for_new_questions_is_off_until_it_is_wished_and_never_for_more_askers(
    page: Page,
) -> None:
    service = a_busy_live()
    page.add_init_script(COUNT_TONES)
    open_desk(page, service)
    expect(page.get_by_role("article", name="Now")).to_contain_text("KTP")
    said = page.get_by_role("log")

    def asked(text: str) -> int:
        page.clock.run_for(1_500)  # what stands there when the page opens is not new
        service.ask(text)
        page.clock.run_for(11_000)
        expect(said).to_contain_text(text)
        return int(page.evaluate("tones.length"))

    assert asked("Boleh bawa anak?") == 0
    mute = page.locator(".notice", has_text="no cue before this page has been clicked once")
    expect(mute).to_have_count(0)
    page.evaluate("localStorage.setItem('livedesk.settings', JSON.stringify({ cue: true }))")
    page.reload()
    expect(page.get_by_role("article", name="Now")).to_contain_text("KTP")
    assert asked("Ada colokan?") == 0
    expect(mute).to_be_visible()
    page.get_by_role("button", name="OK", exact=True).click()
    asked("Ada mushola?")
    page.wait_for_function("tones.length === 2")
    service.change(2, askers=40)
    service.remove(5)
    page.clock.run_for(11_000)
    assert page.evaluate("tones.length") == 2

    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_label("Quiet cue for new questions").uncheck()
    page.get_by_role("button", name="Try it").click()
    page.wait_for_function("tones.length === 4")
    page.keyboard.press("Escape")
    assert asked("Parkirnya bayar?") == 4


# Staying alive.


def test_a_page_that_slept_takes_the_stream_up_again_and_says_how_long_and_what_came(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    chat = page.get_by_role("region", name="Live chat")
    expect(chat).to_contain_text("sri.w")
    seen = service.seq
    service.sockets.clear()  # nothing reaches a computer that sleeps, and no socket is closed
    service.say("waktu tidur")
    service.ask("Masih bisa tanya?")
    page.clock.fast_forward(12 * 60_000)
    page.clock.run_for(6_000)
    expect(chat).to_contain_text("waktu tidur")
    told = "Caught up after 12 min: 2 entries came in meanwhile. 1 of them is a new question."
    expect(page.locator(".notice")).to_contain_text(told)
    expect(page.get_by_role("status").filter(has_text=told)).to_have_count(1)
    assert service.streams == [None, seen]


def test_a_desk_that_could_not_be_asked_for_a_while_does_not_stay_offline(page: Page) -> None:
    service = Service()
    service.listeners = [listening(None, state="waiting")]
    open_desk(page, service)
    expect(page.get_by_role("banner")).to_contain_text("Not live yet")
    service.reachable = False
    with page.expect_event("requestfailed"):
        page.clock.run_for(2_000)
    page.clock.run_for(4_000)
    expect(page.get_by_role("banner")).to_contain_text("Desk offline")
    service.reachable = True
    with page.expect_response("**/api/listeners"):
        page.clock.run_for(2_000)
    expect(page.get_by_role("banner")).to_contain_text("Not live yet")
