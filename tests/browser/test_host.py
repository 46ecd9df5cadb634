"""The host's screen: read from two metres, moved by a clicker or a finger, by nothing else."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.double import Service, comes_to, open_desk
from browser.story import a_busy_live

pytestmark = pytest.mark.browser

FINES = "Dendanya berapa kalau telat?"
HOURS = "Sabtu buka sampai jam berapa?"
NOVEL = "Ada novel Laut Bercerita gak?"


def open_host(page: Page, service: Service, address: str = "/host") -> None:
    """Show the host's screen and wait until it stands."""
    open_desk(page, service, address=address)
    expect(following(page).get_by_role("listitem").first).to_be_visible()


def following(page: Page) -> Locator:
    """Find the questions after the one on air."""
    return page.get_by_role("list", name="Next questions")


def on_air(page: Page) -> Locator:
    """Find what is on air."""
    return page.get_by_role("article", name="Now")


def texts(page: Page) -> list[str]:
    """Read the next questions from above."""
    return following(page).get_by_role("heading").all_inner_texts()


def size(of: Locator) -> float:
    """Measure the letters of a question."""
    return float(of.get_by_role("heading").first.evaluate("h => parseFloat(getComputedStyle(h).fontSize)"))


def test_it_shows_what_is_on_air_and_the_longest_waits_after_what_helpers_have_listed(page: Page) -> None:
    service = a_busy_live()
    service.change(5, listed=1)
    open_host(page, service)
    expect(on_air(page)).to_contain_text("KTP luar kota")
    assert texts(page) == [NOVEL, FINES]
    expect(page.get_by_role("contentinfo")).to_contain_text("3 more waiting")


def test_letters_are_as_large_as_the_distance_asks_and_the_screen_s_own_pixels(page: Page) -> None:
    open_host(page, a_busy_live())
    assert size(following(page)) == pytest.approx(69, abs=0.5)
    page.get_by_role("button", name="This screen").click()
    page.get_by_label("It stands 2 m away").fill("3")
    assert size(following(page)) == pytest.approx(104, abs=0.5)
    expect(following(page).get_by_role("listitem")).to_have_count(1)
    page.get_by_label("It stands 3 m away").fill("1")
    page.get_by_label("Hold a bank card").fill("646")
    assert size(following(page)) == pytest.approx(69, abs=0.5)
    page.reload()
    assert size(following(page)) == pytest.approx(69, abs=0.5)


def test_a_clicker_answers_and_goes_on_and_takes_both_back(page: Page) -> None:
    service = a_busy_live()
    open_host(page, service)
    page.keyboard.press("PageDown")
    expect(on_air(page)).to_contain_text(FINES)
    assert texts(page) == [HOURS, NOVEL]
    told = [{"kind": "answered", "question": 1}, {"kind": "acknowledged", "question": 2}]
    comes_to(page, lambda: service.decisions, told)
    page.clock.run_for(1_000)
    page.keyboard.press("PageUp")
    expect(on_air(page)).to_contain_text("KTP luar kota")
    expect(following(page)).to_contain_text(FINES)
    comes_to(page, lambda: [service.questions[id_]["status"] for id_ in (1, 2)], ["acknowledged", "open"])


def test_nothing_takes_the_place_of_what_is_read_and_what_is_new_is_counted(page: Page) -> None:
    service = a_busy_live()
    open_host(page, service)
    before = texts(page)
    for index in range(3):
        service.ask(f"Yang disematkan {index}?", pinned=True, listed=index)
    new = page.get_by_role("button", name="+3 new")
    expect(new).to_be_visible()
    page.clock.run_for(20_000)
    assert texts(page) == before
    new.click()
    page.clock.run_for(2_000)
    assert texts(page) == ["Yang disematkan 0?", "Yang disematkan 1?"]


def test_what_another_desk_answers_is_struck_through_in_place_and_stays_under_a_finger(page: Page) -> None:
    service = a_busy_live()
    open_host(page, service)
    before = texts(page)
    page.mouse.move(400, 400)
    page.mouse.down()
    service.change(2, status="answered")
    page.clock.run_for(20_000)
    assert texts(page) == before
    decoration = following(page).get_by_role("heading", name=FINES)
    expect(decoration).to_have_css("text-decoration-line", "line-through")
    page.mouse.up()
    page.clock.run_for(3_000)
    assert texts(page) == [HOURS, NOVEL]


def test_a_tap_on_a_question_does_nothing_and_hands_find_large_targets(page: Page) -> None:
    service = a_busy_live()
    open_host(page, service)
    following(page).get_by_role("heading", name=FINES).click()
    on_air(page).get_by_role("heading").click()
    assert service.decisions == []
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 64
    following(page).get_by_role("button", name="Answered").first.click()
    page.clock.run_for(1_000)
    page.get_by_role("button", name="Undo").click()
    expect(following(page).get_by_role("button", name="Answered")).to_have_count(2)
    comes_to(page, lambda: service.log[-1]["kind"], "undone")
    assert service.questions[2]["status"] == "open"


def test_what_helpers_whisper_stands_under_the_question_and_nobody_s_name_does(page: Page) -> None:
    service = a_busy_live()
    whisper = {"seq": 90, "by": "Ani", "text": "surat domisili cukup", "link": "https://opac.example.org/7"}
    service.change(1, whispers=[whisper, whisper | {"seq": 91, "text": "", "link": "javascript:alert(1)"}])
    service.change(3, claimed_by="Ani", text="@naya.reads Sabtu buka?")
    open_host(page, service)
    expect(on_air(page)).to_contain_text("Ani: surat domisili cukup")
    expect(on_air(page).get_by_role("link")).to_have_attribute("href", "https://opac.example.org/7")
    expect(following(page)).to_contain_text("Ani is on it")
    expect(following(page)).to_contain_text("@… Sabtu buka?")
    body = page.locator("body").inner_text()
    assert not [name for name in ("naya.reads", "fitri_an", "Rina A.", "kasia_w") if name in body]


def test_a_question_of_any_length_is_shown_whole(page: Page) -> None:
    service = a_busy_live()
    service.change(2, text="Apakah perpustakaan meminjamkan buku besar untuk lansia? " * 5)
    service.change(3, text="W" * 150)
    open_host(page, service)
    body = following(page).locator(".body")
    page.wait_for_function("getComputedStyle(document.querySelector('ol .body h2')).fontSize < '69px'")
    for index in range(2):
        assert body.nth(index).evaluate("b => b.scrollHeight <= b.clientHeight + 1")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_a_teleprompter_s_screen_is_mirrored(page: Page) -> None:
    open_host(page, a_busy_live(), "/host?mirror=1")
    expect(page.get_by_role("main")).to_have_css("transform", re.compile(r"matrix\(-1, 0, 0, 1"))


def test_with_nothing_on_air_the_first_is_taken_and_when_all_are_answered_it_is_said(page: Page) -> None:
    service = Service()
    service.ask("Buka jam berapa?")
    open_host(page, service)
    page.get_by_role("button", name="Take the first").click()
    expect(on_air(page)).to_contain_text("Buka jam berapa?")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("heading", name="All questions answered")).to_be_visible()
    comes_to(page, lambda: service.questions[1]["status"], "answered")


def test_the_desk_and_the_host_s_screen_lead_to_each_other(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("link", name="Host’s screen")).to_have_attribute("href", "/host")
    page.goto("http://desk.test/host")
    page.get_by_role("button", name="This screen").click()
    expect(page.get_by_role("link", name="The desk")).to_have_attribute("href", "/")
