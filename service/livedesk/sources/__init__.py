"""A platform's socket becomes events.

A source is an async iterator of batches (what one frame brought) and tells a callback how its hearing is.
The first batch of every connection begins with `Connected`, which names the room; a loss of hearing is a
`Gap` before the next `Connected`. To add a platform: a module here and a line in `SOURCES`, and it passes
`tests/sources/test_contract.py`.
"""

from collections.abc import AsyncGenerator, Callable
from importlib import import_module
from typing import Any, Literal, Protocol, TypeAlias, cast

from msgspec import Struct

from livedesk import LivedeskError
from livedesk.events import Event

State: TypeAlias = Literal[
    "starting", "waiting", "connecting", "live", "silent", "reconnecting", "paused", "failed", "ended"
]


class Health(Struct, frozen=True, kw_only=True):
    """How well a source hears, for the health line. Times are milliseconds since 1970.

    `message` is one sentence for the host, empty while all is well; `code` names the fault for programs
    (`not_found`, `offline`, `age_restricted`, `blocked`, `signer_down`, `rate_limited`, `unreachable` …);
    `retry_at` is when the next attempt begins; `undecoded` counts messages that could not be read, by type.
    """

    state: State
    since: int
    message: str = ""
    code: str = ""
    retry_at: int | None = None
    attempt: int = 0
    last_frame_at: int | None = None
    undecoded: dict[str, int] = {}


Report: TypeAlias = Callable[[Health], None]


class Source(Protocol):
    """Yields what each frame brought until the Live has ended; SourceError where waiting cannot help."""

    def batches(self) -> AsyncGenerator[list[Event], None]:
        """Connect, and yield events as they come; closing the generator closes the connection."""
        ...


class SourceError(LivedeskError):
    """The source gave up; the message is one sentence for the host."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


SOURCES = {
    "tiktok": "livedesk.sources.tiktok:TikTokSource",
    "replay": "livedesk.sources.replay:ReplaySource",
}
"""Where the source of each scheme is; it is imported when it is opened."""


def open_source(address: str, *, report: Report, **options: Any) -> Source:
    """Make the source of an address: `replay:FILE`, `tiktok:@name`, or just `@name`.

    `options` are those of the source. Raises SourceError for an address that cannot be one.
    """
    scheme, colon, rest = address.partition(":")
    if not colon or scheme not in SOURCES:
        scheme, rest = "tiktok", address
    module, name = SOURCES[scheme].split(":")
    return cast("Source", getattr(import_module(module), name)(rest, report=report, **options))
