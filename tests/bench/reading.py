"""Microseconds of CPU to tell whether a comment asks, and what: the Lives of the corpus, line by line."""

import time
from collections.abc import Iterator
from pathlib import Path

from livedesk.questions.detect import detector
from livedesk.questions.habit import Habit

from .latency import percentiles
from .probe import pace

CORPUS = Path(__file__).parents[2] / "training" / "corpus"
STAFF = ("HOST", "MOD")


def rows() -> Iterator[str]:
    """Read the comments of viewers once, in the order of their Lives, and yield what one took."""
    known = detector(("id", "en", "pl"))
    took: dict[str, list[float]] = {"any": [], "one that asks": [], "one that asks nothing": []}
    paces = []
    for path in sorted(CORPUS.glob("broadcast-*.tsv")):
        habit = Habit()
        paces.append(pace())
        for text in _comments(path):
            begun = time.process_time()
            found = known.detect(text, habit)
            micros = (time.process_time() - begun) * 1e6
            took["any"].append(micros)
            took["one that asks" if found.question else "one that asks nothing"].append(micros)
    yield "| a comment | how many | p50 µs | p95 µs | p99 µs | control, ms |"
    yield "|---|---|---|---|---|---|"
    for name, all_of_them in took.items():
        p50, p95, p99 = percentiles(all_of_them)
        control = percentiles(paces)[0]
        yield f"| {name} | {len(all_of_them):,} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {control:.0f} |"


def _comments(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        _, speaker, *_, text = line.split("\t")
        if speaker.upper() not in STAFF:
            yield text
