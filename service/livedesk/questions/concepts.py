"""The concepts a comment speaks of, read from `concepts.toml`, and the slots they fill, from `slots.toml`.

A concept is what different words for the same thing have in common, in every language: `late` is "overdue",
"kelamaan", "po terminie". All languages are looked for at once, for chats mix them.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources

import msgspec

from livedesk.questions.phrases import Phrases

SUFFIXES = ("nya", "ku", "mu", "kah")
"""Endings a word may bear in Indonesian and Malay: `dendanya`, `kartuku`."""


REMEMBERED = 1_000
"""So many comments are kept with their concepts: a comment that asks is read for topic and need."""


class Concepts:
    """Finds the concepts of a comment; of phrases within one another the longest counts (`minggu depan`)."""

    def __init__(self, concepts: Mapping[str, Iterable[str]]) -> None:
        """Take the phrases of each concept."""
        self._phrases = Phrases(
            ((phrase, name) for name, phrases in concepts.items() for phrase in phrases), SUFFIXES
        )
        self._concepts = lru_cache(maxsize=REMEMBERED)(self._find)

    def of(self, said: Sequence[str]) -> frozenset[str]:
        """Return the concepts of these plain words."""
        return self._concepts(tuple(said))

    def _find(self, said: tuple[str, ...]) -> frozenset[str]:
        found = self._phrases.find(said)
        long = [(start, end) for start, end, _ in found if end - start > 1]
        if not long:
            return frozenset([name for _, _, name in found])
        return frozenset(name for start, end, name in found if not _within(start, end, long))


@lru_cache(maxsize=1)
def concepts() -> Concepts:
    """Read the concepts that come with livedesk."""
    languages = msgspec.convert(_read("concepts.toml"), dict[str, dict[str, tuple[str, ...]]])
    return Concepts(
        {name: [phrase for phrases in by.values() for phrase in phrases] for name, by in languages.items()}
    )


@lru_cache(maxsize=1)
def slots() -> Mapping[str, frozenset[str]]:
    """Read the slots: name → the concepts that are its values."""
    return msgspec.convert(_read("slots.toml"), dict[str, frozenset[str]])


def _read(name: str) -> object:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def _within(start: int, end: int, long: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= after and end - start < after - first for first, after in long)
