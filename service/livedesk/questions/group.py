"""Which comments one answer would serve, told from the comments alone: neither a decision nor an undo changes it.

A comment joins the open group it is most like, if it is like enough and none of its words stands against it;
else it begins one. The same viewer's words with some added or left out are somebody asking again. Where one
word was exchanged for another that may be a title, a name or a number, it is another question: better two
questions for the host to merge than an answer that misses.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from msgspec import Struct

from livedesk.questions.lexicon import Lexicon
from livedesk.questions.likeness import Likeness, Reading, likeness

THRESHOLD = 0.7
"""A comment joins a group where the mean logarithm of the odds that one answer serves both is this."""

COMPARED = 4
"""So many of the groups that share most with a comment are compared with it word for word."""

TELLING = 0.2
"""Needs less likely than the square of this (4 %), and concepts as usual, are not looked up: most groups have them."""

MEMBERS = 8
"""A group is known by its first comment and its latest, so many in all."""

OPEN = 300
"""So many groups take comments; the one that was joined longest ago is closed first, and stays on the queue."""

WORDINGS = 10_000
"""So many wordings are known to belong to a group; of a longer chat the oldest are forgotten."""

WORDINGS_READ = 2_000
"""So many wordings are kept with their words."""

REMEMBERED = 5
"""So many of a viewer's latest questions are compared with what they write next."""

FEWEST_SHARED = 2
SHARED_PART = 0.6


class Placed(Struct, frozen=True, gc=False):
    """Where a comment belongs: its group, its own wording in plain spelling, the wording it is most like."""

    group: str
    wording: str
    like: str


class _Said(Struct, frozen=True, gc=False):
    wording: str
    words: frozenset[str]
    slots: frozenset[str]


class Worded(NamedTuple):
    """A wording as it is kept; `spoken` is false where it holds no words but signs."""

    wording: str
    spoken: bool


class GroupsState(Struct, frozen=True):
    """What `Groups` knows, so that it can be written down; a group is named by its place in `open`."""

    open: list[tuple[str, list[Worded]]]
    told: list[tuple[int | str, list[tuple[int, float]]]]
    by_wording: dict[str, str]
    by_viewer: dict[str, list[Worded]]


class _Group:
    """An open group: the comments it is known by, each with its wording, and what is known of them."""

    __slots__ = ("key", "members", "traits")

    def __init__(self, key: str) -> None:
        self.key = key
        self.members: list[tuple[str, Reading]] = []
        self.traits: set[int | str] = set()


