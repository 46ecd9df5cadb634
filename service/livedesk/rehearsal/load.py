"""A long Live for measuring: many events in the mixture of a busy one, encoded before it begins.

    load = load_feed(events=10_000, rate=500, per_frame=10, seed=1)
    async with StandIn(load) as standin: …
    assert what_the_log_holds == load.expected

Nothing of it is lost, because it waits while nobody is connected; so a listener that does well has every
event of `expected` once and in this order, whatever was sent twice, broken or replayed in between.
"""

import time
from collections.abc import Iterator
from itertools import count, islice
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from livedesk.events import (
    Caption,
    Comment,
    Ended,
    Event,
    Follow,
    Gift,
    Happening,
    Join,
    Like,
    PlatformQuestion,
    Share,
    Viewer,
    Viewers,
)
from livedesk.rehearsal.faults import corrupt_frame, corrupt_message
from livedesk.rehearsal.feed import Act, Beat, Drop, Frame, Offline, Staging
from livedesk.rehearsal.frames import frame
from livedesk.rehearsal.messages import Message, encode, snowflake

_MIXTURE = {
    "comment": 46,
    "like": 20,
    "join": 16,
    "viewers": 6,
    "gift": 4,
    "follow": 3,
    "share": 2,
    "caption": 2,
    "question": 1,
}
"""How many in a hundred events are of a kind; a busy Live's, where half of all is talk."""

_TALK = (
    ("id", "kak perpus buka sabtu gak"),
    ("id", "halo kak dari bandung"),
    ("id", "spill rekomendasi novel dong"),
    ("id", "seru bangettt 😍"),
    ("id", "dendanya brp kalo telat"),
    ("pl", "dobry wieczór wszystkim"),
    ("pl", "do której czynne w sobotę"),
    ("pl", "zgubiłam kartę co teraz"),
    ("en", "love this library so much"),
    ("en", "can i renew online"),
    ("un", "🔥🔥🔥"),
)
_VIEWERS = 400
_AT_ONCE = 10_000  # events a second that the times in messages pretend when there is no rate
_GIFTS = ("Rose", "TikTok", "Finger Heart", "Doughnut")


class Load(Struct, frozen=True):
    """A Live made to measure with; `expected` is every event once, with TikTok's ids, in order.

    `undecodable` says how many messages, or frames, of it nobody can read.
    """

    expected: tuple[Event, ...]
    sent: tuple[Beat, ...]
    undecodable: int
    room_id: int
    handle: str = "perpus.kota"
    title: str = "Beban uji"
    patient: bool = True

    def beats(self, staging: Staging) -> Iterator[Beat]:  # noqa: ARG002 (all was staged when it was made)
        """Yield what was encoded."""
        return iter(self.sent)


