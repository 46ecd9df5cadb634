"""What a library says of itself in its TOML file: facts, catalogues, its own house rules (docs/library.md).

A fact stands beside a question of its topic, or with one of its words; the fact with most of the question's words
comes first. A catalogue is looked in for the title in the question; nothing is asked of it before the host clicks.
"""

import tomllib
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Struct

from livedesk import LivedeskError
from livedesk.questions.lexicon import Lexicon
from livedesk.questions.phrases import Phrases
from livedesk.questions.question import Fact, Link, Question
from livedesk.questions.titles import title_in
from livedesk.questions.topics import topics

FACTS = 2
LINKS = 3
"""So many facts and links stand beside a question."""

LONGEST_FACT = 200
LONGEST_RULE = 300
MOST_RULES = 12

SYSTEMS: Mapping[str, str] = {
    "slims": "{base}/index.php?keywords={q}&search=search",
    "inlislite": (
        "{base}/opac/pencarian-sederhana?action=pencarianSederhana&katakunci={q}&ruas=Judul"
        "&bahan=Semua+Jenis+Bahan&limit=10&page=1"
    ),
    "koha": "{base}/cgi-bin/koha/opac-search.pl?idx=kw&q={q}",
    "onesearch": "https://onesearch.id/Search/Results?lookfor={q}&type=AllFields",
    "bn": (
        "https://katalogi.bn.org.pl/discovery/search?query=any,contains,{q}&tab=LibraryCatalog"
        "&search_scope=NLOP_IZ_NZ&vid=48OMNIS_NLOP:48OMNIS_NLOP"
    ),
    "w.bibliotece.pl": "https://w.bibliotece.pl/search/?q={q}",
    "openlibrary": "https://openlibrary.org/search?q={q}",
    "worldcat": "https://search.worldcat.org/search?q={q}",
}
"""Addresses of a catalogue's own search page by its system; `{q}` is the title, `{base}` the library's own address."""

NAMES: Mapping[str, str] = {
    "onesearch": "OneSearch",
    "bn": "Biblioteka Narodowa",
    "w.bibliotece.pl": "w.bibliotece.pl",
    "openlibrary": "Open Library",
    "worldcat": "WorldCat",
}
"""What a catalogue is called where the library does not say; those not here are the library's own."""

ITEM_TOPICS = frozenset({"catalogue_item", "renew_reserve"})
"""Topics of questions that may name a title."""

Texts: TypeAlias = dict[str, str]


class LibraryUnreadable(LivedeskError, ValueError):  # noqa: N818 - named after the fact
    """A library's file cannot be used; the message says where and why."""


class _FactTable(Struct, frozen=True, forbid_unknown_fields=True):
    topic: str
    text: Texts
    words: tuple[str, ...] = ()


class _CatalogueTable(Struct, frozen=True, forbid_unknown_fields=True):
    system: str = ""
    base: str = ""
    template: str = ""
    name: str = ""


class OwnRules(Struct, frozen=True, forbid_unknown_fields=True):
    """A library's own house rules by language, with a text that reminds of them; see `livedesk.rules`."""

    text: dict[str, tuple[str, ...]] = {}
    reminder: Texts = {}
    words: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    name: str = ""
    isil: str = ""
    rules: OwnRules = OwnRules()
    facts: tuple[_FactTable, ...] = ()
    catalogue: tuple[_CatalogueTable, ...] = ()


