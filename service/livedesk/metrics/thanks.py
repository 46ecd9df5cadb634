"""Whom to thank for gifts, follows and shares: each person once, in the order they came, counted, never valued.

Staff empty the list, all at once or one by one, and can take that back. It is bounded: of the people past the bound
only how often they did something is known, until those before them have been thanked.
"""

from collections.abc import Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from livedesk.events import Deleted, Entry, Erased, Follow, Gift, Settled, Share, Thanked, Undone, Viewer

MOST_PEOPLE = 500
"""People who can wait to be thanked."""

TOLD = 24
"""Of them, those whom a desk is told of, the first."""

UNDOABLE = 20
"""Thanks that can be taken back, the last."""


class Kindness(Struct, frozen=True, kw_only=True):
    """What one person did since they were last thanked.

    `entry` is the seq of the first, `last` of the last of it; `gift` is the name of the last gift.
    """

    entry: int
    last: int
    viewer: Viewer
    gifts: int = 0
    gift: str = ""
    followed: bool = False
    shares: int = 0


class Due(Struct, frozen=True, kw_only=True):
    """Who is to be thanked: the first of them, how many `more`; nothing that came after `until` is in it."""

    until: int
    people: list[Kindness]
    more: int


class _Given(Struct, frozen=True):
    """Whom a decision took off the list, and how often others had done something."""

    people: list[Kindness]
    beyond: int


class Thanks(Struct):
    """Folds one broadcast's log, in the order of its entries."""

    _waiting: dict[str, Kindness] = {}
    _beyond: int = 0
    _given: dict[int, _Given] = {}  # by the seq of the decision
    _changed: int = 0

    def apply(self, entry: Entry) -> None:
        """Take the next entry into account."""
        match entry.body:
            case Gift(final=True) | Follow() | Share() if not entry.history:
                self._add(entry)
            case Thanked():
                self._thank(entry.seq, entry.body)
            case Undone(entry=decision):
                self._take_back(decision)
            case Deleted(viewer_keys=keys) | Erased(viewer_keys=keys) if keys:
                self._forget(keys)
            case Settled():
                self._waiting.clear()
                self._given.clear()
                self._beyond = 0
            case _:
                return
        self._changed = entry.seq

    def due(self, after: int = 0) -> Due | None:
        """Return who is to be thanked; None where no entry after this seq changed it."""
        if after and self._changed <= after:
            return None
        people = list(self._waiting.values())
        return Due(until=self._changed, people=people[:TOLD], more=len(people[TOLD:]) + self._beyond)

    def _add(self, entry: Entry) -> None:
        viewer = entry.viewer
        if viewer is None or not viewer.key:
            return
        before = self._waiting.get(viewer.key)
        if before is None and len(self._waiting) >= MOST_PEOPLE:
            self._beyond += 1
        else:
            self._waiting[viewer.key] = _with(
                before or Kindness(entry=entry.seq, last=0, viewer=viewer), entry
            )

    def _thank(self, seq: int, thanked: Thanked) -> None:
        everybody = not thanked.entries
        people = [
            each
            for each in self._waiting.values()
            if each.last <= thanked.until and (everybody or each.entry in thanked.entries)
        ]
        for each in people:
            del self._waiting[each.viewer.key]
        self._given[seq] = _Given(people, self._beyond if everybody else 0)
        if everybody:
            self._beyond = 0
        while len(self._given) > UNDOABLE:
            del self._given[next(iter(self._given))]

    def _take_back(self, decision: int) -> None:
        given = self._given.pop(decision, None)
        if given is None:
            return
        self._beyond += given.beyond
        self._waiting = _in_order([*given.people, *self._waiting.values()])

    def _forget(self, keys: Collection[str]) -> None:
        for key in keys:
            self._waiting.pop(key, None)
        for decision, given in self._given.items():
            people = [each for each in given.people if each.viewer.key not in keys]
            self._given[decision] = replace(given, people=people)


def _with(before: Kindness, entry: Entry) -> Kindness:
    match entry.body:
        case Gift(gift=gift, count=count):
            return replace(before, last=entry.seq, gifts=before.gifts + count, gift=gift)
        case Follow():
            return replace(before, last=entry.seq, followed=True)
        case _:
            return replace(before, last=entry.seq, shares=before.shares + 1)


def _in_order(people: Iterable[Kindness]) -> dict[str, Kindness]:
    """Put people into the order they came in, those who are there twice once."""
    found: dict[str, Kindness] = {}
    for each in people:
        former = found.get(each.viewer.key)
        found[each.viewer.key] = each if former is None else _together(former, each)
    return dict(sorted(found.items(), key=lambda item: item[1].entry))


def _together(one: Kindness, other: Kindness) -> Kindness:
    first, last = sorted((one, other), key=lambda each: each.last)
    return replace(
        last,
        entry=min(first.entry, last.entry),
        gifts=first.gifts + last.gifts,
        gift=last.gift or first.gift,
        followed=first.followed or last.followed,
        shares=first.shares + last.shares,
    )
