"""Events a second, from frame to disk and from frame to every WebSocket client, at different sizes of frames."""

from collections.abc import Iterator
from statistics import median

from .live import measure
from .probe import pace
from .stage import Plan

EVENTS = {1: 10_000, 10: 30_000, 50: 30_000}
REPEATS = 3


def rows() -> Iterator[str]:
    """Measure each case some times and yield its medians as a table row."""
    yield "| messages a frame | from frame to | events/s | events per CPU second | lowest – highest | control, ms |"
    yield "|---|---|---|---|---|---|"
    for per_frame, events in EVENTS.items():
        for clients, goal in ((0, "disk"), (1, "1 client"), (20, "20 clients")):
            outcomes, paces = zip(
                *((measure(Plan(events, per_frame), clients), pace()) for _ in range(REPEATS)), strict=True
            )
            rates = [events / outcome.seconds for outcome in outcomes]
            per_cpu_second = median(events / outcome.cpu_seconds for outcome in outcomes)
            yield (
                f"| {per_frame} | {goal} | {median(rates):,.0f} | {per_cpu_second:,.0f} "
                f"| {min(rates):,.0f} – {max(rates):,.0f} | {median(paces):.0f} |"
            )
