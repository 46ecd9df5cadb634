"""What a librarian does at the desk, in a real browser, with a service made by hand."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.double import NOW, Service, ago, comes_to, found, healthy, iso, listening, open_desk
from browser.story import a_busy_live

pytestmark = pytest.mark.browser

FINES = "Dendanya berapa kalau telat?"
HOURS = "Sabtu buka sampai jam berapa?"
NOVEL = "Ada novel Laut Bercerita gak?"


def card(page: Page, text: str) -> Locator:
    """Find a question's card in the list."""
    return page.get_by_role("list", name="Waiting questions").get_by_role("listitem").filter(has_text=text)


def now(page: Page) -> Locator:
    """Find what is on air."""
    return page.get_by_role("article", name="Now")


def chat(page: Page) -> Locator:
    """Find the live chat."""
    return page.get_by_role("region", name="Live chat")


def notice(page: Page) -> Locator:
    """Find what the dock tells."""
    return page.locator(".notice")


def waiting(page: Page) -> list[str]:
    """Read the questions in the list from above."""
    return page.get_by_role("list", name="Waiting questions").get_by_role("heading").all_inner_texts()


def free_the_list(page: Page) -> None:
    """Take the pointer out of the list, so that it may close up."""
    page.mouse.move(1100, 20)


# What the desk shows.


def test_the_longest_wait_stands_first_and_every_wait_is_told_in_words(page: Page) -> None:
    open_desk(page, a_busy_live())
    expect(card(page, FINES)).to_contain_text("Overdue")
    expect(card(page, HOURS)).to_contain_text("Long wait")
    expect(card(page, NOVEL)).to_contain_text("Waiting")
    expect(card(page, "Legimi")).to_contain_text("New")
    assert waiting(page)[:3] == [FINES, HOURS, NOVEL]


def test_the_title_of_the_tab_says_how_many_are_open(page: Page) -> None:
    open_desk(page, a_busy_live())
    expect(page).to_have_title("7 open · livedesk")


def test_a_wait_grows_by_itself(page: Page) -> None:
    open_desk(page, a_busy_live())
    expect(card(page, NOVEL)).to_contain_text("4min")
    page.clock.fast_forward("02:10")
    expect(card(page, NOVEL)).to_contain_text("6min")
    expect(card(page, NOVEL)).to_contain_text("Long wait")


