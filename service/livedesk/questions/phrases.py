"""Finding many phrases in a few words at once.

A phrase is written as in the language files: words with blanks between, `|` between alternatives for one
word, `*` for any beginning or ending, or after the first word for any word: `when|where is|are`,
`wypozycz*`, `ada * gak`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, Generic, TypeAlias, TypeVar

from livedesk.questions.text import plain, words

T = TypeVar("T")

Spelling: TypeAlias = tuple[str, ...]
"""The words of a phrase in plain spelling, with their stars."""

REMEMBERED = 20_000
"""So many words with what they may begin are remembered: chat repeats itself. A hostile chat is forgotten."""


_NOTHING: dict[str, Any] = {}


class _Node(Generic[T]):
    """Where one stands after some words of a phrase: what may follow, and what has been said if nothing does."""

    __slots__ = ("following", "meanings", "starred")

    def __init__(self) -> None:
        # Nearly all nodes are ends: they share what is empty.
        self.following: dict[str, _Node[T]] = _NOTHING
        self.starred: dict[str, list[tuple[str, _Node[T]]]] = _NOTHING  # by its first two letters, or ""
        self.meanings: tuple[T, ...] = ()

    def grow(self, part: str) -> "_Node[T]":
        """Return the node that this part of a phrase leads to, made now if there is none."""
        if "*" not in part:
            self.following = self.following or {}
            return self.following.setdefault(part, _Node())
        self.starred = self.starred or {}
        starred = self.starred.setdefault("" if "*" in part[:2] else part[:2], [])
        for known, node in starred:
            if known == part:
                return node
        starred.append((part, _Node()))
        return starred[-1][1]


_Begun: TypeAlias = tuple[tuple[T, ...], tuple[_Node[T], ...]]


class Phrases(Generic[T]):
    """Phrases, each with what it means; `suffixes` are endings a word may bear (Indonesian `-nya`)."""

    def __init__(
        self, meanings: Iterable[tuple[str | Sequence[Spelling], T]], suffixes: Sequence[str] = ()
    ) -> None:
        """Read the phrases; they are brought into the plain spelling, or given in all of theirs."""
        self._root: _Node[T] = _Node()
        self._suffixes = tuple(suffixes)
        self._begun: dict[str, _Begun[T]] = {}
        for phrase, meaning in meanings:
            for spelled in spellings(phrase) if isinstance(phrase, str) else phrase:
                node = self._root
                for part in spelled:
                    node = node.grow(part)
                node.meanings += (meaning,)

    def find(self, said: Sequence[str]) -> list[tuple[int, int, T]]:
        """Return (first word, word after the last, meaning) of every phrase in these plain words."""
        found: list[tuple[int, int, T]] = []
        for start, word in enumerate(said):
            meanings, nodes = self._begun.get(word) or self._begin(word)
            if meanings:
                found += [(start, start + 1, meaning) for meaning in meanings]
            if nodes:
                self._go_on(said, start, nodes, found)
        return found

    def _go_on(
        self, said: Sequence[str], start: int, nodes: "Sequence[_Node[T]]", found: list[tuple[int, int, T]]
    ) -> None:
        """Add the phrases of more than one word that begin at `start`, where these nodes stand after the first."""
        for end in range(start + 1, len(said)):
            nodes = [after for node in nodes for after in self._follow(node, said[end])]
            if not nodes:
                return
            found += [(start, end + 1, meaning) for node in nodes for meaning in node.meanings]

    def _begin(self, word: str) -> "_Begun[T]":
        """Return what this word means alone, and where phrases that begin with it stand; remember it."""
        if len(self._begun) >= REMEMBERED:
            self._begun.clear()
        nodes = self._follow(self._root, word)
        meanings = tuple([meaning for node in nodes for meaning in node.meanings])
        begun = self._begun[word] = (
            meanings,
            tuple([node for node in nodes if node.following or node.starred]),
        )
        return begun

    def _follow(self, node: _Node[T], word: str) -> list[_Node[T]]:
        after = node.following.get(word)
        nodes = [] if after is None else [after]
        if node.starred:
            beginnings, others = node.starred.get(word[:2], ()), node.starred.get("", ())
            nodes += [after for part, after in beginnings if word.startswith(part[:-1])]
            nodes += [after for part, after in others if _fits_star(part, word)]
        if self._suffixes and word.endswith(self._suffixes):
            nodes += self._follow_stems(node, word)
        return nodes

    def _follow_stems(self, node: _Node[T], word: str) -> Iterator[_Node[T]]:
        for suffix in self._suffixes:
            if word.endswith(suffix) and (stem := word.removesuffix(suffix)) in node.following:
                yield node.following[stem]


def spellings(phrase: str) -> list[Spelling]:
    """Return every plain spelling that a phrase with alternatives stands for, as words."""
    if "|" not in phrase and "*" not in phrase:
        return [tuple(words(plain(phrase)))]
    choices = [_alternatives(part) for part in phrase.split()]
    return [tuple(word for chosen in choice for word in chosen) for choice in product(*choices)]


def _alternatives(part: str) -> list[tuple[str, ...]]:
    return [_spelled(alternative) for alternative in part.split("|")]


def _spelled(word: str) -> tuple[str, ...]:
    """Bring one word of a phrase into the plain spelling (`e-book*` is two words then), keeping its stars."""
    if word == "*":
        return (word,)
    spelled = words(plain(word.strip("*")))
    if word.startswith("*"):
        spelled[0] = "*" + spelled[0]
    if word.endswith("*"):
        spelled[-1] += "*"
    return tuple(spelled)


def _fits_star(part: str, word: str) -> bool:
    if not part.startswith("*"):
        return word.startswith(part[:-1])
    return part[1:-1] in word if part.endswith("*") else word.endswith(part[1:])
