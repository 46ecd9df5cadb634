"""What a stand-in plays: beats, each at its second of the Live."""

from collections.abc import Iterator
from typing import Protocol, TypeAlias

from msgspec import Struct

from livedesk.rehearsal.messages import Message


class Frame(Struct, frozen=True):
    """A WebSocket message ready to be sent as it is, and which messages of it a newcomer hears as history."""

    data: bytes
    messages: tuple[Message, ...] = ()


class Drop(Struct, frozen=True):
    """All sockets close with this code; 1006 ends the TCP connection without a farewell, 0 aborts it."""

    code: int = 1006


class Unreachable(Struct, frozen=True):
    """Nothing listens any more; what is open stays open."""


class Reachable(Struct, frozen=True):
    """Something listens again, at the same addresses."""


class Silence(Struct, frozen=True):
    """The sockets that are open stay open, but nothing is sent, answered or read on them any more."""


class Offline(Struct, frozen=True):
    """From now on the account is not live."""


Act: TypeAlias = Message | Frame | Drop | Unreachable | Reachable | Silence | Offline


class Beat(Struct, frozen=True):
    """An act at a time, in seconds from the start of the Live; before the start it can only be history."""

    at: float
    act: Act


class Staging(Struct, frozen=True):
    """Where, when and how a feed is played.

    `started_at` is milliseconds since 1970, `speed` times as fast as life; what may differ between two
    performances follows `seed` alone.
    """

    room_id: int
    started_at: int
    speed: float = 1.0
    seed: int = 0

    def moment(self, at: float) -> int:
        """Return the time of day, in milliseconds, of a second of the Live."""
        return self.started_at + round(at * 1000 / self.speed)


class Feed(Protocol):
    """A Live to play.

    A patient feed waits while nobody is connected, so that nothing of it is lost; a real Live does not.
    """

    @property
    def handle(self) -> str:
        """The account that is live."""
        ...

    @property
    def title(self) -> str:
        """What the Live is called."""
        ...

    @property
    def room_id(self) -> int | None:
        """The room that its messages name; None where that is left to the staging."""
        ...

    @property
    def patient(self) -> bool:
        """Whether the Live waits for its listeners."""
        ...

    def beats(self, staging: Staging) -> Iterator[Beat]:
        """Yield the beats in order; the same staging yields the same bytes."""
        ...


class Quiet(Struct, frozen=True):
    """A Live in which nothing happens of itself: the stand-in is told what to say."""

    handle: str = "perpus.kota"
    title: str = "Malam di perpustakaan"
    room_id: int | None = None
    patient: bool = False

    def beats(self, staging: Staging) -> Iterator[Beat]:  # noqa: ARG002 (nothing is staged)
        """Yield nothing."""
        return iter(())
