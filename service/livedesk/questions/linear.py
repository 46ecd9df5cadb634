"""A small linear model of what words mean: needs from hashed words, their letters, and concepts.

Each feature of a comment is hashed into a bucket; a bucket holds a weight per label, a whole number. What is added
up are whole numbers too, side by side in one long number, so every machine comes to the same result.
`training/needs.py` learns the weights and writes the file, all of it deflated: one line of JSON (`Head`); for each
bucket which row is its, or how many weights it has; the rows of those with many weights, a byte for each label; of all
others the labels of their weights, and the weights themselves.
"""

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate, chain, pairwise
from math import ceil, exp, isqrt
from zlib import compress, crc32, decompress

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from livedesk.questions.text import NOUGHTS, pieces

BUCKETS = 1 << 17
GRAM = 4
"""Letters in the pieces of a word that are features: inflection and slips of the thumb leave most of them alone."""

WORD, PIECE, PAIR, CONCEPT, CONCEPTS = 5, 3, 3, 8, 3
"""What a word, a piece of one, two words in a row, a concept and two concepts of one comment weigh as features."""

DENSE = 20
"""A bucket with so many weights, as those of common pieces of words, is kept as a row: to add it is one addition."""

REMEMBERED = 1_000
"""So many rows are remembered, one for each word or concept: chat repeats itself."""

LANE = 32
"""Bits a label has in the one long number that holds a row: to add up rows of hundreds of labels is one addition."""

BLOCKS = LANE // 8
"""A row's bytes go to lanes in four blocks, every fourth byte to the same: so they are spread by shifting alone."""

AT_ONCE = 64
"""So many rows are added up in lanes of half the width: these hold a byte 257 times, and most features weigh 3."""

NOUGHT = 1 << 21
"""What each lane begins with, to stay above 0: no sum of a comment's weights comes near it."""

NAMED = 10
"""Bits for the place of a label, of which there may be 1,024: in the end each number bears its label's below its own,
so that both sort as one."""

NAME = (1 << NAMED) - 1

RAISED = 128
"""What the weights in rows are raised by."""

FAR = 6.0
"""Labels whose logarithm of probability is so much below the likeliest's are as good as impossible."""

MOST = 60
"""Words of a comment that are looked at; a comment on TikTok has 150 characters."""

MOST_CONCEPTS = 12

PAIRED = "bp"
"""The signs of features that are pairs."""


class Head(Struct, frozen=True):
    """What stands at the head of a model's file: labels, the value of a weight of 1, biases in such units, rows."""

    labels: tuple[str, ...]
    unit: float
    biases: tuple[int, ...]
    rows: int = 0


class Few(Struct, frozen=True):
    """The weights that are not 0 of buckets without a row, one bucket after the other.

    How many each bucket has, of which labels they are, and the weights.
    """

    counts: Sequence[int]
    labels: Sequence[int]
    weights: Sequence[int]