def load_feed(
    *,
    events: int = 10_000,
    rate: float | None = 500,
    per_frame: int = 1,
    seed: int = 0,
    started_at: int | None = None,
    duplicate_every: int = 50,
    faulty: bool = True,
    filler: bool = True,
    compressed: bool = True,
    worded_anew: float = 1.0,
) -> Load:
    """Make a Live of so many distinct events, `rate` a second (None: as fast as they are taken).

    The last event is the end of the Live. Every `duplicate_every`-th event comes again in the next frame
    (0: none). If `faulty`, a corrupt frame comes at a third, a corrupt message in a frame at two fifths, and
    at three fifths all sockets end with 1006. Of what viewers write the part `worded_anew` is worded like nothing
    before it, by a number of its own; the rest are a few texts that come again and again.
    """
    started_at = started_at or time.time_ns() // 1_000_000
    room_id = snowflake(started_at, seed)
    expected = tuple(_events(events, rate, seed, started_at, worded_anew))
    messages = [encode(event, room_id, filler=filler) for event in expected]
    groups = [messages[at : at + per_frame] for at in range(0, events, per_frame)]
    _repeat(groups, messages, per_frame, duplicate_every)
    if faulty:
        groups[len(groups) * 2 // 5].append(corrupt_message())
    beats = _beats(groups, rate and rate / per_frame, started_at, compressed=compressed)
    if faulty:
        _insert(beats, 3 / 5, Drop(1006))
        _insert(beats, 1 / 3, corrupt_frame())
    beats.append(Beat(beats[-1].at, Offline()))
    return Load(expected, tuple(beats), 2 if faulty else 0, room_id)


def _events(
    events: int, rate: float | None, seed: int, started_at: int, worded_anew: float
) -> Iterator[Event]:
    random = Random(seed)  # noqa: S311 (a mixture, not a secret)
    bodies = list(islice(_bodies(random, max(_VIEWERS, events // 20), worded_anew), events - 1))
    if bodies and isinstance(gift := bodies[-1][0], Gift):
        bodies[-1] = replace(gift, final=True), bodies[-1][1]  # the Live ends within no streak
    for number, (body, viewer) in enumerate([*bodies, (Ended(), None)]):
        at = started_at + round(number * 1000 / (rate or _AT_ONCE))
        yield Event(at=at, received_at=at, body=body, viewer=viewer, message_id=str(snowflake(at, number)))


def _bodies(  # noqa: C901 (one case per kind)
    random: Random, viewers: int, worded_anew: float
) -> Iterator[tuple[Happening, Viewer | None]]:
    """Yield what happens, without end; nobody follows or shares twice, and every streak closes."""
    kinds, weights = list(_MIXTURE), list(_MIXTURE.values())
    followers, sharers, likes = count(), count(), 0
    for number in count(1):
        viewer = _viewer(random.randrange(viewers))
        match random.choices(kinds, weights)[0]:
            case "comment":
                language, text = random.choice(_TALK)
                yield Comment(_worded(text, number, anew=random.random() < worded_anew), language), viewer
            case "question":
                _, text = random.choice(_TALK)
                yield PlatformQuestion(_worded(text, number, anew=random.random() < worded_anew)), viewer
            case "like":
                taps = random.randint(1, 15)
                likes += taps
                yield Like(taps, likes), viewer
            case "gift":
                for step in _gift(random, number):
                    yield step, viewer
            case "follow":
                yield Follow(), _viewer(next(followers))
            case "share":
                yield Share(), _viewer(next(sharers))
            case "join":
                yield Join(), viewer
            case "viewers":
                yield Viewers(random.randint(80, 200), 300 + number // 20), None
            case "caption":
                yield Caption(f"terima kasih, yang nomor {number}", language="id"), None


def _worded(text: str, number: int, *, anew: bool) -> str:
    return f"{text} {number}" if anew else text


def _gift(random: Random, number: int) -> Iterator[Gift]:
    gift, times = random.choice(_GIFTS), random.randint(1, 4)
    if times == 1:
        yield Gift(gift, 1)
        return
    for step in range(1, times + 1):
        yield Gift(gift, step, str(1_700_000_000_000 + number), final=False)
    yield Gift(gift, times, str(1_700_000_000_000 + number), final=True)


def _viewer(number: int) -> Viewer:
    return Viewer(str(7_000_000_000_000_000_000 + number), f"penonton.{number}", f"Penonton {number}")


def _repeat(groups: list[list[Message]], messages: list[Message], per_frame: int, every: int) -> None:
    """Send every so-many-th message again, in the frame after its own."""
    for number in range(every, len(messages), every) if every else ():
        following = number // per_frame + 1
        if following < len(groups):
            groups[following].append(messages[number])


def _beats(
    groups: list[list[Message]], per_second: float | None, started_at: int, *, compressed: bool
) -> list[Beat]:
    beats = []
    for number, group in enumerate(groups, start=1):
        at = number / per_second if per_second else 0.0
        data = frame(group, started_at + round(at * 1000), number, compressed=compressed)
        beats.append(Beat(at, Frame(data, tuple(group))))
    return beats


def _insert(beats: list[Beat], part: float, act: Act) -> None:
    """Put an act after that part of the beats."""
    before = round(len(beats) * part)
    beats.insert(before, Beat(beats[before - 1].at, act))
