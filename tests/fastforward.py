"""Hours in no time: an event loop that does not wait, but goes on at once to when something is due."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class FastForward(asyncio.SelectorEventLoop):
    """Whenever nothing can be done now, its time jumps to the next timer. For work without threads and sockets."""

    def __init__(self) -> None:
        super().__init__()
        self._skipped = 0.0

    def time(self) -> float:
        """Return the time with all that was skipped."""
        return super().time() + self._skipped

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self._skipped += max(0.0, self._scheduled[0].when() - self.time())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do it on such a loop."""
    with asyncio.Runner(loop_factory=FastForward) as runner:
        return runner.run(work)
