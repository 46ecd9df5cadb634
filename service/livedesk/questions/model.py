"""What words alone tell of a comment: four linear models over hashed words and parts of words.

One tells questions, one requests, one reports of trouble, each from everything else: what makes a question is much
the same everywhere, while what viewers want or what fails is a library's own. The fourth tells all three from the rest
in the Lives of libraries, and has learned from no other chat.

A feature is a word; three to five letters of one, so that endings and misspellings never seen are not unknown; a pair
of words; a word in a telling place (first, last, with and without courtesy); or a phrase of the language files. Each
has a weight of eight bits in a table that its hash points into: there is no vocabulary. What a word weighs by itself
is worked out once and remembered, for chat repeats itself.

The weights are made by `training/train.py`, which takes its features from here.
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from zlib import crc32

from msgspec import Struct

from livedesk.questions.lexicon import Cue
from livedesk.questions.question import Kind
from livedesk.questions.text import NOUGHTS, pieces

FILE = "model.bin"
HEADS = {"question": 18, "request": 15, "trouble": 16, "library": 17}
"""The tables in the order of the file, each with the bits of its hash: from 2^15 weights to 2^18."""

MOST_WORDS = 60
"""Only so many words of a comment are read; a comment on TikTok has 150 characters."""

LONGEST_WORD = 24
"""Only so many letters of a word are read."""

REMEMBERED = 20_000
"""So many words are kept with their weights."""

_SHORTEST, _LONGEST = 3, 5
_MIX = 0x85EBCA77
_MIXED = (1 << 40) - 1  # the bits of a product that matter: its features are the bits 22 to 39
_PAIR, _APART, _FIRST, _LAST, _SECOND, _BEFORE_LAST, _BEGINNING, _ENDING, _OPENING, _CLOSING = (
    relation * 0x9E3779B1 * _MIX & _MIXED for relation in range(1, 11)
)

LANE = 18
"""Bits of a lane: so many keep what a comment's features add up to, below 0 or above, and four fit in 64."""

_LANES = [head * LANE for head in range(len(HEADS))]
_LANE, _HALF = (1 << LANE) - 1, 1 << LANE - 1
_MIDDLE = sum(_HALF << lane for lane in _LANES)
RAISED = sum(128 << lane for lane in _LANES)
"""What the weights of a feature are raised by."""

_RAISE = bytes(byte ^ 128 for byte in range(256))
_HEADER = struct.Struct("<ff")  # of each table: what a weight of 1 is worth, and the bias


class Odds(Struct, frozen=True, gc=False):
    """The log odds that the words of a comment make it a question, a request, a report of trouble.

    `library` are those that it is any of them where the chat is a library's.
    """

    question: float
    request: float
    trouble: float
    library: float


class Model:
    """The four models, and what they make of the words seen so far.

    Their tables stand side by side in one, a number for each hash with the four weights in lanes of 18 bits, so that
    one addition adds up all four.
    """

    def __init__(self, tables: Sequence[bytes], steps: Sequence[float], biases: Sequence[float]) -> None:
        """Begin with no word remembered; a step is what a weight of 1 is worth."""
        self._woven = _woven(tables)
        self._steps, self._biases = tuple(steps), tuple(biases)
        self._known: dict[str, _Word] = {}

    def weigh(self, said: Sequence[str], asking: tuple[int, int], cues: Sequence[tuple[Cue, str]]) -> Odds:
        """Return what words, their order, their beginning and end without courtesy and their phrases tell."""
        seen = [self._known.get(word) or self._look_at(word) for word in said[:MOST_WORDS]]
        features = placed([word.hashed for word in seen], asking)
        features += phrased(cues)
        told = _apart(sum([word.told for word in seen], self._total(features)))
        return Odds(
            *[bias + step * each for bias, step, each in zip(self._biases, self._steps, told, strict=True)]
        )

    def of_words(self, said: Sequence[str], kind: Kind) -> dict[str, int]:
        """Return how much each word tells of a kind wherever it stands, in steps."""
        lane = _LANES[list(HEADS).index(kind)]
        told = {word: (self._known.get(word) or self._look_at(word)).told + _MIDDLE for word in said}
        return {word: (raised >> lane & _LANE) - _HALF for word, raised in told.items()}

    def _total(self, features: Sequence[int]) -> int:
        """Return the sum of these features' weights, in steps, as lanes."""
        woven, mask = self._woven, len(self._woven) - 1
        return sum([woven[feature & mask] for feature in features]) - RAISED * len(features)

    def _look_at(self, word: str) -> "_Word":
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        shape = word.translate(NOUGHTS)
        if shape not in self._known:
            self._known[shape] = _Word(hashed(shape), self._total(parts(shape)))
        return self._known[shape]


