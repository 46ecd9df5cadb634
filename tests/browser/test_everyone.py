"""Everybody reads the desk: nothing that axe calls serious, nothing cut off at 400 %, nothing that moves unasked."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.double import ORIGIN, Service, open_desk
from browser.story import a_busy_live

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WALK_THROUGH = Path(__file__).parents[2] / "docs" / "screen-reader.md"
LANGUAGES = ("en", "id", "pl")
THEMES = ("dark", "light", "contrast")


def everything() -> Service:
    """Return a Live in which every part of a card is to be seen."""
    service = a_busy_live()
    whisper = {"seq": 90, "by": "Ani", "text": "surat domisili cukup", "link": "https://opac.example.org/7"}
    cared = {"whispers": [whisper], "claimed_by": "Ani", "listed": 1, "approved": True}
    fact = {"text": "Bisa, gratis.", "language": "id"}
    link = {"name": "OPAC", "title": "laut bercerita", "url": "https://opac.example.org/?q=laut"}
    service.change(1, whispers=[whisper], facts=[fact], catalogue=[link])
    service.change(3, **cared)
    return service


def open_view(page: Page, service: Service, address: str, **settings: Any) -> None:
    """Show a view as somebody has set it."""
    stored = json.dumps(json.dumps(settings))
    page.add_init_script(f"localStorage.setItem('livedesk.settings', {stored})")
    open_desk(page, service, address=address)


def faults(page: Page, **options: Any) -> list[str]:
    """Ask axe what keeps people from reading this page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    asked = {"runOnly": {"type": "tag", "values": WCAG}} | options
    found = page.evaluate("options => axe.run(document, options)", asked)
    return [
        f"{each['impact']} {each['id']}: {each['help']}: {node['html'][:160]} {node['failureSummary'][-200:]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["/", "/host", "/mod", "/overlay"])
def test_axe_finds_nothing_serious_in_any_view_theme_and_language(
    page: Page, view: str, language: str
) -> None:
    page.emulate_media(reduced_motion="reduce")  # colours change at once
    open_view(page, everything(), view, locale=language, theme=THEMES[0])
    expect(page.get_by_text("Sabtu buka").first).to_be_visible()
    assert faults(page) == []
    for theme in THEMES[1:] if language == "en" else ():  # colours do not depend on the language
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        assert faults(page, runOnly={"type": "rule", "values": ["color-contrast"]}) == [], theme


def leave(page: Page) -> None:
    """Close the dialog, and wait until it is gone from the page: until then the keys are its own."""
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_axe_finds_nothing_serious_in_menus_and_dialogs(page: Page) -> None:
    service = everything()
    page.emulate_media(reduced_motion="reduce")
    open_view(page, service, "/", theme="dark")
    menu = page.get_by_role("button", name="Menu", exact=True)
    menu.click()
    assert faults(page) == []
    page.get_by_role("button", name="Second device").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Whose is it?").fill("Ani")
    dialog.get_by_role("button", name="Make a link").click()
    expect(dialog.get_by_label("Link")).to_be_visible()
    assert faults(page) == []
    leave(page)
    menu.click()
    page.get_by_role("button", name="Download").click()
    dialog.get_by_label("What").select_option("Questions")
    dialog.get_by_label("With viewers’ names").check()
    assert faults(page) == []
    leave(page)
    menu.click()
    page.get_by_role("button", name="Set-up and notes").click()
    expect(dialog.get_by_role("textbox", name="Camera")).to_be_editable()
    assert faults(page) == []
    leave(page)
    service.mark(service.say("slot gacor")["seq"], "words")
    page.keyboard.press("r")
    expect(page.get_by_role("dialog", name="House rules")).to_contain_text("slot gacor")
    assert faults(page) == []
    leave(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert faults(page) == []
    leave(page)
    page.get_by_role("button", name="More for: KTP").click()
    expect(page.get_by_role("menuitem", name="Later")).to_be_visible()
    assert faults(page) == []
    page.goto(f"{ORIGIN}/preflight")
    expect(page.get_by_text("Make room before the Live.")).to_be_visible()
    assert faults(page) == []


def test_what_the_walk_through_for_screen_readers_names_is_what_the_views_offer(page: Page) -> None:
    text = WALK_THROUGH.read_text("utf-8").replace("\n", " ")
    named = {" ".join(name.split()) for name in re.findall(r"(?<![*])[*]([^*]+)[*](?![*])", text)} - {
        "italics"
    }
    service = everything()
    heard = []

    def listen() -> None:
        heard.append(page.locator("body").aria_snapshot())

    open_view(page, service, "/overlay")
    for view in ("/host", "/mod", "/"):
        page.goto(ORIGIN + view)
        expect(page.get_by_text("Sabtu buka").first).to_be_visible()
        listen()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("group", name="Menu")).to_be_visible()
    listen()
    page.keyboard.press("Escape")
    for key, dialog in (("p", "Pulse over the Live"), ("?", "Keys")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
        listen()
        leave(page)
    page.get_by_role("button", name="More for: Dendanya").click()
    expect(page.get_by_role("menuitem", name="Later")).to_be_visible()
    listen()
    page.get_by_role("menuitem", name="Later").click()
    expect(page.get_by_role("status").filter(has_text="Later: Dendanya")).to_have_count(1)
    listen()
    assert len(named) > 10
    assert {name for name in named if not any(name in each for each in heard)} == set()


@pytest.mark.parametrize("view", ["/", "/host", "/mod"])
def test_at_400_percent_nothing_is_cut_off_or_scrolls_sideways(page: Page, view: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %: WCAG 1.4.10
    open_view(page, everything(), view, locale="pl")
    expect(page.get_by_role("article").first).to_contain_text("KTP")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    outside = page.locator("button:visible").evaluate_all(
        "all => all.filter(b => { const r = b.getBoundingClientRect(); return r.left < -1 || r.right > 321 })"
        ".map(b => b.textContent)"
    )
    assert outside == []


def test_who_wants_no_motion_sees_the_seconds_counted_instead_of_the_ring(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_view(page, everything(), "/")
    page.get_by_role("article", name="Now").get_by_role("button", name="Answered").click()
    ring = page.locator(".undo circle.run")
    expect(ring).to_have_css("display", "none")
    expect(page.locator(".undo text")).to_be_visible()
    moving = page.evaluate("document.getAnimations().filter(a => a.playState === 'running').length")
    assert moving == 0
