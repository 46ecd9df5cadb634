"""What is left to do after a Live: questions to follow up, candidates for a page of frequent questions, titles.

A draft is one of the library's own facts (docs/library.md) that fits the question; without one it is left to staff. A
question is a candidate for the page of frequent questions when several people asked it. Titles are what was asked for
by title, so that the shelf, the catalogue or the next order can be looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from livedesk.exports.tables import Table, of_rows
from livedesk.exports.transactions import Rulings
from livedesk.exports.transcript import one_line
from livedesk.metrics import missed_recap
from livedesk.privacy.redaction import without_handles
from livedesk.questions.lexicon import Lexicon
from livedesk.questions.library import ITEM_TOPICS
from livedesk.questions.question import Question
from livedesk.questions.titles import title_in
from livedesk.wire import iso

SEVERAL = 2
"""So many people who asked it make a question frequent."""


class FollowUp(Struct, frozen=True, kw_only=True):
    """A question that nobody has answered yet; `referred_to` where it was sent on."""

    id: int
    question: str
    topic: str | None
    language: str
    askers: int
    asked_at: str
    status: str
    referred_to: str | None
    draft: str | None
    variants: str


class Frequent(Struct, frozen=True, kw_only=True):
    """A question that several people asked, and what is known of its answer."""

    id: int
    question: str
    topic: str | None
    language: str
    askers: int
    status: str
    answer: str | None
    variants: str


class AskedTitle(Struct, frozen=True, kw_only=True):
    """A title that was asked for: by how many, and whether they got an answer."""

    title: str
    askers: int
    questions: int
    answered: int
    catalogue: str | None


def follow_up(questions: Sequence[Question], rulings: Rulings) -> Iterator[FollowUp]:
    """Yield what was missed, then what was left for later, then what was referred; each by askers and age."""
    promised = [question for status in ("deferred", "referred") for question in _of(questions, status)]
    for question in [*missed_recap(questions), *promised]:
        ruling = rulings.closing.get(question.id)
        yield FollowUp(
            id=question.id,
            question=question.text,
            topic=question.topic,
            language=question.language,
            askers=question.askers,
            asked_at=iso(question.asked_at),
            status=question.status,
            referred_to=getattr(ruling, "to", None) or None,
            draft=question.facts[0].text if question.facts else None,
            variants=" | ".join(question.variants),
        )


def frequent(questions: Iterable[Question], rulings: Rulings) -> Iterator[Frequent]:
    """Yield the questions of several people, the most asked first; an answer is what staff noted, else a fact."""
    asked = [each for each in questions if each.status != "dismissed" and each.askers >= SEVERAL]
    for question in sorted(asked, key=lambda each: (-each.askers, each.asked_at)):
        noted = getattr(rulings.closing.get(question.id), "note", None)
        yield Frequent(
            id=question.id,
            question=question.text,
            topic=question.topic,
            language=question.language,
            askers=question.askers,
            status=question.status,
            answer=noted or (question.facts[0].text if question.facts else None),
            variants=" | ".join(question.variants),
        )


def titles(questions: Iterable[Question], lexicon: Lexicon) -> Iterator[AskedTitle]:
    """Yield the titles asked for, the most wanted first."""
    wanted: dict[str, list[Question]] = {}
    spelled: dict[str, str] = {}
    for question in questions:
        if question.status == "dismissed" or ITEM_TOPICS.isdisjoint(question.topics):
            continue
        title = title_in(question.text, lexicon)
        if title is not None:
            spelled.setdefault(title.casefold(), title)
            wanted.setdefault(title.casefold(), []).append(question)
    for key in sorted(wanted, key=lambda key: -sum(each.askers for each in wanted[key])):
        asked = wanted[key]
        links = [link.url for each in asked for link in each.catalogue]
        yield AskedTitle(
            title=spelled[key],
            askers=sum(each.askers for each in asked),
            questions=len(asked),
            answered=sum(each.status == "answered" for each in asked),
            catalogue=links[0] if links else None,
        )


def write_post(_table: Table[Any, Any], rows: Iterable[FollowUp]) -> Iterator[bytes]:
    """Yield the text of a post: the questions by language, each with its draft or a blank line to fill in."""
    by_language: dict[str, list[FollowUp]] = {}
    for row in rows:
        by_language.setdefault(row.language if row.language in _HEADS else "en", []).append(row)
    for language, asked in by_language.items():
        yield f"{_HEADS[language]}\n\n".encode()
        for row in asked:
            yield f"• {one_line(row.question)}\n  {one_line(row.draft or '…')}\n\n".encode(errors="replace")


_HEADS = {
    "en": "You asked during our Live, and we did not get to it:",
    "id": "Yang kalian tanyakan saat Live dan belum sempat kami jawab:",
    "pl": "Pytaliście podczas naszego Live, a nie zdążyliśmy odpowiedzieć:",
}


def _of(questions: Iterable[Question], status: str) -> list[Question]:
    return sorted(
        (question for question in questions if question.status == status),
        key=lambda question: (-question.askers, question.asked_at),
    )


def _records(source: Iterable[Any], names: bool) -> Iterator[Any]:  # noqa: FBT001 - as in tables
    return iter(source) if names else map(_without_names, source)


def _without_names(row: Any) -> Any:
    return replace(row, question=without_handles(row.question), variants=without_handles(row.variants))


def _titles(source: Iterable[AskedTitle], names: bool) -> Iterator[AskedTitle]:  # noqa: FBT001 - as in tables
    if names:
        return iter(source)
    return (replace(each, title=without_handles(each.title)) for each in source)


FOLLOW_UP = of_rows(FollowUp, _records)
FREQUENT = of_rows(Frequent, _records)
TITLES = of_rows(AskedTitle, _titles)
