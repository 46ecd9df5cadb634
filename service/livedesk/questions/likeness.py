"""How likely one answer serves two comments, told from both alone.

What they need (by the model of needs), the concepts they share, the letters they share, the slots they fill
and the titles they name are compared; `likeness.json` holds what each of these speaks for or against, learned
from the project's corpus by `training/grouping.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from math import log, sqrt
from operator import mul
from zlib import crc32

import msgspec
from msgspec import Struct

from livedesk.questions.concepts import Concepts, concepts, slots
from livedesk.questions.linear import Linear, needs

OTHER = "other."
"""Needs of a topic that are too rare to be known by name: two comments that have one may need different things."""

NAMING = (
    "catalogue_item.have",
    "catalogue_item.have-kind",
    "recommendation.child",
    "recommendation.like",
    "recommendation.start",
    "research_help.cite",
)
"""Needs that are the same only where both comments name the same title, author, kind or particular."""

GUARDED = ("audience", "cited", "day", "format", "genre", "loss", "measure", "platform", "thing", "trade")
"""Two comments that fill one of these slots with nothing in common are never one question."""

REMEMBERED = 500
"""So many comments are kept as read: one that asks is read for its group and for its hints."""

LEAST_SHARE = 0.004
UNUSUAL = 0.001
"""No need is rarer than this among comments, however seldom it was asked."""

FAINT = 0.05
"""What two comments share of their likely needs tells no less than this much, even where they share nothing."""

MOST_NEEDS = 12
"""So many of the likeliest needs are compared, the rest tells nothing."""

STEM = 5
"""So many first letters of a name must agree: names are inflected (`chłopki`, `chłopkami`)."""

SHORTEST_NAME = 3
PIECE = 4
MOST_PIECES = 120
PIECES = 1024
PIECES_KEPT = 2_000
HALF = 0.5
LONG = 10
"""Words of a long comment."""

FEATURES = (
    "need",
    "need_root",
    "needs",
    "topic",
    "concepts",
    "pieces",
    "numbers_differ",
    "names_shared",
    "name_shared",
    "names_differ",
    "name_missing",
    "need_rare",
    "hours_day_missing",
    "less_sure",
    "more_sure",
    "shorter",
    "longer",
    "words_shared",
    "concepts_shared",
    "fewer_concepts",
    "concepts_apart",
    "more_apart",
    "money_missing",
    *(f"{slot}_{how}" for slot in sorted(slots()) for how in ("differs", "missing")),
)
"""What of two comments is compared; the order of `Learned.weights`."""


class Learned(Struct, frozen=True):
    """What `training/grouping.py` learned: weights by feature, and what it counted.

    How rare concepts are, in which part of comments a need is asked, and the words that name nothing.
    """

    bias: float
    weights: Mapping[str, float]
    rarity: Mapping[str, float]
    usual: Mapping[str, float]
    common: str


class Reading(Struct, frozen=True, gc=False):
    """What a comment is known by.

    `sure` is the probability of its likeliest `need`, `roots` are the square roots of those of the likeliest. `rare` is
    what its concepts tell by their rarity. `open_words` may be exchanged for others of their sort: names and numbers;
    `names` are the stems of the names, `text` is the comment as it was read.
    """

    words: frozenset[str]
    open_words: frozenset[str]
    need: int
    sure: float
    roots: Mapping[int, float]
    topics: Mapping[str, float]
    concepts: frozenset[str]
    rare: float
    slots: Mapping[str, frozenset[str]]
    names: frozenset[str]
    names_a_title: bool
    numbers: frozenset[str]
    text: str


class Likeness:
    """Reads comments and compares what it read."""

    def __init__(self, learned: Learned, needs: Linear, known: Concepts) -> None:
        """Take what was learned."""
        self._bias = learned.bias
        self._weights = [learned.weights.get(name, 0.0) for name in FEATURES]
        self._rarity = learned.rarity
        self._common = frozenset(learned.common.split())
        self._needs = needs
        self._concepts = known
        self._topic_of = [label.removeprefix(OTHER).partition(".")[0] for label in needs.labels]
        self._tells = [not label.startswith(OTHER) for label in needs.labels]
        self._rare = [1 / (learned.usual.get(label, 0.0) + UNUSUAL) for label in needs.labels]
        self._readings = lru_cache(maxsize=REMEMBERED)(self._read)
        self._naming = frozenset(at for at, label in enumerate(needs.labels) if label in NAMING)

    def read(self, said: Sequence[str]) -> Reading:
        """Return what a comment, given by its plain words without courtesy, is known by."""
        return self._readings(tuple(said))

    def _read(self, said: tuple[str, ...]) -> Reading:
        meant = self._concepts.of(said)
        likely = self._needs.likely(said, meant, LEAST_SHARE, MOST_NEEDS)
        topics: dict[str, float] = {}
        for share, at in likely:
            topic = self._topic_of[at]
            topics[topic] = topics.get(topic, 0.0) + share
        common = self._common
        numbers = [word for word in said if word.isdecimal()]
        names = [
            word
            for word in said
            if len(word) >= SHORTEST_NAME and word not in common and not word.isdecimal()
        ]
        return Reading(
            words=frozenset(said),
            open_words=frozenset(names + numbers),
            need=likely[-1][1],
            sure=max([share for share, at in likely if self._tells[at]], default=0.0),
            roots={at: sqrt(share) for share, at in likely if self._tells[at]},
            topics=topics,
            concepts=meant,
            rare=sum([self.rarity(concept) for concept in meant]),
            slots=_filled(meant),
            names=frozenset([word[:STEM] for word in names]),
            names_a_title=likely[-1][1] in self._naming,
            numbers=frozenset(numbers),
            text=" ".join(said),
        )

    def of(self, one: Reading, other: Reading) -> float:
        """Return the logarithm of the odds that one answer serves both: above 0 it likely does."""
        return sum(map(mul, self._weights, self.compare(one, other)), self._bias)

    def meant(self, one: Reading, other: Reading) -> tuple[float, ...]:
        """Return what needs, topics and names tell of two comments.

        These of FEATURES: need, need_root, needs, topic, names_shared, name_shared, names_differ, name_missing,
        need_rare: that both may have a need which few have tells more than one that many have.
        """
        need = needs = naming = rare = 0.0
        for at, root in one.roots.items():
            if at in other.roots:
                shared = root * other.roots[at]
                needs += shared
                need += shared * shared
                rare += shared * shared * self._rare[at]
                if at in self._naming:
                    naming += shared * shared
        naming = naming / need if need else 0.0
        topic = sum([share * other.topics.get(topic, 0.0) for topic, share in one.topics.items()])
        named = not one.names.isdisjoint(other.names)
        both = bool(one.names and other.names)
        return (
            need,
            sqrt(need),
            needs,
            topic,
            naming * named,
            (1 - naming) * named,
            naming * (both and not named),
            naming * (not both),
            log(rare + FAINT),
        )

    def compare(self, one: Reading, other: Reading) -> list[float]:
        """Return the features of two comments, in the order of FEATURES."""
        need, need_root, needs, topic, *names = self.meant(one, other)
        fewer, more = sorted((len(one.words), len(other.words)))
        concepts = one.concepts & other.concepts
        rare = sum([self.rarity(concept) for concept in concepts])
        apart = sorted((one.rare - rare, other.rare - rare))
        pieces = _pieces(one.text) & _pieces(other.text)
        values = [
            need,
            need_root,
            needs,
            topic,
            rare / (one.rare + other.rare - rare) if concepts else 0.0,
            pieces.bit_count() / ((_pieces(one.text) | _pieces(other.text)).bit_count() or 1),
            bool(one.numbers and other.numbers) and one.numbers.isdisjoint(other.numbers),
            *names,
            _either("hours", one, other) * (("day" in one.slots) != ("day" in other.slots)),
            min(one.sure, other.sure),
            max(one.sure, other.sure),
            min(fewer, LONG) / LONG,
            min(more, LONG) / LONG,
            min(len(one.words & other.words), LONG) / LONG,
            len(concepts) / LONG,
            min(len(one.concepts), len(other.concepts)) / LONG,
            apart[0] / LONG,
            apart[1] / LONG,
            (1 - _either("fines_lost", one, other))
            * (("money" in one.concepts) != ("money" in other.concepts)),
        ]
        slotted = _NO_SLOT.copy()
        for slot in {*one.slots, *other.slots}:
            here, there = one.slots.get(slot), other.slots.get(slot)
            if here and there:
                slotted[_PLACES[slot]] = float(here.isdisjoint(there))
            else:
                slotted[_PLACES[slot] + 1] = 1.0
        return values + slotted

    def apart(self, one: Reading, other: Reading) -> bool:
        """Tell whether two comments surely ask for different things, however alike they look."""
        return (
            (one.need != other.need and one.sure > HALF and other.sure > HALF)
            or _slots_differ(one, other)
            or (one.names_a_title and other.names_a_title and not _name_the_same(one, other))
            or _exchanged(one, other)
        )

    def rarity(self, concept: str) -> float:
        """Return how much it tells that two comments share a concept."""
        return self._rarity.get(concept, 1.0)


def differ(slot: str, one: Reading, other: Reading) -> bool:
    """Tell whether two comments fill a slot with different things."""
    return slot in one.slots and slot in other.slots and one.slots[slot].isdisjoint(other.slots[slot])


def _either(topic: str, one: Reading, other: Reading) -> float:
    """Return how likely the likelier of two comments is about this topic."""
    return max(one.topics.get(topic, 0.0), other.topics.get(topic, 0.0))


def _slots_differ(one: Reading, other: Reading) -> bool:
    """Tell whether two comments name different days, kinds and so on, or ask for hours with a day and without."""
    for slot, here in one.slots.items():
        if slot in GUARDED and (there := other.slots.get(slot)) and not here & there:
            return True
    hours = min(one.topics.get("hours", 0.0), other.topics.get("hours", 0.0))
    return hours > HALF and ("day" in one.slots) != ("day" in other.slots)


def _name_the_same(one: Reading, other: Reading) -> bool:
    """Tell whether two comments about titles share a name or a kind of thing, or are worded alike."""
    named = one.names & other.names or one.concepts & other.concepts & _NAMED
    return bool(named) or one.words == other.words


def _exchanged(one: Reading, other: Reading) -> bool:
    """Tell whether all that two comments differ in are names or numbers."""
    here, there = one.words - other.words, other.words - one.words
    if not (here and there):
        return False
    one_title = one.names_a_title and other.names_a_title and len(here) == len(there) == 1
    if not one_title and not (here <= one.open_words and there <= other.open_words):
        return False
    return not {word[:STEM] for word in here} & {word[:STEM] for word in there}


@lru_cache(maxsize=PIECES_KEPT)
def _pieces(text: str) -> int:
    """Return the letters of a text, four in a row, as a set of bits: cheap to keep and to compare.

    Few comments come so far that their letters are compared, and those are compared often.
    """
    letters = text.encode("utf-8", "surrogatepass")
    pieces = 0
    for at in range(min(len(letters) - PIECE + 1, MOST_PIECES)):
        pieces |= 1 << crc32(letters[at : at + PIECE]) % PIECES
    return pieces


def _filled(meant: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the slots that concepts fill, each with these concepts."""
    filled: dict[str, frozenset[str]] = {}
    for concept in meant:
        for slot in _SLOTS_OF.get(concept, ()):
            filled[slot] = filled.get(slot, _NOTHING) | {concept}
    return filled


_SLOTS = slots()
_NAMED = _SLOTS["format"] | _SLOTS["genre"] | _SLOTS["audience"]
_SLOTS_OF = {
    concept: [slot for slot, values in _SLOTS.items() if concept in values]
    for concept in frozenset().union(*_SLOTS.values())
}
_NOTHING: frozenset[str] = frozenset()
_PLACES = {slot: 2 * place for place, slot in enumerate(sorted(_SLOTS))}
_NO_SLOT = [0.0] * (2 * len(_SLOTS))


@lru_cache(maxsize=1)
def likeness() -> Likeness:
    """Read what comes with livedesk."""
    learned = resources.files(__package__).joinpath("likeness.json").read_bytes()
    return Likeness(msgspec.json.decode(learned, type=Learned), needs(), concepts())
