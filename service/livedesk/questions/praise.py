"""What viewers praised: comments that ask nothing and speak well of something, by the words of `praise.toml`.

A count of words, not a judgement of moods: it says what people wrote, never who, and what it does not know it does
not count.
"""

import tomllib
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib import resources

from msgspec import Struct

from livedesk.events import Comment, Entry
from livedesk.privacy.redaction import without_handles
from livedesk.questions.lexicon import Lexicon
from livedesk.questions.phrases import Phrases

QUOTES = 8
"""So many wordings are quoted."""

BEFORE = 2
"""Words before praise in which a negation turns it around."""

LONGEST_QUOTE = 160


class Quote(Struct, frozen=True):
    """One wording, and how many people praised in it."""

    text: str
    people: int


class Praise(Struct, frozen=True):
    """How many comments praised, by how many people, and in which words; the most repeated first, then the fullest."""

    comments: int = 0
    people: int = 0
    quotes: tuple[Quote, ...] = ()


class _Words(Struct, frozen=True):
    praise: Phrases[bool]
    against: frozenset[str]


def praise(comments: Iterable[Entry], asking: Collection[int], lexicon: Lexicon) -> Praise:
    """Gather the praise among comments; `asking` are the seqs of those that ask something, which is no praise."""
    people: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    count = 0
    for entry in comments:
        body = entry.body
        if not isinstance(body, Comment) or body.role == "host" or entry.seq in asking:
            continue
        said = lexicon.read(body.text)
        if not is_praise(said):
            continue
        count += 1
        wording = " ".join(said)
        texts.setdefault(wording, without_handles(body.text)[:LONGEST_QUOTE])
        people.setdefault(wording, set()).add(entry.viewer.key if entry.viewer else f"#{entry.seq}")
    first = sorted(people, key=lambda wording: (-len(people[wording]), -len(set(wording.split()))))
    quotes = tuple(Quote(texts[wording], len(people[wording])) for wording in first[:QUOTES])
    return Praise(count, len(set().union(*people.values())), quotes)


def is_praise(said: tuple[str, ...]) -> bool:
    """Tell whether these plain words praise something."""
    listed = _words()
    return any(
        listed.against.isdisjoint(said[max(0, start - BEFORE) : start])
        for start, _, _ in listed.praise.find(said)
    )


@lru_cache(maxsize=1)
def _words() -> _Words:
    file = tomllib.loads(resources.files(__package__).joinpath("praise.toml").read_text("utf-8"))
    phrases = [*file["praise"].split(), *file["phrases"]]
    return _Words(Phrases((phrase, True) for phrase in phrases), frozenset(file["against"].split()))