def test_the_counts_are_the_service_s(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    service.beat(viewers_now=215, likes=999)
    pulse = page.get_by_role("region", name="Pulse")
    for figure in ("215", "peak 231", "18", "842 in all", "999", "9 gifts", "17 follows", "6 shares"):
        expect(pulse).to_contain_text(figure)


def test_a_question_in_another_language_says_which_and_is_marked_for_screen_readers(page: Page) -> None:
    open_desk(page, a_busy_live())
    expect(card(page, "Legimi")).to_contain_text("Polish")
    expect(card(page, "Legimi").get_by_role("heading")).to_have_attribute("lang", "pl")


# Deciding.


def test_answered_strikes_through_in_place_and_the_card_goes_once_nobody_is_in_the_list(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(card(page, FINES)).to_be_visible()
    before = waiting(page)
    card(page, HOURS).get_by_role("button", name="Answered", exact=True).click()
    expect(card(page, HOURS)).to_contain_text("Answered 19:47")
    assert waiting(page) == before
    page.clock.run_for(7_000)
    assert waiting(page) == before
    free_the_list(page)
    page.clock.run_for(1_500)
    expect(card(page, HOURS)).to_have_count(0)
    comes_to(page, lambda: service.decisions, [{"kind": "answered", "question": 3}])


def test_undo_is_offered_for_five_seconds_and_brings_the_question_back(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    card(page, HOURS).get_by_role("button", name="Answered", exact=True).click()
    page.clock.run_for(1_000)
    page.get_by_role("button", name="Undo").click()
    expect(card(page, HOURS).get_by_role("button", name="Answered", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    comes_to(page, lambda: service.log[-1]["kind"], "undone")
    assert service.questions[3]["status"] == "open"


def test_undo_is_deaf_at_first_and_gone_after_five_seconds(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    page.clock.pause_at(NOW.replace(second=30))
    card(page, HOURS).get_by_role("button", name="Answered", exact=True).click()
    page.keyboard.press("u")
    page.clock.run_for(400)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.clock.run_for(5_000)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    comes_to(page, lambda: service.questions[3]["status"], "answered")


def test_now_puts_a_question_on_air_and_the_one_before_waits_on(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    card(page, FINES).get_by_role("button", name="Now").click()
    expect(now(page)).to_contain_text(FINES)
    expect(now(page)).to_contain_text("0:0")
    comes_to(page, lambda: service.questions[2]["status"], "acknowledged")
    assert service.questions[1]["status"] == "open"


def test_back_puts_what_is_on_air_into_the_queue_again(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    now(page).get_by_role("button", name="Back").click()
    expect(now(page)).to_contain_text("Nothing on air")
    expect(card(page, "KTP")).to_contain_text("Long wait")


def test_a_hint_answers_or_is_waved_away(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(card(page, HOURS)).to_contain_text("You said at 19:45: “Sabtu kita buka sampai jam tiga sore”")
    card(page, HOURS).get_by_role("button", name="No", exact=True).click()
    expect(card(page, HOURS)).not_to_contain_text("You said")
    assert service.decisions == []


def test_a_hint_that_was_waved_away_stays_away_after_a_reload_and_another_one_comes(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    card(page, HOURS).get_by_role("button", name="No", exact=True).click()
    page.reload()
    expect(card(page, HOURS)).to_be_visible()
    expect(card(page, HOURS)).not_to_contain_text("You said")
    [hint] = service.questions[3]["hints"]
    newer = {"from": "viewer", "seq": 999, "text": "sampai jam 3 kak", "score": 0.9}
    service.change(3, hints=[hint, newer])
    expect(card(page, HOURS)).to_contain_text("A viewer said: “sampai jam 3 kak”")


def test_one_key_confirms_what_a_hint_says(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    card(page, HOURS).focus()
    page.keyboard.press("a")
    expect(card(page, HOURS)).to_contain_text("Answered 19:47")
    comes_to(page, lambda: service.decisions, [{"kind": "answered", "question": 3}])


def test_what_the_library_keeps_ready_stands_beside_the_question_and_on_air(page: Page) -> None:
    service = a_busy_live()
    facts = [{"text": "Bisa, gratis. Bawa KTP dan surat domisili.", "language": "id"}]
    service.questions[1]["facts"] = service.questions[3]["facts"] = facts
    open_desk(page, service)
    for place in (now(page), card(page, HOURS)):
        expect(place.get_by_text(facts[0]["text"])).to_have_attribute("lang", "id")


def test_the_catalogue_is_asked_by_the_host_s_click_alone(page: Page) -> None:
    service = a_busy_live()
    address = "https://opac.example.org/index.php?keywords=laut%20bercerita"
    links = [
        {"name": "", "title": "laut bercerita", "url": address},
        {"name": "OneSearch", "title": "laut bercerita", "url": "javascript:alert(1)"},
    ]
    service.questions[5]["catalogue"] = links
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    open_desk(page, service)
    link = card(page, NOVEL).get_by_role("link")
    expect(link).to_have_text("Catalogue: “laut bercerita”")
    expect(link).to_have_attribute("href", address)
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")
    assert not [url for url in asked if "opac.example.org" in url]


def test_a_place_in_the_queue_is_explained_to_pointer_and_keyboard(page: Page) -> None:
    service = a_busy_live()
    service.questions[2]["head_starts"] = [
        {"reason": "people", "seconds": 300},
        {"reason": "asked_again", "seconds": 180},
    ]
    open_desk(page, service)
    why = "Asked at 19:35. Several people: counts 5 min more. Asked again: counts 3 min more."
    expect(card(page, FINES).get_by_title(why)).to_be_visible()
    page.get_by_role("button", name=f"More for: {FINES}").click()
    expect(page.get_by_role("menu")).to_have_accessible_description(why)


def test_a_comment_that_was_taken_for_none_by_a_lesson_can_be_added_after_all(page: Page) -> None:
    service = a_busy_live()
    service.change(5, status="dismissed")
    open_desk(page, service)
    chat(page).get_by_role("button", name=f"Add as a question: {NOVEL}").click()
    expect(card(page, NOVEL)).to_be_visible()
    comes_to(page, lambda: service.decisions, [{"kind": "reopened", "question": 5}])


def test_the_menu_defers_refers_merges_and_pins(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    page.get_by_role("button", name=f"More for: {NOVEL}").click()
    page.get_by_role("menuitem", name="Asks the same as another").click()
    page.get_by_role("dialog").get_by_role("button", name=HOURS).click()
    expect(card(page, NOVEL)).to_contain_text("Joined with another")
    page.get_by_role("button", name=f"More for: {HOURS}").click()
    page.get_by_role("menuitem", name="Refer").click()
    page.get_by_label("Name or department").fill("Sirkulasi")
    page.get_by_role("dialog").get_by_role("button", name="Refer").click()
    expect(card(page, HOURS)).to_contain_text("Referred")
    page.get_by_role("button", name=f"More for: {FINES}").click()
    page.get_by_role("menuitem", name="Keep at the top").click()
    expect(card(page, FINES)).to_contain_text("pinned")
    told = [
        {"kind": "merged", "question": 5, "into": 3},
        {"kind": "referred", "question": 3, "to": "Sirkulasi"},
        {"kind": "pinned", "question": 2},
    ]
    comes_to(page, lambda: service.decisions, told)


@pytest.mark.parametrize("address", ["/", "/mod"])
def test_while_the_chat_is_lost_questions_are_typed_one_after_the_other(page: Page, address: str) -> None:
    service = a_busy_live()
    open_desk(page, service, address=address)
    service.feel("reconnecting", attempt=2)
    expect(card(page, FINES)).to_be_visible()
    page.keyboard.press("+")
    dialog = page.get_by_role("dialog", name="Add a question")
    expect(dialog).to_contain_text("The chat does not reach the desk just now")
    service.refusal = "The disk is full."
    page.keyboard.type("Boleh bawa kucing?")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("The disk is full.")
    service.refusal = None
    for text in ("", "Ada kantin?"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(dialog.get_by_label("What was asked?")).to_have_value("")
    expect(dialog.get_by_role("listitem")).to_have_text(["Added: Ada kantin?", "Added: Boleh bawa kucing?"])
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(card(page, "Boleh bawa kucing?")).to_contain_text("typed by hand")
    expect(card(page, "Ada kantin?")).to_have_count(1)
    service.feel("live")
    page.keyboard.press("+")
    page.keyboard.type("Ada wifi?")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(card(page, "Ada wifi?")).to_have_count(1)


def test_a_comment_the_detector_passed_over_is_added_from_the_chat(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    row = chat(page).locator(".row").filter(has_text="rak bukunya")
    row.hover()
    row.get_by_role("button", name="Add as a question").click()
    expect(card(page, "rak bukunya bagus bgt")).to_have_count(1)


def test_a_refusal_is_said_calmly_and_the_desk_shows_what_is_true(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    service.refusal = "Another desk has answered this question already."
    card(page, HOURS).get_by_role("button", name="Answered", exact=True).click()
    expect(notice(page)).to_contain_text("Another desk has answered this question already.")
    expect(card(page, HOURS).get_by_role("button", name="Answered", exact=True)).to_be_visible()


def test_what_another_desk_decides_is_shown_in_place(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(card(page, FINES)).to_be_visible()
    before = waiting(page)
    service.enter("answered", question=2, by="mod")
    service.change(2, status="answered")
    expect(card(page, FINES)).to_contain_text("Answered 19:47")
    assert waiting(page) == before


def test_undo_after_another_desk_has_decided_takes_back_ours_not_theirs(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    card(page, HOURS).get_by_role("button", name="Answered", exact=True).click()
    expect(card(page, HOURS)).to_contain_text("Answered 19:47")
    service.enter("answered", question=2, by="mod")
    service.change(2, status="answered")
    page.clock.run_for(1_000)
    page.get_by_role("button", name="Undo").click()
    expect(card(page, HOURS).get_by_role("button", name="Answered", exact=True)).to_be_visible()
    comes_to(page, lambda: service.log[-1]["kind"], "undone")
    assert service.questions[2]["status"] == "answered"
    assert service.questions[3]["status"] == "open"


def test_trouble_with_the_live_stands_in_the_header_until_it_is_fixed(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    banner = page.get_by_role("banner")
    expect(banner).to_contain_text("Suaranya putus-putus")
    banner.get_by_role("button", name="Fixed").click()
    expect(banner).not_to_contain_text("Suaranya putus-putus")


# Nothing moves.


def test_a_new_question_comes_in_at_the_end_and_is_counted_below_the_edge(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    card(page, FINES).hover()
    place = card(page, FINES).bounding_box()
    for index in range(3):
        service.ask(f"Pertanyaan baru {index}?")
    more = page.get_by_role("button", name="+3 new")
    expect(more).to_be_visible()
    assert waiting(page)[-1] == "Pertanyaan baru 2?"
    assert card(page, FINES).bounding_box() == place


def test_taking_a_question_on_air_moves_no_other_card(page: Page) -> None:
    service = a_busy_live()
    service.questions[1]["status"] = "open"
    open_desk(page, service)
    place = card(page, HOURS).bounding_box()
    card(page, NOVEL).get_by_role("button", name="Now").click()
    expect(now(page)).to_contain_text(NOVEL)
    assert card(page, HOURS).bounding_box() == place


# By keyboard alone.


def test_a_whole_session_by_keyboard(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(card(page, FINES)).to_be_visible()
    page.keyboard.press("a")
    expect(now(page)).to_contain_text("Answered 19:47")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(card(page, HOURS)).to_be_focused()
    page.keyboard.press("l")
    expect(card(page, NOVEL)).to_be_focused()
    page.keyboard.press("d")
    page.keyboard.press("n")
    expect(now(page)).to_contain_text("Legimi")
    page.keyboard.press("b")
    expect(now(page)).to_contain_text("Nothing on air")
    page.clock.run_for(600)
    page.keyboard.press("Control+z")
    expect(now(page)).to_contain_text("Legimi")
    kinds = ["answered", "deferred", "dismissed", "acknowledged", "reopened"]
    comes_to(page, lambda: service.decided, kinds)


def test_the_keys_are_shown_and_can_be_switched_off(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(card(page, FINES)).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Answered: the selected one")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_label("Single keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert service.decisions == []


def test_keys_typed_into_a_field_decide_nothing(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    page.get_by_role("button", name="Add a question").click()
    page.keyboard.type("apa ada jadwal?")
    expect(page.get_by_label("What was asked?")).to_have_value("apa ada jadwal?")
    assert service.decisions == []


# The chat.


def test_the_chat_follows_the_newest_and_marks_questions(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    for index in range(320):
        service.say(f"komentar {index}")
    expect(chat(page)).to_contain_text("komentar 319")
    assert 200 <= chat(page).locator(".row").count() <= 300
    service.ask("Boleh bawa anak?")
    row = chat(page).locator(".row").filter(has_text="Boleh bawa anak?")
    expect(row.get_by_role("img", name="Question")).to_be_visible()
    expect(row).to_be_in_viewport()


def test_hold_stops_the_chat_and_counts_what_comes(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(chat(page)).to_contain_text("sri.w")
    page.keyboard.press("f")
    for index in range(12):
        service.say(f"komentar {index}")
    button = chat(page).get_by_role("button", name="12 new")
    expect(button).to_be_visible()
    expect(chat(page)).not_to_contain_text("komentar 3")
    button.click()
    expect(chat(page)).to_contain_text("komentar 11")


def test_a_reader_who_scrolled_up_is_not_pulled_down(page: Page) -> None:
    service = a_busy_live()
    for index in range(60):
        service.say(f"lama {index}")
    open_desk(page, service)
    rows = chat(page).get_by_role("group")
    expect(chat(page)).to_contain_text("lama 59")
    rows.evaluate("rows => rows.scrollTop = 200")
    expect(chat(page).get_by_role("button", name="Go on")).to_be_visible()
    service.say("komentar baru")
    expect(chat(page).get_by_role("button", name="1 new")).to_be_visible()
    assert rows.evaluate("rows => rows.scrollTop") == 200


def test_what_moderators_delete_leaves_the_chat_even_while_it_is_held(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(chat(page)).to_contain_text("rak bukunya bagus bgt")
    page.keyboard.press("f")
    message = next(
        entry["message_id"] for entry in service.log if entry.get("text") == "rak bukunya bagus bgt"
    )
    service.enter("deleted", message_ids=[message], viewer_keys=[])
    expect(chat(page)).not_to_contain_text("rak bukunya bagus bgt")


def test_what_breaks_the_house_s_rules_is_marked_for_the_desk_until_moderators_delete_it(page: Page) -> None:
    service = a_busy_live()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: true })")
    page.add_init_script("navigator.clipboard = { writeText: async (text) => void (window.copied = text) }")
    open_desk(page, service)
    expect(card(page, FINES)).to_be_visible()
    said = service.say("slot gacor hari ini", who="promo77")
    service.mark(said["seq"], "words")
    asked = service.ask("wa aku [phone] ya, ada wifi?", who="rini")
    service.mark(asked, "contact")
    row = chat(page).locator(".row").filter(has_text="slot gacor")
    expect(row).to_contain_text("words")
    expect(card(page, "ada wifi?")).to_contain_text("contact data")
    expect(chat(page).get_by_role("button", name="House rules, 2 comments marked")).to_be_visible()
    page.keyboard.press("r")
    panel = page.get_by_role("dialog", name="House rules")
    marked = panel.get_by_role("list", name="Comments that may break them").get_by_role("listitem")
    expect(marked).to_have_text([re.compile("wa aku.*contact data"), re.compile("slot gacor.*words")])
    expect(panel).to_contain_text("Be kind.")
    panel.get_by_role("button", name="Copy, Indonesian").click()
    expect(panel.get_by_role("button", name="Copy, Indonesian")).to_have_text("Copied")
    assert page.evaluate("window.copied") == "Santun, ya."
    service.enter("deleted", message_ids=[said["message_id"]], viewer_keys=[])
    expect(marked).to_have_count(1)
    expect(row).to_have_count(0)
    service.enter("deleted", message_ids=[], viewer_keys=["v-rini"])
    expect(marked).to_have_text("None so far.")


# Thanks.


# The line.


def test_a_lost_stream_is_taken_up_from_its_seq_without_a_gap_or_a_repeat(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(chat(page)).to_contain_text("sri.w")
    seen = service.seq
    service.drop()
    service.say("di tengah")
    page.clock.run_for(1_000)
    service.say("sesudah")
    expect(chat(page)).to_contain_text("sesudah")
    assert service.streams == [None, seen]
    assert chat(page).get_by_text("di tengah").count() == 1
    expect(page.get_by_role("banner")).to_contain_text("Connected")


def test_being_offline_is_said_after_two_seconds_and_what_came_in_meanwhile_too(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(chat(page)).to_contain_text("sri.w")
    page.clock.pause_at(NOW.replace(minute=48))
    service.reachable = False
    service.drop()
    page.clock.run_for(1_500)
    expect(page.get_by_role("banner")).to_contain_text("Connected")
    page.clock.run_for(3_000)
    expect(page.get_by_role("banner")).to_contain_text("Desk offline")
    expect(notice(page)).to_contain_text("It goes on recording")
    service.reachable = True
    service.say("waktu putus")
    page.get_by_role("button", name="Try now").click()
    page.clock.run_for(500)
    expect(chat(page)).to_contain_text("waktu putus")
    page.clock.run_for(1_500)
    expect(notice(page)).to_contain_text("1 entry came in meanwhile.")


def test_a_desk_that_fell_behind_comes_back_at_once(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(chat(page)).to_contain_text("sri.w")
    seen = service.seq
    service.drop(code=4008)
    service.say("ketinggalan")
    expect(chat(page)).to_contain_text("ketinggalan")
    assert service.streams == [None, seen]


def test_reconnecting_to_the_live_is_told_with_what_to_do(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(page.get_by_role("banner")).to_contain_text("Connected")
    retry = iso(NOW.replace(minute=48))
    service.feel("reconnecting", last_frame_at=ago(0.5), retry_at=retry, attempt=2)
    expect(page.get_by_role("banner")).to_contain_text("Reconnecting")
    expect(notice(page)).to_contain_text("Your list is safe; keep talking.")
    service.feel("live")
    expect(notice(page)).to_have_count(0)


def test_a_gap_is_told_until_the_host_has_read_it(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(card(page, FINES)).to_be_visible()
    service.enter("gap", seconds=52.0, reason="lost")
    told = "52 s not seen, 19:46 to 19:47. Ask viewers to repeat what they asked."
    expect(notice(page)).to_contain_text(told)
    expect(page.get_by_role("status").filter(has_text=told)).to_have_count(1)  # for who does not see it
    page.get_by_role("button", name="OK").click()
    expect(page.get_by_text(told)).to_have_count(0)


# Before, between and after.


def test_before_the_live_the_desk_waits_and_opens_by_itself(page: Page) -> None:
    service = Service()
    idle = {"state": "waiting", "code": "offline", "last_frame_at": None, "since": ago(8 / 60)}
    service.listeners = [listening(None, **idle)]
    open_desk(page, service)
    expect(page.get_by_role("heading", name="Ready. Start the Live when you like.")).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text("Not live yet")
    service.listeners = [listening(1)]
    page.clock.run_for(2_000)
    expect(page.get_by_role("heading", name="No questions yet")).to_be_visible()


def test_before_the_live_everything_is_looked_at_and_the_host_tries_to_read_the_screen(page: Page) -> None:
    service = Service()
    service.listeners = [listening(None, state="waiting")]
    open_desk(page, service)
    page.get_by_role("link", name="Before the Live").click()
    rows = page.get_by_role("list", name="Before the Live").get_by_role("listitem")
    expect(rows).to_have_text(["Clock All is well.", "Disk Make room before the Live."])
    expect(rows.nth(1).get_by_role("img", name="Needs you")).to_be_visible()
    expect(page.get_by_text("1 thing needs you.")).to_be_visible()
    service.findings = [found("clock"), found("disk")]
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("Everything is ready.")).to_be_visible()
    sample = page.get_by_text("Sabtu buka sampai jam berapa?")
    size = "element => Math.round(parseFloat(getComputedStyle(element).fontSize))"
    assert sample.evaluate(size) == 69  # two metres
    page.get_by_role("button", name="Larger").click()
    assert sample.evaluate(size) == 80
    page.get_by_role("button", name="I can read it").click()
    expect(page.get_by_text("the host’s screen takes this size")).to_be_visible()
    service.reachable = False
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("status").filter(has_text="did not reach livedesk")).to_be_visible()


def test_a_handle_that_does_not_exist_is_said(page: Page) -> None:
    service = Service()
    service.listeners = [listening(None) | {"health": healthy() | {"state": "failed", "code": "not_found"}}]
    open_desk(page, service)
    expect(page.get_by_role("main")).to_contain_text(
        "TikTok does not know this handle, or it has never been live."
    )


def test_a_wrong_token_is_said(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    expect(card(page, FINES)).to_be_visible()
    service.token_holds = False
    page.clock.run_for(6_000)
    expect(page.get_by_role("heading", name="This link is no longer valid")).to_be_visible()


def test_when_all_are_answered_the_desk_says_so(page: Page) -> None:
    service = Service()
    only = service.ask("Buka jam berapa?")
    open_desk(page, service)
    card(page, "Buka jam berapa?").get_by_role("button", name="Answered", exact=True).click()
    free_the_list(page)
    page.clock.run_for(7_000)
    expect(page.get_by_role("heading", name="All questions answered")).to_be_visible()
    comes_to(page, lambda: service.questions[only]["status"], "answered")


def test_after_the_live_the_desk_shows_what_is_still_to_answer_and_the_tables(page: Page) -> None:
    service = a_busy_live()
    for question in service.questions.values():
        question["status"] = "answered"
    service.questions[2]["status"] = "missed"
    open_desk(page, service)
    expect(now(page)).to_be_visible()
    service.beat(ended_at=ago())
    service.feel("ended")
    expect(page.get_by_role("heading", name="That was the Live. Thank you.")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("7 questions 6 answered 1 not answered")
    expect(page.get_by_role("heading", name=FINES)).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text("98.2% covered")
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("dialog", name="Download").get_by_label("What")).to_have_value("report")


def test_what_the_set_up_was_and_what_changed_in_it_is_noted_and_can_be_corrected(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service, address="/#notes")
    dialog = page.get_by_role("dialog", name="Set-up and notes")
    expect(dialog.get_by_label("At", exact=True)).to_have_value("19:47")
    expect(dialog.get_by_role("textbox", name="Camera")).to_be_editable()
    dialog.get_by_role("textbox", name="Camera").fill("phone, upright")
    dialog.get_by_role("textbox", name="Light").fill("=window")
    dialog.get_by_label("At", exact=True).fill("19:32")
    dialog.get_by_label("Now", exact=True).fill("two <b>lamps")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("listitem")).to_contain_text("19:32 Light: two <b>lamps")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).not_to_be_visible()
    kept = [
        (each["aspect"], each["text"], each["offset_s"]) for each in service.log if each["kind"] == "noted"
    ]
    assert kept == [
        ("light", "two <b>lamps", 32 * 60),
        ("camera", "phone, upright", None),
        ("light", "=window", None),
    ]
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Set-up and notes").click()
    expect(dialog.get_by_role("textbox", name="Camera")).to_have_value("phone, upright")
    dialog.get_by_role("button", name="Remove the note at 19:32").click()
    expect(dialog.get_by_role("listitem")).to_have_count(0)


# Settings.


def test_what_only_live_center_knows_is_typed_in_after_the_live_and_corrected(page: Page) -> None:
    service = a_busy_live()
    service.pulse |= {"ended_at": ago()}
    open_desk(page, service)
    form = page.get_by_role("region", name="From TikTok’s LIVE Center")
    form.get_by_label("Views", exact=True).fill("1.204")
    form.get_by_label("Average watch time").fill("1:32")
    form.get_by_label("Shares").fill("1.2K")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("Digits only")
    form.get_by_label("Shares").fill("6")
    form.get_by_label("Shares").press("Enter")
    expect(form.get_by_role("status")).to_have_text("Saved.")
    page.reload()
    expect(form.get_by_label("Views", exact=True)).to_have_value("1204")
    expect(form.get_by_label("Average watch time")).to_have_value("1:32")
    service.refusal = "There are more unique viewers than views: look at LIVE Center again."
    form.get_by_label("Unique viewers").fill("9999")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("status")).to_have_text(service.refusal)
    typed = {name: each for name, each in service.decisions[-1].items() if each is not None}
    assert typed == {"kind": "live_center", "lc_views": 1204, "lc_avg_watch_time_s": 92, "lc_shares": 6}


def test_language_theme_and_text_size_are_kept_for_this_screen(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_text("polski", exact=True).click()
    expect(page.get_by_role("region", name="Pytania")).to_contain_text("Pilne")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Jasny lub ciemny").click()
    page.get_by_text("Wysoki kontrast").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Rozmiar tekstu").click()
    page.get_by_text("150 %").click()
    page.reload()
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "pl")
    expect(html).to_have_attribute("data-theme", "contrast")
    assert html.evaluate("html => getComputedStyle(html).fontSize") == "24px"


def test_a_file_is_chosen_fetched_with_or_without_names_and_can_be_stopped(page: Page) -> None:
    service = a_busy_live()
    open_desk(page, service)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Download").click()
    dialog = page.get_by_role("dialog", name="Download")
    fetch = dialog.get_by_role("button", name="Download")
    dialog.get_by_label("PNG").check(force=True)
    dialog.get_by_label("polski").check(force=True)
    with page.expect_download() as saved:
        fetch.click()
    assert saved.value.suggested_filename == "livedesk-report.png"
    expect(dialog.get_by_role("status")).to_have_text("Saved: livedesk-report.png, 1.2 kB")
    dialog.get_by_label("What").select_option("Observations")
    dialog.get_by_label("MAXQDA").check(force=True)
    dialog.get_by_label("With viewers’ names").check()
    expect(dialog.get_by_role("alert")).to_contain_text("personal data")
    dialog.get_by_label("Seconds from the beginning").fill("-2.5")
    with page.expect_download():
        fetch.click()
    assert service.exports == [
        "/broadcasts/1/report.png?lang=pl",
        "/api/broadcasts/1/export/observations.maxqda.txt?names=true&offset=-2.5",
    ]
    service.holds_files = True
    fetch.click()
    dialog.get_by_role("button", name="Stop").click()
    expect(dialog.get_by_role("status")).to_have_text("Stopped. Nothing was saved.")
    service.refusal = "The database is locked: close the other program."
    dialog.get_by_label("With viewers’ names").uncheck()
    fetch.click()
    expect(dialog.get_by_role("alert")).to_have_text("The database is locked: close the other program.")
