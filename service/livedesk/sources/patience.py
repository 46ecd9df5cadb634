"""How long to wait for what (pure)."""

from msgspec import Struct


class Patience(Struct, frozen=True, kw_only=True):
    """Times in seconds.

    While no Live is on, it is asked for every `poll`. A connection has `opening` to come about. Without any
    frame (a live server answers heartbeats) it is called silent after `silent`, and given up after `lost`.
    Between attempts the wait doubles from `first_retry` to `longest_retry`, and begins anew after a
    connection of at least `steady`. A Live that is gone after a break has `comeback` to be on again before
    it counts as ended. `streak` closes a gift streak, `told` is how often unknown messages are told of,
    `tick` how often the watchdog looks.
    """

    poll: float = 20.0
    opening: float = 45.0
    silent: float = 30.0
    lost: float = 60.0
    first_retry: float = 1.0
    longest_retry: float = 60.0
    steady: float = 30.0
    comeback: float = 180.0
    streak: float = 10.0
    told: float = 60.0
    tick: float = 1.0

    def retry(self, failures: int, asked: float, jitter: float) -> float:
        """Return the wait after so many failures in a row.

        `asked` is what the other side asked for and is never undercut; `jitter`, from 0 to 1, spreads many
        listeners over time.
        """
        doubled = min(self.first_retry * 2 ** min(failures - 1, 16), self.longest_retry)
        return float(max(doubled * (0.75 + jitter / 2), asked * (1 + jitter / 4)))

    def next_poll(self, jitter: float) -> float:
        """Return the wait before asking again whether the Live has begun."""
        return self.poll * (0.75 + jitter / 2)
