"""What a comment is about: the library's topics, read from `topics.toml`.

The model of needs (likeness.py) says how likely each topic is: what a comment needs is a thing of one topic. The
phrases listed in the table are added to that, weighed by their length in words and letters, so that `late fee` beats
`fee`; for a topic of a library's own, which the model does not know, they are all there is.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from math import log
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Struct

from livedesk import LivedeskError
from livedesk.questions.phrases import Phrases

VERSION = "1"
"""Of the topics that come with livedesk: rises when one of them changes its meaning."""

OFFERED = 2
"""So many topics are offered for a comment; the host takes one with a tap."""

UNLIKELY = 0.001
"""A topic that the model does not name is so likely."""

LISTED = 0.3
"""How much a listed phrase of weight 1 adds to what the model says, in logarithms of odds."""

OWN = 8.0
"""The same for a phrase that a library lists in its own file: it knows better than the model."""

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


class OwnTopic(Struct, frozen=True, forbid_unknown_fields=True):
    """What a library's file says of a topic: what is not given stays as it is, keywords are added."""

    count_as: Counts | None = None
    read_level: Annotated[int, msgspec.Meta(ge=1, le=6)] | None = None
    label: Mapping[str, str] = {}
    keywords: Mapping[str, tuple[str, ...]] = {}


class TopicsUnreadable(LivedeskError, ValueError):  # noqa: N818 - named after the fact
    """A library's own topics cannot be used; the message says why."""


class Topics:
    """Finds the topics of a comment."""

    def __init__(
        self,
        topics: Mapping[str, Topic],
        own: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Take the topics by name, in the order that settles a draw.

        `own` are the phrases of a library's own file, each with the name of its topic.
        """
        self.by_name = dict(topics)
        self._unlikely = dict.fromkeys(topics, log(UNLIKELY))
        self._first = tuple(topics)[:OFFERED]
        keywords = ((phrase, name) for name, topic in topics.items() for phrase in _phrases(topic))
        listed = [(phrase, (name, LISTED * _weight(phrase))) for phrase, name in keywords]
        listed += [(phrase, (name, OWN * _weight(phrase))) for phrase, name in own]
        self._phrases = Phrases(listed, SUFFIXES)

    def of(self, said: Sequence[str], likely: Mapping[str, float]) -> tuple[str, ...]:
        """Return the best two topics of these plain words, the best first; none where there are no words.

        `likely` are the topics that are not unlikely, each with its probability.
        """
        if not said:
            return ()
        listed = self._listed(said)
        if not likely and not listed:
            return self._first
        scores = self._unlikely.copy()
        for name, share in likely.items():
            if name in scores:
                scores[name] = log(share)
        for name, weight in listed:
            scores[name] += weight
        return tuple(sorted(scores, key=scores.__getitem__, reverse=True))[:OFFERED]

    def _listed(self, said: Sequence[str]) -> set[tuple[str, float]]:
        return {meaning for _, _, meaning in self._phrases.find(said)}


def topics() -> Topics:
    """Return the topics of this library: those that come with livedesk, or what `adopt` made of them."""
    return _adopted[-1] if _adopted else shipped()


@lru_cache(maxsize=1)
def shipped() -> Topics:
    """Read the topics that come with livedesk."""
    text = resources.files(__package__).joinpath("topics.toml").read_text("utf-8")
    return Topics(msgspec.convert(tomllib.loads(text), dict[str, Topic]))


def adopt(text: str) -> None:
    """Let a library's own topics file hold for the rest of the process, before anything is read; TopicsUnreadable."""
    _adopted[:] = [with_own(text)]
    _own[:] = [text]


_adopted: list[Topics] = []
_own: list[str] = []


def own() -> str:
    """Return the library's own topics file as it was adopted, empty where none was."""
    return "".join(_own)


def version() -> str:
    """Return the version of the topics that hold, as exports bear it."""
    return f"{VERSION}+own" if _adopted else VERSION


def with_own(text: str) -> Topics:
    """Return the topics that come with livedesk, changed and added to by a library's file; TopicsUnreadable."""
    try:
        own = msgspec.convert(tomllib.loads(text), dict[str, OwnTopic])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise TopicsUnreadable(f"{error}.") from error
    known = shipped().by_name
    changed = {name: _changed(name, known.get(name), table) for name, table in own.items()}
    phrases = [
        (phrase, name) for name, table in own.items() for each in table.keywords.values() for phrase in each
    ]
    return Topics({**known, **changed}, own=phrases)


def _changed(name: str, topic: Topic | None, own: OwnTopic) -> Topic:
    if topic is None and not (own.count_as and own.label and own.keywords):
        raise TopicsUnreadable(f"{name}: a topic of your own needs count_as, label and keywords.")
    topic = topic or Topic(count_as="other", read_level=1, label={}, keywords={})
    return Topic(
        count_as=own.count_as or topic.count_as,
        read_level=own.read_level or topic.read_level,
        label={**topic.label, **own.label},
        keywords=topic.keywords,
    )


def _phrases(topic: Topic) -> list[str]:
    return list(dict.fromkeys(phrase for phrases in topic.keywords.values() for phrase in phrases))


def _weight(phrase: str) -> float:
    """Weigh a phrase: each word counts, and a long word counts a little more than a short one."""
    return len(phrase.split()) + min(len(phrase), 20) / 20