class Library:
    """A library's facts and catalogues; without a file there are none.

    `name` is what reports call it, `isil` its International Standard Identifier (ISO 15511), by which statistics do.
    """

    def __init__(self, file: _File | None = None) -> None:
        """Take what the file says."""
        file = file or _File()
        self.name = file.name
        self.isil = file.isil
        self.rules = file.rules
        self._facts = file.facts
        self._catalogues = [
            (table.name or NAMES.get(table.system, ""), _template(table)) for table in file.catalogue
        ]
        self._words = Phrases((word, place) for place, fact in enumerate(file.facts) for word in fact.words)

    def __str__(self) -> str:
        """Say how much there is."""
        return f"{len(self._facts)} facts and {len(self._catalogues)} catalogues"

    def facts(self, question: Question, lexicon: Lexicon) -> tuple[Fact, ...]:
        """Return the facts that fit a question, the best first, in its language where they are in it."""
        if not self._facts:
            return ()
        said = lexicon.read(question.text)
        found = [place for _, _, place in self._words.find(said)]
        fitting = []
        for place, fact in enumerate(self._facts):
            named = found.count(place)
            if named or (not fact.words and fact.topic == question.topic):
                fitting.append((-named, fact.topic != question.topic, place))
        best = (self._facts[place] for _, _, place in sorted(fitting)[:FACTS])
        return tuple(Fact(**_in_language(fact.text, question.language)) for fact in best)

    def catalogue(self, question: Question, lexicon: Lexicon) -> tuple[Link, ...]:
        """Return where to look for the title in a question, none where there is no title in it."""
        if not self._catalogues or question.topic not in ITEM_TOPICS:
            return ()
        title = title_in(question.text, lexicon)
        if title is None:
            return ()
        address = quote(title.encode(errors="replace"), safe="")
        return tuple(
            Link(name=name, title=title, url=template.replace("{q}", address))
            for name, template in self._catalogues[:LINKS]
        )


def parse(text: str) -> Library:
    """Read a library's file; LibraryUnreadable."""
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LibraryUnreadable(f"{error}.") from error
    for number, fact in enumerate(file.facts, 1):
        _check(fact, f"facts[{number}]")
    _check_rules(file.rules)
    return Library(file)


def _is_phrase(words: str) -> bool:
    """Tell whether every word, and every alternative of one, has a letter or digit, or is `*` alone."""
    parts = [part for word in words.split() for part in word.split("|")]
    return bool(parts) and all(part == "*" or any(map(str.isalnum, part)) for part in parts)


def _check(fact: _FactTable, place: str) -> None:
    known = topics().by_name
    if fact.topic not in known:
        raise LibraryUnreadable(f"{place}: there is no topic {fact.topic!r}; there are {', '.join(known)}.")
    _check_words(fact.words, place)
    if not fact.text or not all(0 < len(text) <= LONGEST_FACT for text in fact.text.values()):
        raise LibraryUnreadable(
            f"{place}: a fact has a text of at most {LONGEST_FACT} characters in each language."
        )


def _check_words(words: tuple[str, ...], place: str) -> None:
    if not all(map(_is_phrase, words)):
        raise LibraryUnreadable(
            f"{place}: words are made of letters and digits, with | between two and * for any."
        )


def _check_rules(rules: OwnRules) -> None:
    _check_words((*rules.words, *rules.allowed), "rules")
    said = [*(rule for each in rules.text.values() for rule in each), *rules.reminder.values()]
    if not all(0 < len(each) <= LONGEST_RULE for each in said):
        raise LibraryUnreadable(f"rules: a rule or a reminder has at most {LONGEST_RULE} characters.")
    if not all(len(each) <= MOST_RULES for each in rules.text.values()):
        raise LibraryUnreadable(f"rules: there are at most {MOST_RULES} rules in each language.")


def _template(table: _CatalogueTable) -> str:
    """Return the address with only `{q}` left to fill in."""
    template = table.template or SYSTEMS.get(table.system, "")
    if not template:
        raise LibraryUnreadable(
            f"catalogue: there is no system {table.system!r}; there are {', '.join(SYSTEMS)}, or give a template."
        )
    if "{base}" in template and not table.base:
        raise LibraryUnreadable(
            f"catalogue: {table.system} needs base, the address of the library's own catalogue."
        )
    address = template.replace("{base}", table.base.rstrip("/"))
    parts = urlsplit(address)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.netloc
        or "{q}" in parts.netloc
        or "{q}" not in address
    ):
        raise LibraryUnreadable(
            f"catalogue: {address!r} is no address to look in: it begins with https:// or http:// and has "
            "{q} where the title goes."
        )
    return address


def _in_language(texts: Mapping[str, str], language: str) -> dict[str, str]:
    chosen = language if language in texts else next(iter(texts))
    return {"text": texts[chosen], "language": chosen}
