"""A small linear model of what words mean: needs from hashed words, their letters, and concepts.

Each feature of a comment is hashed into a bucket; a bucket holds a weight per label, a whole number. What is added
up are whole numbers too, side by side in one long number, so every machine comes to the same result.
`training/needs.py` learns the weights and writes the file: one line of JSON (`Head`), how many weights each bucket
has, their labels and the weights themselves, all of it deflated.
"""

import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate, pairwise
from math import ceil, exp, isqrt

import msgspec
from msgspec import Struct

from livedesk.questions.text import NOUGHTS

BUCKETS = 1 << 17
GRAM = 4
"""Letters in the pieces of a word that are features: inflection and slips of the thumb leave most of them alone."""

WORD, PIECE, PAIR, CONCEPT, CONCEPTS = 5, 3, 3, 8, 3
"""What a word, a piece of one, two words in a row, a concept and two concepts of one comment weigh as features."""

DENSE = 80
"""A bucket with so many weights, as those of common pieces of words, is kept as a row: to add it is one addition."""

ROWS = 930_000
"""So many numbers are remembered in rows of dense buckets."""

REMEMBERED = 300_000
"""So many numbers are remembered, a row of them for each word: chat repeats itself. A hostile chat is forgotten."""

LANE = 32
"""Bits a label has in the one long number that holds a row: to add up rows of hundreds of labels is one addition."""

NOUGHT = 1 << 29
"""What each lane begins with, to stay above 0: no sum of a comment's weights comes near it, and none fills a lane."""

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

    def __init__(
        self, head: Head, counts: Iterable[int], labels: Sequence[int], weights: Sequence[int]
    ) -> None:
        """Take the weights that are not 0, bucket after bucket: how many, of which labels, how much."""
        self.labels = head.labels
        self._unit = head.unit
        self._noughts = array("I", [NOUGHT]) * len(head.labels)
        self._nothing = _side_by_side(self._noughts)
        self._biases = _side_by_side(array("I", [NOUGHT + bias for bias in head.biases])) - self._nothing
        self._starts = array("I", accumulate(counts, initial=0))
        self._labels = labels
        self._weights = weights
        self._known: dict[str, tuple[int, int]] = {}
        self._rows: dict[int, int] = {}

    def likely(
        self, said: Sequence[str], concepts: Iterable[str], least: float, most: int
    ) -> list[tuple[float, int]]:
        """Return the labels, by their place, of at least this probability: at most so many, the likeliest last."""
        told, unit = self._add_up(said, concepts)
        top = max(told)
        far = top - ceil(FAR / unit)
        near = [at for at, each in enumerate(told) if each > far]
        raised = [exp((told[at] - top) * unit) for at in near]
        total = sum(raised)
        enough = least * total
        found = [(each / total, at) for each, at in zip(raised, near, strict=True) if each > enough]
        return sorted(found)[-most:]

    def _add_up(self, said: Sequence[str], concepts: Iterable[str]) -> tuple[Sequence[int], float]:
        """Return what speaks for each label as whole numbers, all above 0, and what a 1 among them is worth."""
        total, squared = self._nothing, 0
        rare: list[tuple[int, int]] = []  # the buckets of what there is no end of: pairs of words
        for feature in features(said, concepts):
            if feature[0] == "b":
                rare += hashed(feature)
            else:
                row, square = self._known.get(feature) or self._tell(feature)
                total += row
                squared += square
        length = max(1, isqrt(squared + _square(rare)))
        told = _lanes(total + length * self._biases, len(self.labels))
        self._add(told, rare)
        return told, self._unit / length

    def _tell(self, feature: str) -> tuple[int, int]:
        """Return what a feature adds to all labels, and to the comment's squared length; remember it."""
        told, places = self._noughts[:], hashed(feature)
        dense = [place for place in places if self._starts[place[0] + 1] - self._starts[place[0]] >= DENSE]
        self._add(told, [place for place in places if place not in dense])
        row = _side_by_side(told) - self._nothing
        for bucket, weight in dense:
            row += weight * (self._rows.get(bucket) or self._row(bucket))
        if len(self._known) >= REMEMBERED // len(self.labels):
            self._known.clear()
        found = self._known[feature] = row, _square(places)
        return found

    def _row(self, bucket: int) -> int:
        """Return what a bucket adds to all labels; remember it."""
        told = self._noughts[:]
        self._add(told, [(bucket, 1)])
        if len(self._rows) >= ROWS // len(self.labels):
            self._rows.clear()
        row = self._rows[bucket] = _side_by_side(told) - self._nothing
        return row

    def _add(self, told: "list[int] | array[int]", places: Iterable[tuple[int, int]]) -> None:
        """Add what stands in these buckets, each as often as it weighs."""
        starts, labels, weights = self._starts, self._labels, self._weights
        for bucket, weight in places:
            start, end = starts[bucket], starts[bucket + 1]
            if start < end:
                for label, number in zip(labels[start:end], weights[start:end], strict=True):
                    told[label] += weight * number


