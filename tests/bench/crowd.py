"""A desk with many dashboards, and what a library's evening costs."""

from collections.abc import Iterator

from .latency import delays, percentiles
from .live import measure
from .stage import Plan

SECONDS = 20


def rows() -> Iterator[str]:
    """Measure the way to a hundred dashboards at 200 events a second, and the CPU of 20 events a second with three."""
    yield "| events/s | messages a frame | dashboards | p50 ms | p95 ms | p99 ms | CPU of one core |"
    yield "|---|---|---|---|---|---|---|"
    for rate, per_frame, clients in ((20, 1, 3), (20, 2, 3), (20, 5, 3), (200, 1, 100)):
        outcome = measure(Plan(rate * SECONDS, per_frame, rate), clients)
        p50, p95, p99 = percentiles(delays(outcome))
        cpu = outcome.cpu_seconds / SECONDS
        yield f"| {rate} | {per_frame} | {clients} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {cpu:.1%} |"
