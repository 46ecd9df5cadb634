"""The report as a reader sees it: what it says, in which language, and what it never lets out or in."""

import re
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from evening import evening
from happenings import NINE_O_CLOCK, comment, ended, event
from livedesk.archive import Reading, drawn, reported, type_faces
from livedesk.events import Deferred, Event, LiveCenter, Noted
from livedesk.report import Report, ReportLanguageUnknown, chart, languages, page, policy
from livedesk.report.words import words

WARSAW = ZoneInfo("Europe/Warsaw")
"""The evening begins there on 14 November 2023 at 23:13."""


def report(*more: Event) -> Report:
    log, live = evening(*more)
    return Reading(log, live.broadcast, ("id", "en", "pl"), live=live).report(WARSAW)


class Read(HTMLParser):
    """What a reader sees of a page, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.tags: list[str] = []
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self._hidden = tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.seen.append(" ".join(data.split()))


def seen(language: str = "en", *more: Event) -> str:
    return " | ".join(Read(page(report(*more), language)).seen)


def test_it_says_first_how_many_questions_were_answered_and_how_soon() -> None:
    text = seen()
    assert "2 of 5 questions answered, half of them within 1 min 20 s" in text
    assert (
        "Tuesday, 14 November 2023, 23:13 to 23:17 (CET). 4 minutes on air, of which 91.7 % were received."
        in text
    )
    assert "Partial: less than 95 %" in text


def test_it_names_the_headline_figures() -> None:
    text = seen()
    for told in (
        "answer rate | 40 %",
        "people served | 3",
        "peak viewers | 30",
        "average viewers | 24",
        "comments | 7",
        "reference transactions | 2",
    ):
        assert told in text


def test_what_was_missed_stands_in_the_order_to_follow_up_and_what_was_referred_apart() -> None:
    late = comment("jam berapa mulai kelas dongeng kak", by="budi", second=200)
    text = seen("en", late)
    missed = text[text.index("Still to answer") : text.index("Left for later, and referred")]
    assert missed.index("jam berapa mulai kelas dongeng kak") < missed.index(
        "do you charge if i bring it back late"
    )
    assert "2 people | asked 23:16 | Events" in missed
    assert "czy macie nowego Mroza?" in text[text.index("Left for later, and referred") :]


def test_waits_and_topics_are_counted() -> None:
    text = seen()
    assert "Under 3 min | 2 | 3 to 6 min | 0" in text
    assert "Referred | 1 | Not answered | 2" in text
    assert "Is this title available | reference | 2 | 1 | 2:00" in text
    assert "Median with unanswered questions: not reached, as more than half are unanswered." in text


def test_it_quotes_praise_without_saying_whose() -> None:
    text = seen()
    assert "1 comment of praise, by 1 person." in text
    assert "keren banget perpusnya kak @…" in text


@pytest.mark.parametrize("language", languages())
def test_no_viewer_is_named_in_any_language(language: str) -> None:
    html = page(report(), language)
    for name in ("rina", "budi", "sari", "tono", "kasia", "Rina", "@ann"):
        assert name not in html


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("id", "2 dari 5 pertanyaan terjawab, separuhnya dalam 1 mnt 20 dtk"),
        ("pl", "Odpowiedzi: 2 na 5 pytań, połowa w ciągu 1 min 20 s"),
    ],
)
def test_it_speaks_the_language_asked_for(language: str, told: str) -> None:
    html = page(report(), language)
    assert f'<html lang="{language}">' in html
    assert told in " ".join(Read(html).seen).replace("\u00a0", " ")


def test_a_language_without_a_report_is_refused() -> None:
    with pytest.raises(ReportLanguageUnknown, match="there are en, id, pl"):
        page(report(), "de")


def test_every_language_says_the_same_things() -> None:
    texts = {language: words(language, None) for language in languages()}
    english = texts["en"]
    for language, own in texts.items():
        assert set(own.texts) == set(english.texts), language
        assert set(own.definitions) == set(english.definitions), language
        assert language == "en" or set(own.sentences) == set(english.definitions) - {
            "question",
            "question_means",
            "questions_confirmed",
        }
        for name, text in own.texts.items():
            assert placeholders(text) == placeholders(english.texts[name]), (language, name)


def placeholders(text: object) -> set[str]:
    """Return what is filled in, in any of a text's plural forms."""
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for name in re.findall(r"{(\w+)}", str(form))} - {"n"}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> kapan buka?",
        '"><img src=x onerror=alert(1)> kapan buka?',
        "{{ 7*7 }} kapan buka?",
    ],
)
def test_text_from_the_chat_stays_text(hostile: str) -> None:
    html = page(report(comment(hostile, by="eve", second=200)), "en")
    read = Read(html)
    assert read.tags.count("script") == 1
    assert "img" not in read.tags
    assert hostile in " ".join(read.seen)


