"""Time on air and time heard: where a broadcast begins and ends, its pauses and its gaps.

Every millisecond between start and end is one of three: on air and heard, on air in a gap, or paused. So gaps
and pauses never overlap, and coverage stays between 0 and 1 whatever the log holds.
"""

from msgspec import Struct


class Clock(Struct):
    """Folds the times of one broadcast, in the order of its log. All times are milliseconds since 1970.

    What happened in a gap is unknown. A pause that was on when hearing was lost therefore ends where the gap
    begins, or a lost `resumed` would take the rest of the Live out of every rate.
    """

    started_at: int | None = None
    ended_at: int | None = None
    paused_at: int | None = None
    last_at: int | None = None
    paused_ms: int = 0
    gap_ms: int = 0
    gaps: list[tuple[int, int]] = []
    pauses: list[tuple[int, int]] = []
    _settled: int = 0  # up to here gaps and pauses are accounted for

    @property
    def on_air(self) -> bool:
        """Whether the Live is running: neither paused nor ended."""
        return self.paused_at is None and self.ended_at is None

    def hear(self, at: int) -> None:
        """Note that something was heard: the broadcast reaches from the first such time to the last."""
        if self.started_at is None or self.last_at is None:
            self.started_at = self.last_at = at
        elif at > self.last_at:
            self.last_at = at
        elif at < self.started_at:
            self.started_at = at

    def pause(self, at: int) -> None:
        """Note that the host paused; a second word of the same pause changes nothing."""
        if self.on_air:
            self.paused_at = max(at, self._settled)

    def resume(self, at: int) -> None:
        """Note that the host went on; without a pause before it this changes nothing."""
        if self.paused_at is not None:
            self._close_pause(self.paused_at, at)
            self.paused_at = None

    def gap(self, at: int, seconds: float) -> tuple[int, int]:
        """Note that nothing was heard for `seconds` up to `at`; return (start, end) of what counts."""
        if self.ended_at is not None or self.started_at is None:
            return at, at
        start = min(at, max(at - round(seconds * 1000), self._settled, self.paused_at or 0, self.started_at))
        self.resume(start)
        self.gap_ms += at - start
        self.gaps.append((start, at))
        self._settled = max(self._settled, at)
        return start, at

    def end(self, at: int) -> None:
        """Note that the Live is over; a second word of the same end changes nothing."""
        if self.ended_at is None:
            self.resume(at)
            self.ended_at = max(at, self._settled)

    def connect(self, at: int) -> None:
        """Note that the same room is on again: the time since its end was no time on air."""
        if self.ended_at is not None:
            self._close_pause(self.ended_at, at)
            self.ended_at = None

    def live_ms(self) -> int:
        """Time on air without pauses, up to the end, or while it runs up to the last thing heard.

        So a recording that broke off, looked at a week later, did not last a week.
        """
        if self.started_at is None or self.last_at is None:
            return 0
        end = self.last_at if self.ended_at is None else self.ended_at
        running_pause = 0 if self.paused_at is None else max(0, end - self.paused_at)
        return max(0, end - self.started_at - self.paused_ms - running_pause)

    def coverage(self) -> float:
        """1 − gap/live: the share of the time on air in which the listener could hear. 1 before anything."""
        live = self.live_ms()
        return max(0.0, 1 - self.gap_ms / live) if live else 1.0

    def _close_pause(self, start: int, end: int) -> None:
        self.paused_ms += max(0, end - start)
        self.pauses.append((start, max(start, end)))
        self._settled = max(self._settled, end)