class Linear:
    """Tells how likely each label is for a comment, given its plain words and its concepts."""

    def __init__(self, head: Head, few: Few, places: Sequence[int], rows: bytes) -> None:
        """Take the weights; `places` has for each bucket which of the `rows` is its, from 1 on, or 0.

        A row has a byte for each label: its weight, raised by 128.
        """
        self.labels = head.labels
        self._unit = head.unit
        many, self._block = len(head.labels), -(-len(head.labels) // BLOCKS)
        self._lane_of = [label % BLOCKS * self._block + label // BLOCKS for label in range(many)]
        self._even_bytes = int.from_bytes(b"\xff\x00" * (2 * self._block), "little")
        self._low_halves = int.from_bytes(b"\xff\xff\x00\x00" * self._block, "little")
        self._noughts = self._in_lanes([NOUGHT] * many)
        self._nothing = _side_by_side(self._noughts)
        raised = int.from_bytes(bytes([RAISED]) * many, "little")
        self._raised = self._spread(raised & self._even_bytes, raised >> 8 & self._even_bytes)
        self._names = _side_by_side(self._in_lanes(range(many)))
        self._biases = _side_by_side(self._in_lanes([NOUGHT + bias for bias in head.biases])) - self._nothing
        self._places, self._rows = places, rows
        self._starts = array("I", accumulate(few.counts, initial=0))
        self._labels, self._weights = few.labels, few.weights
        self._told = lru_cache(maxsize=REMEMBERED)(self._tell)

    def likely(
        self, said: Sequence[str], concepts: Iterable[str], least: float, most: int
    ) -> list[tuple[float, int]]:
        """Return the labels, by their place, of at least this probability: at most so many, the likeliest last."""
        told, unit = self._add_up(said, concepts)
        top = max(told)
        far = top - ceil(FAR / unit)
        near = sorted([each for each in told if each > far])
        total = sum(map(exp, [(each - top) * unit for each in near]))
        shares = [(exp((each - top) * unit) / total, each & NAME) for each in near[-most:]]
        return [(share, at) for share, at in shares if share > least]

    def _add_up(self, said: Sequence[str], concepts: Iterable[str]) -> tuple[Sequence[int], float]:
        """Return what speaks for each label as whole numbers that bear its place, and what a 1 of theirs is worth."""
        total, squared = self._nothing, 0
        pairs: list[tuple[int, int]] = []  # of words or concepts: there is no end of them
        for feature in features(said, concepts):
            if feature[0] in PAIRED:
                pairs += hashed(feature)
            else:
                row, square = self._told(feature)
                total += row
                squared += square
        length = max(1, isqrt(squared + _square(pairs)))
        total += self._sum(pairs) + length * self._biases
        return _lanes((total << NAMED) + self._names, len(self._noughts)), self._unit / (length << NAMED)

    def _tell(self, feature: str) -> tuple[int, int]:
        """Return what a feature adds to all labels, and to the comment's squared length."""
        places = hashed(feature)
        return self._sum(places), _square(places)

    def _sum(self, places: Sequence[tuple[int, int]]) -> int:
        """Return what these buckets add to all labels, each as often as it weighs."""
        return sum([self._sum_of_few(places[at : at + AT_ONCE]) for at in range(0, len(places), AT_ONCE)])

    def _sum_of_few(self, places: Iterable[tuple[int, int]]) -> int:
        starts, labels, weights, lane_of = self._starts, self._labels, self._weights, self._lane_of
        rows, many, every_other = self._rows, len(self.labels), self._even_bytes
        few, even, odd, weighed = self._noughts[:], 0, 0, 0
        for bucket, weight in places:
            if place := self._places[bucket]:
                row = int.from_bytes(rows[(place - 1) * many : place * many], "little")
                even += weight * (row & every_other)
                odd += weight * (row >> 8 & every_other)
                weighed += weight
            else:
                start, end = starts[bucket], starts[bucket + 1]
                for label, number in zip(labels[start:end], weights[start:end], strict=True):
                    few[lane_of[label]] += weight * number
        return self._spread(even, odd) - weighed * self._raised + _side_by_side(few) - self._nothing

    def _spread(self, even: int, odd: int) -> int:
        """Return sums of every other byte of rows, and of those between, each in a lane of its own."""
        halves, block = self._low_halves, LANE * self._block
        return (
            (even & halves)
            + ((odd & halves) << block)
            + ((even >> LANE // 2 & halves) << 2 * block)
            + ((odd >> LANE // 2 & halves) << 3 * block)
        )

    def _in_lanes(self, numbers: Iterable[int]) -> "array[int]":
        """Return labels' numbers, each in its lane; lanes that are no label's stay empty."""
        lanes = array("I", [0]) * (BLOCKS * self._block)
        for lane, number in zip(self._lane_of, numbers, strict=True):
            lanes[lane] = number
        return lanes


def _side_by_side(lanes: "array[int]") -> int:
    """Return numbers as one long number."""
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
        found += [(crc32(piece, _OF_A_PIECE) % BUCKETS, PIECE) for piece in pieces(word, GRAM)]
    return found


def _square(places: Iterable[tuple[int, int]]) -> int:
    return sum([weight * weight for _, weight in places])


_WEIGHTS = {"w": WORD, "b": PAIR, "k": CONCEPT, "p": CONCEPTS}
_OF_A_PIECE = crc32(b"c")


def _bucket(feature: str) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS


def pack(head: Head, weights: Mapping[int, Sequence[tuple[int, int]]]) -> bytes:
    """Return the file of a model of weights: bucket → (index of the label, weight from -127 to 127)."""
    many = [bucket for bucket in range(BUCKETS) if len(weights.get(bucket, ())) >= DENSE]
    place_of = {bucket: place for place, bucket in enumerate(many, 1)}
    few = [() if bucket in place_of else weights.get(bucket, ()) for bucket in range(BUCKETS)]
    entries = list(chain.from_iterable(few))
    columns = (
        array("H", (place_of.get(bucket, 0) for bucket in range(BUCKETS))),
        array("H", map(len, few)),
        array("B", chain.from_iterable(_dense(weights[bucket], len(head.labels)) for bucket in many)),
        array("H", (label for label, _ in entries)),
        array("b", (weight for _, weight in entries)),
    )
    body = b"".join(_swapped(column).tobytes() for column in columns)
    return compress(msgspec.json.encode(replace(head, rows=len(many))) + b"\n" + body, 9)


def _dense(weights: Iterable[tuple[int, int]], labels: int) -> bytearray:
    row = bytearray([RAISED]) * labels
    for label, weight in weights:
        row[label] = RAISED + weight
    return row


def unpack(file: bytes) -> Linear:
    """Read a model that `pack` wrote."""
    head, _, body = decompress(file).partition(b"\n")
    decoded = msgspec.json.decode(head, type=Head)
    places, counts, body = body[: 2 * BUCKETS], body[2 * BUCKETS : 4 * BUCKETS], body[4 * BUCKETS :]
    rows, body = body[: (size := decoded.rows * len(decoded.labels))], body[size:]
    labels, weights = body[: len(body) // 3 * 2], body[len(body) // 3 * 2 :]
    few = Few(_read("H", counts), _read("H", labels), _read("b", weights))
    return Linear(decoded, few, _read("H", places), rows)


@lru_cache(maxsize=1)
def needs() -> Linear:
    """Read the model of needs that comes with livedesk."""
    return unpack(resources.files(__package__).joinpath("needs.weights").read_bytes())