class Groups:
    """Gives comments that one answer would serve the same group."""

    def __init__(self, lexicon: Lexicon, like: Likeness | None = None, threshold: float = THRESHOLD) -> None:
        """Begin with no comment known."""
        self._lexicon = lexicon
        self._likeness = like or likeness()
        self._threshold = threshold
        self._open: dict[str, _Group] = {}  # by key, the one joined longest ago first
        self._with: dict[
            int | str, dict[str, float]
        ] = {}  # need or concept → key of a group → how much it tells
        self._by_wording: dict[str, str] = {}
        self._by_viewer: dict[str, list[Worded]] = {}
        self.compared = 0  # comments that comments were compared with, so far

    def place(self, text: str, viewer: str | None) -> Placed:
        """Return where a comment belongs; what comes later never moves it."""
        said, content = self._say(text)
        placed = self._again(said, viewer) or self._join_or_begin(said.wording, self._likeness.read(content))
        self._remember(said, placed, viewer)
        return placed

    def look_up(self, text: str) -> Placed | None:
        """Return where a text would belong, None where it would begin a group; it leaves no trace."""
        said, content = self._say(text)
        return self._again(said, None) or self._most_like(said.wording, self._likeness.read(content))

    def state(self) -> GroupsState:
        """Return all that is known, to go on from; it is good until the next comment."""
        places = {key: place for place, key in enumerate(self._open)}
        return GroupsState(
            [(key, [_worded(*each) for each in group.members]) for key, group in self._open.items()],
            [
                (trait, [(places[key], told) for key, told in keys.items()])
                for trait, keys in self._with.items()
            ],
            self._by_wording,
            self._by_viewer,
        )

    def restore(self, state: GroupsState) -> None:
        """Go on from there; only what nothing was placed in yet can."""
        groups = [_Group(key) for key, _ in state.open]
        for group, (_, members) in zip(groups, state.open, strict=True):
            group.members = [(each.wording, self._likeness.read(_content(each))) for each in members]
        for trait, told in state.told:
            self._with[trait] = {groups[place].key: much for place, much in told}
            for place, _ in told:
                groups[place].traits.add(trait)
        self._open = {group.key: group for group in groups}
        self._by_wording, self._by_viewer = state.by_wording, state.by_viewer

    def _say(self, text: str) -> tuple[_Said, Sequence[str]]:
        content = self._lexicon.utterance(text).content
        return _said(self._lexicon, Worded(" ".join(content) or text.strip()[:20], bool(content))), content

    def _again(self, said: _Said, viewer: str | None) -> Placed | None:
        """Place what was asked before in the same words, or nearly the same by the same viewer."""
        known = [] if viewer is None else self._by_viewer.get(viewer, [])
        formers = (_said(self._lexicon, each) for each in reversed(known))
        former = next((each for each in formers if _asks_again(each, said)), said)
        group = self._by_wording.get(former.wording)
        return None if group is None else Placed(group, said.wording, former.wording)

    def _remember(self, said: _Said, placed: Placed, viewer: str | None) -> None:
        self._by_wording.setdefault(said.wording, placed.group)
        if len(self._by_wording) > WORDINGS:
            del self._by_wording[next(iter(self._by_wording))]
        if viewer is not None:
            worded = Worded(said.wording, bool(said.words))
            self._by_viewer[viewer] = [*self._by_viewer.get(viewer, ())[1 - REMEMBERED :], worded]

    def _join_or_begin(self, wording: str, reading: Reading) -> Placed:
        placed = self._most_like(wording, reading) or Placed(wording, wording, wording)
        self._join(self._open.get(placed.group) or _Group(placed.group), wording, reading)
        return placed

    def _most_like(self, wording: str, reading: Reading) -> Placed | None:
        """Place a wording in the open group that it is most like; None where it is like none."""
        best, odds = None, self._threshold
        for group in self._nearest(reading):
            nearest, here = self._compare(group, reading)
            if here >= odds:
                best, odds = Placed(group.key, wording, nearest), here
        return best

    def _nearest(self, reading: Reading) -> list[_Group]:
        """Return the open groups that share most needs and concepts with a comment, in the order they came."""
        shared: dict[str, float] = {}
        for trait, told in self._traits(reading):
            known = self._with.get(trait, _NOBODY)
            if not shared:
                shared = {key: told * weight for key, weight in known.items()}
                continue
            for key, weight in known.items():
                shared[key] = shared.get(key, 0.0) + told * weight
        return [self._open[key] for key in sorted(shared, key=shared.__getitem__, reverse=True)[:COMPARED]]

    def _compare(self, group: _Group, reading: Reading) -> tuple[str, float]:
        """Return the wording in a group that a comment is most like, and its mean odds with all of them."""
        self.compared += len(group.members)
        for wording, member in group.members:
            if member.words == reading.words:
                return wording, float("inf")  # in another order at most
        if any(self._likeness.apart(member, reading) for _, member in group.members):
            return group.key, float("-inf")
        odds = [self._likeness.of(member, reading) for _, member in group.members]
        return group.members[odds.index(max(odds))][0], sum(odds) / len(odds)

    def _join(self, group: _Group, wording: str, reading: Reading) -> None:
        self._open.pop(group.key, None)
        self._open[group.key] = group
        group.members.append((wording, reading))
        if len(group.members) > MEMBERS:
            del group.members[1]
        for trait, told in self._traits(reading):
            known = self._with.setdefault(trait, {})
            known[group.key] = max(told, known.get(group.key, 0.0))
            group.traits.add(trait)
        if len(self._open) > OPEN:
            self._close(next(iter(self._open)))

    def _close(self, key: str) -> None:
        for trait in self._open.pop(key).traits:
            known = self._with[trait]
            del known[key]
            if not known:
                del self._with[trait]

    def _traits(self, reading: Reading) -> Iterator[tuple[int | str, float]]:
        """Yield the needs and concepts by which a comment finds its like, each with how much it tells."""
        for need, root in reading.roots.items():
            if root >= TELLING:
                yield need, root
        for concept in reading.concepts:
            if (told := sqrt(self._likeness.rarity(concept)) / 10) >= TELLING:
                yield concept, told


_NOBODY: dict[str, float] = {}


def _worded(wording: str, reading: Reading) -> Worded:
    return Worded(wording, bool(reading.words))


@lru_cache(maxsize=WORDINGS_READ)
def _said(lexicon: Lexicon, worded: Worded) -> _Said:
    content = _content(worded)
    slots = frozenset([word for word in content if word in lexicon.slots or word.isdecimal()])
    return _Said(worded.wording, frozenset(content), slots)


def _content(worded: Worded) -> Sequence[str]:
    return worded.wording.split() if worded.spoken else ()


def _asks_again(former: _Said, now: _Said) -> bool:
    if former.wording == now.wording:
        return True
    if not (former.words <= now.words or now.words <= former.words):
        return False
    fewer, more = sorted((len(former.words), len(now.words)))
    return fewer >= max(FEWEST_SHARED, SHARED_PART * more) and former.slots == now.slots
