"""What the program notes about itself, for whoever looks after it: one line an event, with keys, on standard error.

    from livedesk.journal import note
    note("gap", broadcast=3, seconds=12.5, reason="lost")

Silent until `write` says in which format; what the host should read is told in sentences besides. At no level is
anything in it of what viewers write or are called, and no token.
"""

import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from structlog.typing import EventDict, FilteringBoundLogger, Processor

Format: TypeAlias = Literal["text", "json"]


def write(format_: Format | None) -> None:
    """Write from now on in this format; None: nothing."""
    import structlog  # noqa: PLC0415 - see `_journal`

    _journal()
    structlog.configure(
        processors=[_drop] if format_ is None else _processors(format_),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def note(event: str, **keys: Any) -> None:
    """Note something that is as it should be."""
    _journal().info(event, **keys)


def warn(event: str, **keys: Any) -> None:
    """Note something that somebody should look at."""
    _journal().warning(event, **keys)


@cache
def _journal() -> "FilteringBoundLogger":
    """Return what is written to. It takes as long to import as the log to open, so only who notes something waits."""
    import structlog  # noqa: PLC0415 - see above

    structlog.configure(processors=[_drop], cache_logger_on_first_use=False)
    journal: FilteringBoundLogger = structlog.get_logger("livedesk")
    return journal


def _drop(_logger: object, _method: str, _event: "EventDict") -> "EventDict":
    from structlog import DropEvent  # noqa: PLC0415 - as above

    raise DropEvent


def _processors(format_: Format) -> "list[Processor]":
    from structlog import processors  # noqa: PLC0415 - as above

    stamped: list[Processor] = [processors.add_log_level, processors.TimeStamper(fmt="iso", utc=True)]
    if format_ == "json":
        return [*stamped, processors.JSONRenderer()]
    return [*stamped, processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])]
