"""Events a second, from frame to disk and from frame to every WebSocket client, at different sizes of frames.

No two comments are worded alike, the dearest there is to read; in the last rows some, or all, come again.
"""

from collections.abc import Iterator
from statistics import median

from .live import measure
from .probe import pace
from .stage import Plan

EVENTS = {1: 10_000, 10: 30_000, 50: 30_000}
AUDIENCES = {0: "disk", 1: "1 client", 20: "20 clients"}
LARGEST = max(AUDIENCES)
REPEATED = (0.5, 0.0)
REPEATS = 3


def rows() -> Iterator[str]:
    """Measure each case some times and yield its medians as a table row."""
    yield (
        "| messages a frame | comments worded anew | from frame to | events/s | events per CPU second "
        "| lowest – highest | control, ms |"
    )
    yield "|---|---|---|---|---|---|---|"
    for per_frame, events in EVENTS.items():
        for clients in AUDIENCES:
            yield _row(Plan(events, per_frame), clients)
    for worded_anew in REPEATED:
        for per_frame, events in EVENTS.items():
            yield _row(Plan(events, per_frame, worded_anew=worded_anew), LARGEST)


def _row(plan: Plan, clients: int) -> str:
    outcomes, paces = zip(*((measure(plan, clients), pace()) for _ in range(REPEATS)), strict=True)
    rates = [plan.events / outcome.seconds for outcome in outcomes]
    per_cpu_second = median(plan.events / outcome.cpu_seconds for outcome in outcomes)
    return (
        f"| {plan.per_frame} | {plan.worded_anew:.0%} | {AUDIENCES[clients]} | {median(rates):,.0f} "
        f"| {per_cpu_second:,.0f} | {min(rates):,.0f} – {max(rates):,.0f} | {median(paces):.0f} |"
    )
