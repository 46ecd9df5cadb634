"""Milliseconds from the moment a frame is sent to the moment a WebSocket client has its entry."""

from collections.abc import Iterator, Sequence
from statistics import quantiles

from .live import Outcome, measure
from .probe import Stalls, probing
from .stage import Plan

RATES = (50, 200, 500)
SECONDS = 20


def rows() -> Iterator[str]:
    """Play each rate, one message a frame, and yield its percentiles beside what the machine did meanwhile."""
    yield "| events/s | p50 | p95 | p99 | largest | a sleeper woken late, p95 / p99 | fsync of a page, p95 / p99 |"
    yield "|---|---|---|---|---|---|---|"
    for rate in RATES:
        with probing() as stalls:
            outcome = measure(Plan(rate * SECONDS, 1, rate), clients=1)
        yield row(rate, delays(outcome), stalls)


def delays(outcome: Outcome) -> list[float]:
    """Return each event's milliseconds on the way to the first client."""
    received = outcome.heard[0].message_ids
    sent = zip(outcome.played.message_ids, outcome.played.sent_at, strict=True)
    return [(received[message_id] - at) / 1e6 for message_id, at in sent]


def row(rate: int, ways: Sequence[float], stalls: Stalls) -> str:
    """Write the percentiles of one run."""
    p50, p95, p99 = percentiles(ways)
    _, late95, late99 = percentiles(stalls.late)
    _, fsync95, fsync99 = percentiles(stalls.fsync)
    return (
        f"| {rate} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {max(ways):.0f} "
        f"| {late95:.1f} / {late99:.1f} | {fsync95:.1f} / {fsync99:.1f} |"
    )


def percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Return p50, p95 and p99."""
    cuts = quantiles(values, n=100)
    return cuts[49], cuts[94], cuts[98]
