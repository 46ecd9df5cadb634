"""What is left to do after a Live."""

import csv
import io
from collections.abc import Iterator

import pytest

from evening import evening
from happenings import comment, event
from livedesk.archive import Reading, exported
from livedesk.events import Answered, Deferred, Event
from livedesk.questions.library import parse

LIBRARY = parse("""
[[facts]]
topic = "fines_lost"
text = { id = "Denda Rp500 per hari.", en = "=500 rupiah a day." }

[[catalogue]]
system = "koha"
base = "https://opac.example.org"
""")


def file(table: str, format_name: str, *more: Event) -> str:
    log, live = evening(*more)
    reading = Reading(log, live.broadcast, ("id", "en", "pl"), library=LIBRARY)
    return b"".join(exported(reading, table, format_name, names=False)).decode("utf-8-sig")


def rows(table: str, *more: Event) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(file(table, "csv", *more), newline=""))


def test_what_was_missed_comes_first_then_what_was_promised_each_with_a_draft_of_the_librarys_own() -> None:
    found = list(rows("followup", event(Deferred(question=21), second=235)))
    assert [(row["id"], row["status"]) for row in found] == [
        ("13", "missed"),
        ("21", "deferred"),
        ("15", "referred"),
    ]
    assert [row["draft"] for row in found] == ["'=500 rupiah a day.", "", ""]
    assert found[2]["referred_to"] == "BN"


def test_what_several_people_asked_is_a_candidate_with_what_staff_noted_as_its_answer() -> None:
    [row] = rows("faq")
    assert (row["id"], row["askers"], row["answer"]) == ("4", "2", "shelf 3")


def test_titles_are_listed_with_how_many_asked_and_where_the_catalogue_has_them() -> None:
    found = {row["title"]: row for row in rows("titles")}
    assert found["laut bercerita"]["askers"] == "2"
    assert found["laut bercerita"]["answered"] == "1"
    assert found["laut bercerita"]["catalogue"].startswith("https://opac.example.org/")


def test_the_post_has_the_questions_by_language_each_with_its_draft_or_a_line_to_fill_in() -> None:
    text = file("followup", "txt")
    assert "• do you charge if i bring it back late\n  =500 rupiah a day.\n" in text
    assert "• jam berapa mulai kelas dongeng kak\n  …\n" in text
    assert text.index("You asked during our Live") < text.index("• do you charge")


@pytest.mark.parametrize("more", [comment("kak @rina buka hari minggu gak", by="eve", second=200)])
def test_nobody_is_named_in_what_is_posted(more: Event) -> None:
    assert "kak @… buka hari minggu gak" in file("followup", "txt", more)


def test_what_was_answered_after_the_live_is_no_longer_to_follow_up() -> None:
    assert "21" not in {row["id"] for row in rows("followup", event(Answered(question=21), second=999))}
