"""What the platform says twice is counted once (pure; the time is handed in).

TikTok sends messages again after a reconnect, repeats a gift with every step of its streak, leaves streaks
open, and tells the same follow several times. A `Sieve` stands between decoding and the log: events go in,
those worth an entry come out. It remembers a bounded while; the log's own uniqueness of message ids has the
last word.
"""

from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain

from msgspec.structs import replace

from livedesk.events import Ended, Event, Follow, Gift, Share, Undecoded

RECENT_MESSAGES = 20_000
"""Message ids remembered: the history after a reconnect is some dozen messages."""

RECENT_VIEWERS = 100_000
"""Follows and shares remembered; past that the oldest is forgotten and could be counted again."""

RECENT_STREAKS = 2_000
"""Closed streaks remembered, lest a late step count again."""

OTHER_TYPES = "other"
"""What unknown messages are counted under once there are more than `MAX_TYPES` names of them."""

MAX_TYPES = 200


class Recent:
    """The last `limit` things seen."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._seen: OrderedDict[Hashable, None] = OrderedDict()

    def is_new(self, thing: Hashable) -> bool:
        """Whether this is seen for the first time; from now on it is not."""
        if thing in self._seen:
            return False
        self._seen[thing] = None
        if len(self._seen) > self._limit:
            self._seen.popitem(last=False)
        return True


class Streaks:
    """Gift streaks: each is closed once, by its final message or by silence, and none of it counts twice.

    A streak's messages give its count so far, so only the last one counts. When it does not come within
    `close_after` milliseconds of the latest step, `due` makes it up. Should it come after all, what it counts
    beyond that is let through as a further final event of the same streak.
    """

    def __init__(self, close_after: int) -> None:
        self._close_after = close_after
        self._open: dict[Hashable, tuple[Event, Gift]] = {}
        self._counted: OrderedDict[Hashable, int] = OrderedDict()

    def follow(self, event: Event, gift: Gift) -> Event:
        """Note a gift and return it, no longer final if all of its streak has been counted already."""
        if gift.streak_id is None:
            return event
        streak = (event.viewer and event.viewer.key, gift.gift, gift.streak_id)
        latest = self._open[streak][1].count if streak in self._open else 0
        if gift.final:
            self._open.pop(streak, None)
            return self._close(streak, event, replace(gift, count=max(gift.count, latest)))
        if gift.count > max(latest, self._counted.get(streak, 0)):
            self._open[streak] = (event, gift)
        return event

    def due(self, now: int, *, all_of_them: bool = False) -> list[Event]:
        """Return the final events of streaks that have gone silent, or of all that are open."""
        silent = [
            streak
            for streak, (event, _) in self._open.items()
            if all_of_them or now - event.received_at >= self._close_after
        ]
        return [self._give_up(streak, now) for streak in silent]

    def _give_up(self, streak: Hashable, now: int) -> Event:
        event, gift = self._open.pop(streak)
        # The made-up id is the same after a restart, so that the log takes one of two.
        message_id = event.message_id and f"{event.message_id}-closed"
        final = replace(event, received_at=now, message_id=message_id)
        return self._close(streak, final, replace(gift, final=True))

    def _close(self, streak: Hashable, event: Event, gift: Gift) -> Event:
        counted = self._counted.pop(streak, 0)
        self._counted[streak] = max(counted, gift.count)
        if len(self._counted) > RECENT_STREAKS:
            self._counted.popitem(last=False)
        if gift.count <= counted:
            return replace(event, body=replace(gift, final=False))
        return replace(event, body=replace(gift, count=gift.count - counted))


class Unknowns:
    """Counts messages of unknown types, and tells of each type at most once in `every` milliseconds."""

    def __init__(self, every: int) -> None:
        self._every = every
        self._told_at: int | None = None
        self._counts: Counter[str] = Counter()

    def count(self, name: str) -> None:
        """Note one message."""
        self._counts[name if name in self._counts or len(self._counts) < MAX_TYPES else OTHER_TYPES] += 1

    def due(self, now: int, *, all_of_them: bool = False) -> list[Event]:
        """Return what has been counted, one event a type, if it is time."""
        if self._told_at is None:
            self._told_at = now
        if not all_of_them and now - self._told_at < self._every:
            return []
        self._told_at = now
        told = [Event(now, now, Undecoded(name, "unknown", count)) for name, count in self._counts.items()]
        self._counts.clear()
        return told


class Sieve:
    """Lets each thing through once: by message id, by viewer for follows and shares, by streak for gifts.

    A viewer's follow and share reach the log once, and unknown types with their number, each once in `every`
    milliseconds. `close_after`, in milliseconds too, is how long a streak may be silent.
    """

    def __init__(self, *, close_after: int = 10_000, every: int = 60_000) -> None:
        self._messages = Recent(RECENT_MESSAGES)
        self._viewers = Recent(RECENT_VIEWERS)
        self._streaks = Streaks(close_after)
        self._unknowns = Unknowns(every)

    def sift(self, events: Iterable[Event], now: int) -> list[Event]:
        """Return what is new of these, after what has fallen due by now."""
        return [*self.due(now), *chain.from_iterable(self._pass(event, now) for event in events)]

    def due(self, now: int, *, all_of_them: bool = False) -> list[Event]:
        """Return the ends of silent streaks and the counts of unknown messages, or of all at a Live's end."""
        return [
            *self._streaks.due(now, all_of_them=all_of_them),
            *self._unknowns.due(now, all_of_them=all_of_them),
        ]

    def _pass(self, event: Event, now: int) -> Iterator[Event]:
        if event.message_id is not None and not self._messages.is_new(event.message_id):
            return
        match event.body:
            case Undecoded(reason="unknown", message_type=name):
                self._unknowns.count(name)
            case Undecoded(payload=payload):
                # It has no id that could be trusted; as history it comes again to the letter.
                if self._messages.is_new(hash(payload)):
                    yield event
            case Follow() | Share() as body if event.viewer is not None:
                if self._viewers.is_new((type(body), event.viewer.key)):
                    yield event
            case Gift() as gift:
                yield self._streaks.follow(event, gift)
            case Ended():
                yield from self.due(now, all_of_them=True)
                yield event
            case _:
                yield event
