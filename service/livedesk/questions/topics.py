"""What a comment is about: the library's topics, read from `topics.toml`.

The phrases found are weighed by their length in words and letters, so that `late fee` beats `fee` and a
collision such as `minggu` (Sunday, week) is settled by whatever stands beside it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from livedesk.questions.phrases import Phrases

REMEMBERED = 2_000
"""So many comments are kept with their topics, for several ask what one is about."""

OFFERED = 2
"""So many topics are offered for a comment; the host takes one with a tap."""

SUFFIXES = ("nya", "ku", "mu", "kah")
"""Endings a keyword may bear in Indonesian: `alamatnya`, `kartuku`."""

Counts: TypeAlias = Literal["reference", "directional", "policy", "schedule", "technical", "other", "confirm"]


class Topic(Struct, frozen=True):
    """A topic: what its questions count as in statistics, READ level, labels and keywords by language.

    `count_as` follows NISO Z39.7 (directional and policy questions are no reference transactions); `confirm`
    asks the host each time. `read_level` is a default after Gerlich's READ scale, 1 to 6.
    """

    count_as: Counts
    read_level: int
    label: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]


class Topics:
    """Finds the topics of a comment."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        """Take the topics, by name, in the order that settles a draw."""
        self.by_name = dict(topics)
        keywords = ((phrase, name) for name, topic in topics.items() for phrase in _phrases(topic))
        self._phrases = Phrases(((phrase, (name, _weight(phrase))) for phrase, name in keywords), SUFFIXES)
        self._topics = lru_cache(maxsize=REMEMBERED)(self._work_out)

    def of(self, said: Sequence[str]) -> tuple[str, ...]:
        """Return the best topics of these plain words, at most two, best first; none where none is known."""
        return self._topics(tuple(said))

    def _work_out(self, said: tuple[str, ...]) -> tuple[str, ...]:
        scores: dict[str, float] = {}
        seen: set[tuple[int, int, str]] = set()
        for start, end, (name, weight) in self._phrases.find(said):
            if (start, end, name) not in seen:
                seen.add((start, end, name))
                scores[name] = scores.get(name, 0.0) + weight
        return tuple(sorted(scores, key=lambda name: -scores[name]))[:OFFERED]


@lru_cache(maxsize=1)
def topics() -> Topics:
    """Read the topics that come with livedesk."""
    text = resources.files(__package__).joinpath("topics.toml").read_text("utf-8")
    return Topics(msgspec.convert(tomllib.loads(text), dict[str, Topic]))


def _phrases(topic: Topic) -> list[str]:
    return list(dict.fromkeys(phrase for phrases in topic.keywords.values() for phrase in phrases))


def _weight(phrase: str) -> float:
    """Weigh a phrase: each word counts, and a long word counts a little more than a short one."""
    return len(phrase.split()) + min(len(phrase), 20) / 20
