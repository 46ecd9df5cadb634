"""What words alone tell of a comment: three linear models over hashed words and parts of words.

One tells questions, one requests, one reports of trouble, each from everything else: what makes a question is much
the same everywhere, while what viewers want or what fails is a library's own.

A feature is a word; three to five letters of one, so that endings and misspellings never seen are not unknown; a pair
of words; a word in a telling place (first, last, with and without courtesy); or a phrase of the language files. Each
has a weight of eight bits in a table that its hash points into: there is no vocabulary. What a word weighs by itself
is worked out once and remembered, for chat repeats itself.

The weights are made by `training/train.py`, which takes its features from here.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from zlib import crc32

from msgspec import Struct

from livedesk.questions.lexicon import Cue
from livedesk.questions.question import Kind

FILE = "model.bin"
HEADS = {"question": 18, "request": 16, "trouble": 16}
"""The tables in the order of the file, each with the bits of its hash: 2^18 weights, 2^16 and 2^16."""

MOST_WORDS = 60
"""Only so many words of a comment are read; a comment on TikTok has 150 characters."""

LONGEST_WORD = 24
"""Only so many letters of a word are read."""

REMEMBERED = 20_000
"""So many words are kept with their weights."""

_SHORTEST, _LONGEST = 3, 5
_MIX = 0x85EBCA77
_PAIR, _APART, _FIRST, _LAST, _SECOND, _BEFORE_LAST, _BEGINNING, _ENDING, _OPENING, _CLOSING = (
    relation * 0x9E3779B1 for relation in range(1, 11)
)
_HEADER = struct.Struct("<ff")  # of each table: what a weight of 1 is worth, and the bias


class Odds(Struct, frozen=True, gc=False):
    """The log odds that the words of a comment make it a question, a request, a report of trouble."""

    question: float
    request: float
    trouble: float


class Head(Struct, frozen=True):
    """One linear model: a table of 2^n signed weights, what one step of them is worth, and the bias."""

    weights: memoryview
    step: float
    bias: float

    def total(self, features: Iterable[int]) -> int:
        """Return the sum of these features' weights, in steps."""
        weights, mask = self.weights, len(self.weights) - 1
        return sum([weights[feature & mask] for feature in features])

    def odds(self, told: int, features: Iterable[int]) -> float:
        """Return the log odds where words told so much, in steps, and there are these features."""
        return self.bias + self.step * (told + self.total(features))


class Model:
    """The three models, and what they make of the words seen so far."""

    def __init__(self, question: Head, request: Head, trouble: Head) -> None:
        """Begin with no word remembered."""
        self._heads = (question, request, trouble)
        self._known: dict[str, _Word] = {}

    def weigh(self, said: Sequence[str], asking: tuple[int, int], cues: Sequence[tuple[Cue, str]]) -> Odds:
        """Return what words, their order, their beginning and end without courtesy and their phrases tell."""
        seen = [self._known.get(word) or self._look_at(word) for word in said[:MOST_WORDS]]
        features = [*phrased(cues), *placed([word.hashed for word in seen], asking)]
        question, request, trouble = self._heads
        return Odds(
            question.odds(sum([word.question for word in seen]), features),
            request.odds(sum([word.request for word in seen]), features),
            trouble.odds(sum([word.trouble for word in seen]), features),
        )

    def of_words(self, said: Sequence[str], kind: Kind) -> dict[str, int]:
        """Return how much each word tells of a kind wherever it stands, in steps."""
        return {word: getattr(self._known.get(word) or self._look_at(word), kind) for word in said}

    def _look_at(self, word: str) -> "_Word":
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        features = parts(word)
        self._known[word] = _Word(hashed(word), *(head.total(features) for head in self._heads))
        return self._known[word]


