"""The library's file: facts beside the questions they fit, catalogues for the titles in them."""

import re
from pathlib import Path

import pytest

from livedesk.events import Comment, Entry
from livedesk.questions.library import SYSTEMS, Library, LibraryUnreadable, parse
from livedesk.questions.question import Question
from livedesk.questions.queue import Queue

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "library.example.toml"
CATALOGUE = '[[catalogue]]\nsystem = "slims"\nbase = "https://opac.example.org/"\nname = "Katalog"\n'


def asked(text: str, library: Library, language: str = "id") -> Question:
    """Ask something at a desk that has this file."""
    queue = Queue(library=library)
    queue.apply(Entry(1, 1, 1000, 1000, Comment(text + "?", language)))
    [question] = queue.questions()
    return question


@pytest.fixture
def library() -> Library:
    return parse(EXAMPLE.read_text("utf-8"))


def facts(text: str, library: Library) -> list[str]:
    return [fact.text for fact in asked(text, library).facts]


# Facts.


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("kak denda telat berapa sehari", "Denda Rp500 per buku per hari; anak-anak tidak didenda."),
        ("how do i get a library card", "The card is free. Bring an id and proof of address."),
        ("ile wynosi kara za książkę po terminie", "500 rupii za książkę dziennie; dzieci nie płacą."),
        ("sabtu buka jam berapa", "Senin–Jumat 8–20, Sabtu 9–15. Minggu tutup."),
    ],
)
def test_a_fact_stands_beside_the_question_it_fits_in_its_language(
    library: Library, text: str, fact: str
) -> None:
    assert facts(text, library)[0] == fact


def test_a_fact_with_the_questions_own_words_comes_before_one_of_its_topic(library: Library) -> None:
    found = facts("sabtu libur nasional buka jam berapa", library)
    assert found[0] == "Saat libur nasional tutup; pengembalian lewat kotak di depan."
    assert len(found) == 2


def test_a_question_of_another_topic_has_no_fact(library: Library) -> None:
    assert facts("wifi di lantai dua kenceng gak", library) == []


def test_a_language_that_the_file_has_not_falls_back_to_its_first() -> None:
    fact = '[[facts]]\ntopic = "hours"\ntext = { pl = "Od 9 do 17." }\n'
    [found] = asked("buka jam berapa kak", parse(fact)).facts
    assert (found.text, found.language) == ("Od 9 do 17.", "pl")


def test_without_a_file_nothing_is_offered() -> None:
    question = asked("ada novel laut bercerita gak kak", Library())
    assert (question.facts, question.catalogue) == ((), ())


# Catalogues.


def test_the_title_in_a_question_is_looked_for_in_the_librarys_catalogue() -> None:
    [link] = asked("ada novel laut bercerita gak kak", parse(CATALOGUE)).catalogue
    assert (link.name, link.title) == ("Katalog", "laut bercerita")
    assert link.url == "https://opac.example.org/index.php?keywords=laut%20bercerita&search=search"


@pytest.mark.parametrize("system", [name for name, template in SYSTEMS.items() if "{base}" not in template])
def test_shared_catalogues_need_no_address(system: str) -> None:
    [link] = asked(
        "do you have the book onyx storm", parse(f'[[catalogue]]\nsystem = "{system}"\n')
    ).catalogue
    assert link.name
    assert "onyx%20storm" in link.url
    assert link.url.startswith("https://")


@pytest.mark.parametrize(
    "title", ["a&b=c", "x#y", "../../etc", "javascript:alert(1)", "ząb", "%00{q}", "\ud800 ok"]
)
def test_a_title_cannot_leave_its_place_in_the_address(title: str) -> None:
    links = asked(f'ada novel "{title}" gak kak', parse(CATALOGUE)).catalogue
    for link in links:
        middle = link.url.removeprefix("https://opac.example.org/index.php?keywords=").removesuffix(
            "&search=search"
        )
        assert not set(middle) & set("&#/?{}<>\"' ")


def test_a_question_about_hours_is_looked_for_nowhere() -> None:
    assert asked("sabtu buka jam berapa", parse(CATALOGUE)).catalogue == ()


# Files that cannot be used.


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("[[facts", "Expected ']]'"),
        ('[[facts]]\ntopic = "hour"\ntext = { id = "x" }', "there is no topic 'hour'"),
        ('[[facts]]\ntopic = "hours"\ntext = { id = "x" }\nwords = ["!*"]', "letters and digits"),
        ('[[facts]]\ntopic = "hours"\ntext = {}', "a text of at most"),
        ('[[facts]]\ntopic = "hours"\ntext = { id = "x" }\nword = ["y"]', "unknown field `word`"),
        ('[[catalogue]]\nsystem = "slimz"', "there is no system 'slimz'"),
        ('[[catalogue]]\nsystem = "koha"', "koha needs base"),
        ('[[catalogue]]\nsystem = "koha"\nbase = "opac.example.org"', "is no address to look in"),
        ('[[catalogue]]\ntemplate = "javascript:alert({q})"', "is no address to look in"),
        ('[[catalogue]]\ntemplate = "https://{q}.example.org/"', "is no address to look in"),
        ('[[catalogue]]\ntemplate = "https://example.org/search"', "is no address to look in"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_in_a_sentence(file: str, sentence: str) -> None:
    with pytest.raises(LibraryUnreadable, match=re.escape(sentence)):
        parse(file)