def test_the_page_allows_nothing_but_what_is_in_it() -> None:
    html = page(report(), "en")
    assert policy() in html.replace("&#39;", "'")
    assert "default-src 'none'" in policy()
    assert not re.search(r'(?:src|href)="(?!data:)', html)
    assert " style=" not in html


def test_a_live_without_questions_says_so_and_shows_no_table_of_them() -> None:
    log, live = evening()
    quiet = Reading(log, live.broadcast, ("id", "en", "pl"), live=live).report(WARSAW)
    empty = Report(
        handle=quiet.handle,
        zone=WARSAW,
        rehearsal=True,
        ended=False,
        started_at=NINE_O_CLOCK,
        ended_at=NINE_O_CLOCK,
        figures=dict.fromkeys(quiet.figures, None) | {"coverage": 1.0, "live_minutes": 0.0},
        questions=[],
        minutes=[],
    )
    text = " | ".join(Read(page(empty, "en")).seen)
    assert "No questions in this Live" in text
    assert "What people asked" not in text
    assert "Rehearsal: nobody watched this but you." in text
    assert "This Live has not ended" in text


def test_a_question_left_for_later_is_listed_apart_from_the_missed() -> None:
    text = seen("en", event(Deferred(question=21), second=230), ended(second=240))
    promised = text[text.index("Left for later, and referred") :]
    assert "jam berapa mulai kelas dongeng kak" in promised


def test_the_picture_alone_is_an_svg_that_needs_nothing_else() -> None:
    svg = chart(report(), "en")
    assert svg.startswith("<svg xmlns=")
    assert "30 at once, 23:15" in svg
    assert "gap, 20" in svg
    assert "var(" not in svg
    assert "http://" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_what_was_noted_is_told_with_its_moment_and_marked_in_the_picture() -> None:
    noted = [Noted("light", "two <b>lamps"), Noted("hosts", "@ola and Rina", offset_s=90)]
    html = page(report(*(event(note, second=300) for note in noted)), "en")
    text = " | ".join(Read(html).seen)
    assert "Light | two <b>lamps" in text
    assert "1 | Hosts | from 23:14 | @… and Rina" in text
    assert html.count('stroke-dasharray="1 4"') == 1


def test_a_note_of_a_moment_off_air_is_told_but_not_drawn() -> None:
    html = page(report(event(Noted("light", "lamp", offset_s=900), second=300)), "pl")
    assert "od 23:28" in html
    assert 'stroke-dasharray="1 4"' not in html


def test_what_live_center_says_is_told_apart_and_never_what_gifts_are_worth() -> None:
    typed = event(
        LiveCenter(lc_views=100, lc_unique_viewers=60, lc_avg_watch_time_s=95, lc_diamonds=7), second=900
    )
    text = seen("en", typed)
    assert "By TikTok’s LIVE Center | views | 100 | unique viewers | 60 | average watch time | 1:35" in text
    assert "of unique viewers commented | 10 %" in text
    assert "diamonds" not in text.lower()
    assert "LIVE Center" not in seen("en")


def test_at_the_desk_the_report_leads_to_where_live_center_s_numbers_are_typed_in() -> None:
    html = page(replace(report(), links={"live_center": "/?broadcast=1"}), "pl")
    assert "nie są jeszcze wpisane" in html
    assert '<a href="/?broadcast=1">Wpisz je</a>' in html


def letter(character: str) -> bytes:
    """Draw one letter."""
    return drawn(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" font-family="Atkinson Hyperlegible Next">'
        f'<text y="12">{character}</text></svg>'
    )


def test_the_picture_has_every_letter_of_its_languages_in_its_own_type() -> None:
    missing = letter("\ue123")
    said = "".join(
        value for language in languages() for value in map(str, words(language, None).texts.values())
    )
    letters = {character for character in said if character.isalpha()}
    assert {"ł", "ż", "ę"} <= letters
    assert [character for character in sorted(letters) if letter(character) == missing] == []


def test_alone_the_picture_says_what_its_colours_mean() -> None:
    assert "Under 3 min" in chart(report(), "en")
    assert "ponad 10" in chart(report(), "pl").lower()


def test_the_file_begins_before_the_log_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    log, live = evening()
    reading = Reading(log, live.broadcast, ("id", "en", "pl"), live=live)
    whole = page(reading.report(WARSAW, type_faces()), "pl")
    assert b"".join(reported(reading, "html", "pl", WARSAW)).decode() == whole
    monkeypatch.delattr(Reading, "report")
    begun = next(reported(reading, "html", "pl", WARSAW)).decode()
    assert begun.startswith("<!doctype html>")
    assert whole.startswith(begun)