def _side_by_side(lanes: "array[int]") -> int:
    """Return labels' numbers as one long number."""
    return int.from_bytes(_swapped(lanes).tobytes(), "little")


def _lanes(number: int, many: int) -> list[int]:
    """Return the numbers that stand side by side in one long number."""
    return _read("I", number.to_bytes(LANE // 8 * many, "little")).tolist()


def _read(kind: str, little: bytes) -> "array[int]":
    """Return the numbers of an array that was written with the lowest byte first."""
    return _swapped(array(kind, little))


def _swapped(lanes: "array[int]") -> "array[int]":
    """Return lanes with their bytes in the other order where this machine's is not the little-endian one."""
    if sys.byteorder == "big":
        lanes = lanes[:]
        lanes.byteswap()
    return lanes


def features(said: Sequence[str], concepts: Iterable[str]) -> list[str]:
    """Return the features of a comment, each as a sign of its sort and its text."""
    said = " ".join(said[:MOST]).translate(NOUGHTS).split()
    found = ["w" + word for word in said]
    found += [f"b{first} {second}" for first, second in pairwise(said)]
    named = sorted(concepts)[:MOST_CONCEPTS]
    for place, concept in enumerate(named):
        found.append("k" + concept)
        found += [f"p{concept}+{other}" for other in named[place + 1 :]]
    return found


def hashed(feature: str) -> list[tuple[int, int]]:
    """Return the buckets of a feature and its weight in each; a word's pieces come with the word."""
    found = [(_bucket(feature), _WEIGHTS[feature[0]])]
    if feature[0] == "w":
        word = f"<{feature[1:]}>"[:MOST]
        found += [(_bucket("c" + word[at : at + GRAM]), PIECE) for at in range(len(word) - GRAM + 1)]
    return found


def _square(places: Iterable[tuple[int, int]]) -> int:
    return sum([weight * weight for _, weight in places])


_WEIGHTS = {"w": WORD, "b": PAIR, "k": CONCEPT, "p": CONCEPTS}


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS


def pack(head: Head, rows: Mapping[int, Sequence[tuple[int, int]]]) -> bytes:
    """Return the file of a model of rows: bucket → (index of the label, weight from -127 to 127)."""
    entries = [entry for bucket in range(BUCKETS) for entry in rows.get(bucket, ())]
    columns = (
        array("H", (len(rows.get(bucket, ())) for bucket in range(BUCKETS))),
        array("H", (label for label, _ in entries)),
        array("b", (weight for _, weight in entries)),
    )
    body = b"".join(_swapped(column).tobytes() for column in columns)
    return zlib.compress(msgspec.json.encode(head) + b"\n" + body, 9)


def unpack(file: bytes) -> Linear:
    """Read a model that `pack` wrote."""
    head, _, body = zlib.decompress(file).partition(b"\n")
    counts, entries = body[: 2 * BUCKETS], body[2 * BUCKETS :]
    labels, weights = entries[: len(entries) // 3 * 2], entries[len(entries) // 3 * 2 :]
    decoded = msgspec.json.decode(head, type=Head)
    return Linear(decoded, _read("H", counts), _read("H", labels), _read("b", weights))


@lru_cache(maxsize=1)
def needs() -> Linear:
    """Read the model of needs that comes with livedesk."""
    return unpack(resources.files(__package__).joinpath("needs.weights").read_bytes())