class _Word(Struct, frozen=True, gc=False):
    """A word's hash, and how much it tells of each kind wherever it stands, in steps."""

    hashed: int
    question: int
    request: int
    trouble: int


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the model that comes with livedesk."""
    return read_model(resources.files(__package__).joinpath(FILE).read_bytes())


def read_model(data: bytes) -> Model:
    """Read what `packed` wrote."""
    return Model(*_heads(data))


def _heads(data: bytes) -> Iterator[Head]:
    start = 0
    for bits in HEADS.values():
        step, bias = _HEADER.unpack_from(data, start)
        start += _HEADER.size
        yield Head(memoryview(data)[start : start + (1 << bits)].cast("b"), step, bias)
        start += 1 << bits


def packed(tables: Sequence[tuple[bytes, float, float]]) -> bytes:
    """Return the file that holds these tables: of each its weights, step and bias, in the order of `HEADS`."""
    return b"".join(_HEADER.pack(step, bias) + weights for weights, step, bias in tables)


def features(said: Sequence[str], asking: tuple[int, int], cues: Sequence[tuple[Cue, str]]) -> list[int]:
    """Return all features of a comment, each as often as it is there: of its words, its phrases and its order."""
    said = said[:MOST_WORDS]
    of_words = [feature for word in said for feature in parts(word)]
    return [*of_words, *phrased(cues), *placed([hashed(word) for word in said], asking)]


def placed(hashes: Sequence[int], asking: tuple[int, int]) -> list[int]:
    """Return what lies in the order of words, given by their hashes; `asking` is where they are without courtesy.

    A feature is a hash of one or two words and of their relation: its bits 22 and up, where multiplying by a large
    odd number has mixed all that is below.
    """
    count = len(hashes)
    if not count:
        return [_length(0)]
    found = [((one * 3 + other + _PAIR) * _MIX) >> 22 for one, other in pairwise(hashes)]
    found += [
        ((one * 3 + other + _APART) * _MIX) >> 22 for one, other in zip(hashes, hashes[2:], strict=False)
    ]
    first, last = hashes[0], hashes[-1]
    found += [_length(min(count, 12)), ((first + _FIRST) * _MIX) >> 22, ((last + _LAST) * _MIX) >> 22]
    if count > 1:
        second, before_last = hashes[1], hashes[-2]
        found += [
            ((second + _SECOND) * _MIX) >> 22,
            ((before_last + _BEFORE_LAST) * _MIX) >> 22,
            ((first * 3 + second + _BEGINNING) * _MIX) >> 22,
            ((before_last * 3 + last + _ENDING) * _MIX) >> 22,
        ]
    start, end = asking
    if start < end <= count:
        found += [((hashes[start] + _OPENING) * _MIX) >> 22, ((hashes[end - 1] + _CLOSING) * _MIX) >> 22]
    return found


@lru_cache(maxsize=REMEMBERED)
def parts(word: str) -> tuple[int, ...]:
    """Return the features of one word: itself, and three to five letters of it with its beginning and end."""
    spelled = "".join("0" if letter.isdecimal() else letter for letter in word[:LONGEST_WORD])
    edged = f"<{spelled}>"
    letters = [
        crc32(edged[start : start + length].encode("utf-8", "surrogatepass"), length) >> 5
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(edged) - length + 1)
    ]
    return ((hashed(word) * _MIX) >> 22, *letters)


def phrased(cues: Sequence[tuple[Cue, str]]) -> list[int]:
    """Return the features of the phrases found: each by itself, and which sorts there are."""
    if not cues:
        return [_named("no phrase")]
    sorts = {(cue.sort, cue.place, cue.sure) for cue, _ in cues}
    sure = any(strong and sort != "calm" for sort, _, strong in sorts)
    calm = any(sort == "calm" for sort, _, _ in sorts)
    hints = min(sum(not strong for _, _, strong in sorts), 2)
    return [
        *[_of_sort(each) for each in sorted(sorts)],
        *{_of_cue(cue): None for cue, _ in cues},
        _named(f"{sure} {calm} {hints}"),
    ]


def hashed(word: str) -> int:
    """Return the hash that stands for a word in what relates it to others."""
    return crc32(word[:LONGEST_WORD].encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=REMEMBERED)
def _of_cue(cue: Cue) -> int:
    return _named(f"{cue.sort} {cue.place} {cue.phrase}")


@lru_cache(maxsize=64)
def _of_sort(sort: tuple[str, str, bool]) -> int:
    return _named(" ".join(map(str, sort)))


@lru_cache(maxsize=32)
def _length(count: int) -> int:
    return _named(f"{count} words")


@lru_cache(maxsize=64)
def _named(name: str) -> int:
    return (crc32(name.encode()) * _MIX) >> 22