class _Word(Struct, frozen=True, gc=False):
    """A word's hash, and how much it tells of each kind wherever it stands, in steps, as lanes."""

    hashed: int
    told: int


def _woven(tables: Sequence[bytes]) -> "array[int]":
    """Return one table of several: each weight, raised by 128 so that none is below 0, in a lane of its own.

    A shorter table is repeated, so that the lower bits of a hash still lead to its weight.
    """
    size = max(map(len, tables))
    woven = 0
    for lane, table in zip(_LANES, tables, strict=True):
        spread = bytearray(size * 8)
        spread[::8] = table.translate(_RAISE) * (size // len(table))
        woven |= int.from_bytes(spread, "little") << lane
    numbers = array("Q", woven.to_bytes(size * 8, "little"))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _apart(lanes: int) -> list[int]:
    """Return the numbers that stand in the lanes."""
    raised = lanes + _MIDDLE
    return [(raised >> lane & _LANE) - _HALF for lane in _LANES]


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the model that comes with livedesk."""
    return read_model(resources.files(__package__).joinpath(FILE).read_bytes())


def read_model(data: bytes) -> Model:
    """Read what `packed` wrote."""
    tables, steps, biases, start = [], [], [], 0
    for bits in HEADS.values():
        step, bias = _HEADER.unpack_from(data, start)
        start += _HEADER.size
        tables.append(data[start : start + (1 << bits)])
        steps.append(step)
        biases.append(bias)
        start += 1 << bits
    return Model(tables, steps, biases)


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

    A feature is of one or two words and of their relation: the bits of their sum from 22 up, where multiplying each by
    a large odd number has mixed all that is below.
    """
    count = len(hashes)
    if not count:
        return [_length(0)]
    found = [(one * 3 + other + _PAIR) >> 22 for one, other in pairwise(hashes)]
    found += [(one * 3 + other + _APART) >> 22 for one, other in zip(hashes, hashes[2:], strict=False)]
    first, last = hashes[0], hashes[-1]
    found += [_length(min(count, 12)), (first + _FIRST) >> 22, (last + _LAST) >> 22]
    if count > 1:
        second, before_last = hashes[1], hashes[-2]
        found += [
            (second + _SECOND) >> 22,
            (before_last + _BEFORE_LAST) >> 22,
            (first * 3 + second + _BEGINNING) >> 22,
            (before_last * 3 + last + _ENDING) >> 22,
        ]
    start, end = asking
    if start < end <= count:
        found += [(hashes[start] + _OPENING) >> 22, (hashes[end - 1] + _CLOSING) >> 22]
    return found


def parts(word: str) -> list[int]:
    """Return the features of one word: itself, and three to five letters of it with its beginning and end."""
    edged = f"<{word[:LONGEST_WORD].translate(NOUGHTS)}>"
    letters = [
        crc32(piece, length) >> 5
        for length in range(_SHORTEST, _LONGEST + 1)
        for piece in pieces(edged, length)
    ]
    return [hashed(word) >> 22, *letters]


def phrased(cues: Sequence[tuple[Cue, str]]) -> tuple[int, ...]:
    """Return the features of the phrases found: each by itself, and which sorts there are."""
    return _phrased(tuple([cue for cue, _ in cues]))


@lru_cache(maxsize=REMEMBERED)
def _phrased(cues: tuple[Cue, ...]) -> tuple[int, ...]:
    if not cues:
        return (_named("no phrase"),)
    sorts = {(cue.sort, cue.place, cue.sure) for cue in cues}
    sure = any(strong and sort != "calm" for sort, _, strong in sorts)
    calm = any(sort == "calm" for sort, _, _ in sorts)
    hints = min(sum(not strong for _, _, strong in sorts), 2)
    return (
        *[_named(" ".join(map(str, each))) for each in sorted(sorts)],
        *dict.fromkeys(_named(f"{cue.sort} {cue.place} {cue.phrase}") for cue in cues),
        _named(f"{sure} {calm} {hints}"),
    )


def hashed(word: str) -> int:
    """Return the hash that stands for a word in what relates it to others."""
    shape = word[:LONGEST_WORD].translate(NOUGHTS)
    return crc32(shape.encode("utf-8", "surrogatepass")) * _MIX & _MIXED


@lru_cache(maxsize=32)
def _length(count: int) -> int:
    return _named(f"{count} words")


def _named(name: str) -> int:
    return (crc32(name.encode()) * _MIX) >> 22
