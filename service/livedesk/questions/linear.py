"""A small linear model of what words mean: needs or topics from hashed words, their letters, and concepts.

Each feature of a comment is hashed into a bucket; a bucket holds a weight per label, a whole number. What is added
up are whole numbers too, side by side in one long number, so every machine comes to the same result.
`training/needs.py` learns the weights and writes the file: one line of JSON (`Head`), how many weights each bucket
has, their labels and the weights themselves, all of it deflated.
"""

import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate, pairwise
from math import exp, isqrt

import msgspec
from msgspec import Struct

BUCKETS = 1 << 15
GRAM = 4
"""Letters in the pieces of a word that are features: inflection and slips of the thumb leave most of them alone."""

WORD, PIECE, PAIR, CONCEPT, CONCEPTS = 5, 2, 3, 12, 5
"""What a word, a piece of one, two words in a row, a concept and two concepts of one comment weigh as features."""

REMEMBERED = 1_500_000
MOST_REMEMBERED = 8_000
"""So many numbers, of so many words at most, are remembered: chat repeats itself. A hostile chat is forgotten."""

LANE = 32
"""Bits a label has in the one long number that holds a row: to add up rows of hundreds of labels is one addition."""

NOUGHT = 1 << 31
"""What each lane begins with, to stay above 0."""

FAR = 6.0
"""Labels whose logarithm of probability is so much below the likeliest's are as good as impossible."""

MOST = 60
"""Words of a comment that are looked at; a comment on TikTok has 150 characters."""

MOST_CONCEPTS = 12


class Head(Struct, frozen=True):
    """What stands at the head of a model's file: labels, the value of a weight of 1, biases in such units."""

    labels: tuple[str, ...]
    unit: float
    biases: tuple[int, ...]


class Linear:
    """Tells how likely each label is for a comment, given its plain words and its concepts."""

    def __init__(self, head: Head, counts: bytes, labels: bytes, weights: Sequence[int]) -> None:
        """Take the weights that are not 0, bucket after bucket: how many, of which labels, how much."""
        self.labels = head.labels
        self._unit = head.unit
        self._biases = _side_by_side(enumerate(head.biases))
        self._nothing = _side_by_side((at, NOUGHT) for at in range(len(head.labels)))
        self._starts = array("I", accumulate(counts, initial=0))
        self._labels = labels
        self._weights = weights
        self._remembered = REMEMBERED // len(head.labels)
        self._known: dict[str, tuple[int, int]] = {}
        self._rows: dict[int, int] = {}

    def scores(self, said: Sequence[str], concepts: Iterable[str]) -> list[float]:
        """Return how much speaks for each label: the logarithm of its probability, but for a constant."""
        told, unit = self._add_up(said, concepts)
        return [each * unit for each in told]

    def likely(
        self, said: Sequence[str], concepts: Iterable[str], least: float, most: int
    ) -> list[tuple[float, int]]:
        """Return the labels, by their place, of at least this probability: at most so many, the likeliest last."""
        told, unit = self._add_up(said, concepts)
        top = max(told)
        far = top - FAR / unit
        near = [at for at, each in enumerate(told) if each > far]
        raised = [exp((told[at] - top) * unit) for at in near]
        total = sum(raised)
        found = [(each / total, at) for each, at in zip(raised, near, strict=True) if each > least * total]
        return sorted(found)[-most:]

    def _add_up(self, said: Sequence[str], concepts: Iterable[str]) -> tuple[Sequence[int], float]:
        """Return what speaks for each label as whole numbers, all above 0, and what a 1 among them is worth."""
        total = self._nothing
        squared = 0
        for feature in features(said, concepts):
            row, square = self._known.get(feature) or self._tell(feature)
            total += row
            squared += square
        length = max(1, isqrt(squared))
        total += length * self._biases
        lanes = array("I", total.to_bytes(LANE // 8 * len(self.labels), sys.byteorder))
        if sys.byteorder == "big":
            lanes.reverse()
        return lanes.tolist(), self._unit / length

    def _tell(self, feature: str) -> tuple[int, int]:
        """Return what a feature adds to all labels, and to the comment's squared length."""
        if feature[0] in "bp":  # there is no end of pairs: they are not remembered
            weight = _WEIGHTS[feature[0]]
            return weight * self._row(_bucket(feature)), weight * weight
        buckets = hashed(feature)
        row = sum([weight * self._row(bucket) for bucket, weight in buckets])
        if len(self._known) >= min(self._remembered, MOST_REMEMBERED):
            self._known.clear()
        self._known[feature] = row, sum([weight * weight for _, weight in buckets])
        return self._known[feature]

    def _row(self, bucket: int) -> int:
        row = self._rows.get(bucket)
        if row is None:
            entries = slice(self._starts[bucket], self._starts[bucket + 1])
            row = _side_by_side(zip(self._labels[entries], self._weights[entries], strict=True))
            if len(self._rows) >= self._remembered:
                self._rows.clear()
            self._rows[bucket] = row
        return row


def _side_by_side(entries: Iterable[tuple[int, int]]) -> int:
    """Return labels' numbers as one long number; a lane below 0 borrows from the next until `_nothing` is added."""
    return sum([number << (LANE * label) for label, number in entries])


def features(said: Sequence[str], concepts: Iterable[str]) -> Iterator[str]:
    """Yield the features of a comment, each as a sign of its sort and its text."""
    said = said[:MOST]
    for word in said:
        yield "w" + word
    for first, second in pairwise(said):
        yield f"b{first} {second}"
    named = sorted(concepts)[:MOST_CONCEPTS]
    for place, concept in enumerate(named):
        yield "k" + concept
        for other in named[place + 1 :]:
            yield f"p{concept}+{other}"


def hashed(feature: str) -> list[tuple[int, int]]:
    """Return the buckets of a feature and its weight in each; a word's pieces come with the word."""
    found = [(_bucket(feature), _WEIGHTS[feature[0]])]
    if feature[0] == "w":
        word = f"<{feature[1:]}>"[:MOST]
        found += [(_bucket("c" + word[at : at + GRAM]), PIECE) for at in range(len(word) - GRAM + 1)]
    return found


_WEIGHTS = {"w": WORD, "b": PAIR, "k": CONCEPT, "p": CONCEPTS}


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS


def pack(head: Head, rows: Mapping[int, Sequence[tuple[int, int]]]) -> bytes:
    """Return the file of a model of rows: bucket → (index of the label, weight from -127 to 127).

    There are at most 255 labels.
    """
    counts = bytes(len(rows.get(bucket, ())) for bucket in range(BUCKETS))
    entries = [entry for bucket in range(BUCKETS) for entry in rows.get(bucket, ())]
    labels = bytes(label for label, _ in entries)
    weights = array("b", (weight for _, weight in entries)).tobytes()
    return zlib.compress(msgspec.json.encode(head) + b"\n" + counts + labels + weights, 9)


def unpack(file: bytes) -> Linear:
    """Read a model that `pack` wrote."""
    head, _, body = zlib.decompress(file).partition(b"\n")
    counts, entries = body[:BUCKETS], body[BUCKETS:]
    half = len(entries) // 2
    return Linear(msgspec.json.decode(head, type=Head), counts, entries[:half], array("b", entries[half:]))


@lru_cache(maxsize=4)
def linear(name: str) -> Linear:
    """Read one of the models that come with livedesk: `needs` or `topics`."""
    return unpack(resources.files(__package__).joinpath(f"{name}.weights").read_bytes())
