"""What viewers see over the picture."""

import pytest
from playwright.sync_api import Page, expect

from browser.double import comes_to, open_desk
from browser.story import a_busy_live

pytestmark = pytest.mark.browser

FINES = "Dendanya berapa kalau telat?"


def test_the_overlay_shows_one_approved_question_at_a_time_and_nothing_else(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service, address="/overlay")
    articles = page.get_by_role("article")
    expect(page.get_by_role("main")).to_be_attached()
    assert page.locator("body").inner_text().strip() == ""
    service.change(2, approved=True)
    expect(articles).to_have_text([FINES])
    service.change(1, approved=True)
    expect(articles).to_have_text(["KTP luar kota bisa bikin kartu anggota gak, kak?"])
    service.change(1, status="answered")
    expect(articles).to_have_text([FINES])
    service.change(2, approved=False)
    expect(articles).to_have_count(0)
    for place in ("html", "body", "main"):
        expect(page.locator(place)).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_names_and_more_questions_only_by_the_address(page: Page) -> None:
    service = a_busy_live()
    service.change(2, approved=True)
    service.change(3, approved=True, text="<script>document.title='owned'</script>" + "W" * 400)
    open_desk(page, service, address="/overlay?names=1&most=2")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("article").first).to_contain_text("naya.reads")
    assert page.title() == "livedesk overlay"
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_the_host_shows_a_question_to_viewers_and_hides_it_again(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service, address="/host")
    now = page.get_by_role("article", name="Now")
    now.get_by_role("button", name="Show").click()
    expect(now).to_contain_text("viewers may see it")
    page.keyboard.press("v")
    expect(now.get_by_role("button", name="Show")).to_be_visible()
    comes_to(page, lambda: service.decided, ["approved", "withdrawn"])
