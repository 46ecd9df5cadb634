"""What Prometheus is told of the recorder's work, counted as it is done."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram

from livedesk.events import Decision, Entry, Gap

_COMMIT = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_LAG = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300)


class Measures:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commit_seconds = Histogram(
            "livedesk_commit_seconds", "How long commits took", buckets=_COMMIT, registry=self.registry
        )
        self.lag_seconds = Histogram(
            "livedesk_lag_seconds",
            "From TikTok's time of the newest event in a commit to its being on disk",
            buckets=_LAG,
            registry=self.registry,
        )
        self.entries = Counter("livedesk_entries", "Entries written", registry=self.registry)
        self.retries = Counter(
            "livedesk_commit_retries", "Commits that the disk refused", registry=self.registry
        )
        self.gaps = Counter("livedesk_gaps", "Gaps in what was heard", ["reason"], registry=self.registry)
        self.gap_seconds = Counter(
            "livedesk_gap_seconds", "Seconds that were not heard", registry=self.registry
        )

    def wrote(self, entries: Sequence[Entry], seconds: float, now: int) -> None:
        """Count a commit of these entries, which took so long and is on disk `now` (milliseconds since 1970)."""
        self.commit_seconds.observe(seconds)
        self.entries.inc(len(entries))
        for entry in entries:
            if isinstance(entry.body, Gap):
                self.gaps.labels(entry.body.reason).inc()
                self.gap_seconds.inc(entry.body.seconds)
        if entries and not entries[-1].history and not isinstance(entries[-1].body, Decision):
            self.lag_seconds.observe(max(0, now - entries[-1].at) / 1000)
