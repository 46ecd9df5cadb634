"""What the program notes about itself, for whoever looks after it: one line an event, with keys, on standard error.

    from livedesk.journal import note
    note("gap", broadcast=3, seconds=12.5, reason="lost")

Silent until `write` says in which format; what the host should read is told in sentences besides. At no level is
anything in it of what viewers write or are called, and no token.
"""

import sys
from typing import Any, Literal, TypeAlias

import structlog
from structlog.typing import EventDict, Processor

Format: TypeAlias = Literal["text", "json"]


def _drop(_logger: object, _method: str, _event: EventDict) -> EventDict:
    raise structlog.DropEvent


structlog.configure(processors=[_drop], cache_logger_on_first_use=False)

_journal = structlog.get_logger("livedesk")


def write(format_: Format | None) -> None:
    """Write from now on in this format; None: nothing."""
    structlog.configure(
        processors=[_drop] if format_ is None else [*_PROCESSORS, _RENDERERS[format_]],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def note(event: str, **keys: Any) -> None:
    """Note something that is as it should be."""
    _journal.info(event, **keys)


def warn(event: str, **keys: Any) -> None:
    """Note something that somebody should look at."""
    _journal.warning(event, **keys)


_PROCESSORS: list[Processor] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_RENDERERS: dict[Format, Processor] = {
    "text": structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
    "json": structlog.processors.JSONRenderer(),
}
