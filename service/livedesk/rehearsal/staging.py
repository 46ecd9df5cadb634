"""Cues become a Live: viewers get ids, what happens gets its time and message id, and all is encoded.

The same seed, start and speed give the same bytes, so that two rehearsals can be compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from random import Random

from msgspec import Struct, structs

from livedesk.events import (
    Comment,
    Deleted,
    Event,
    Gift,
    Happening,
    Like,
    PlatformPin,
    Viewer,
    Viewers,
)
from livedesk.rehearsal.feed import Act, Beat, Staging
from livedesk.rehearsal.messages import Message, encode, snowflake

_VIEWERS_EVERY = 5.0
_JITTER = 0.9


class Repeat(Struct, frozen=True):
    """The platform sends the marked message again, with the same id."""

    mark: str


class Cue(Struct, frozen=True, kw_only=True):
    """Something that happens `at` a second of the Live (before 0: history), as a script says it.

    Nobody has an id yet: viewers, also mentioned and deleted ones, are handles; a pinned, deleted or repeated
    comment is the `#mark` that another cue bears, and a gift's streak any word of its own.
    """

    at: float
    does: Happening | Act | Repeat
    viewer: Viewer | None = None
    mark: str = ""


def stage(cues: Sequence[Cue], staging: Staging) -> Iterator[Beat]:
    """Yield the beats of a Live, in order."""
    random = Random(staging.seed)  # noqa: S311 (to vary a play, not to keep a secret)
    played = sorted(_jittered([*cues, *_curve(cues, random)], random), key=lambda cue: cue.at)
    ids = [snowflake(staging.moment(cue.at), count) for count, cue in enumerate(played)]
    marked = {f"#{cue.mark}": number for cue, number in zip(played, ids, strict=True) if cue.mark}
    said: dict[int, Message] = {}
    for cue, number in zip(played, ids, strict=True):
        yield Beat(cue.at, _act(cue, number, marked, said, staging))


def _act(cue: Cue, number: int, marked: dict[str, int], said: dict[int, Message], staging: Staging) -> Act:
    if isinstance(cue.does, Repeat):
        return said[marked[cue.does.mark]]
    if isinstance(cue.does, Act):
        return cue.does
    at = staging.moment(cue.at)
    body = _identified(cue.does, marked, staging)
    viewer = cue.viewer and structs.replace(cue.viewer, key=_key(cue.viewer.handle, staging))
    event = Event(at=at, received_at=at, body=body, viewer=viewer, message_id=str(number))
    message = encode(event, staging.room_id)
    if cue.mark:
        said[number] = message
    return message


def _identified(body: Happening, marked: dict[str, int], staging: Staging) -> Happening:
    """Put ids where a script has handles, marks and words."""
    match body:
        case Comment(mentions=handles) if handles:
            return structs.replace(body, mentions=_keys(handles, staging))
        case Deleted(message_ids=marks, viewer_keys=handles):
            ids = tuple(str(marked[mark]) for mark in marks)
            return Deleted(ids, _keys(handles, staging))
        case PlatformPin(text=text, pinned_message_id=mark) if mark:
            return PlatformPin(text, str(marked[mark]))
        case Gift(streak_id=word) if word:
            return structs.replace(body, streak_id=_digits(word, staging))
        case _:
            return body


def _keys(handles: Iterable[str], staging: Staging) -> tuple[str, ...]:
    return tuple(_key(handle, staging) for handle in handles)


def _key(handle: str, staging: Staging) -> str:
    """Give a handle a user id as long as TikTok's."""
    return "7" + _digits(handle, staging)


def _digits(word: str, staging: Staging) -> str:
    mark = sha256(f"{staging.seed} {word}".encode()).digest()
    return f"{int.from_bytes(mark[:8]) % 10**18:018}"


def _jittered(cues: Iterable[Cue], random: Random) -> Iterator[Cue]:
    """Let viewers act a little after the second that is written.

    What others refer to stays where it is, and so does what counts up, and what the platform does.
    """
    for cue in cues:
        free = cue.viewer is not None and not cue.mark and not isinstance(cue.does, Gift | Like | PlatformPin)
        yield structs.replace(cue, at=cue.at + random.random() * _JITTER) if free else cue


def _curve(cues: Sequence[Cue], random: Random) -> Iterator[Cue]:
    """Fill in viewer counts every few seconds between those that are written, with a little noise."""
    written = [(cue.at, cue.does) for cue in cues if isinstance(cue.does, Viewers)]
    for (begin, first), (end, last) in pairwise(written):
        at = begin + _VIEWERS_EVERY
        while at < end:
            part = (at - begin) / (end - begin)
            now = first.now + (last.now - first.now) * part + random.uniform(-1, 1) * first.now * 0.02
            total = first.total + (last.total - first.total) * part
            yield Cue(at=at, does=Viewers(max(0, round(now)), round(total)))
            at += _VIEWERS_EVERY
