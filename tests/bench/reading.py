"""Microseconds of CPU to tell whether a comment asks, and what: the Lives of the corpus, line by line."""

import time
from collections.abc import Iterator
from pathlib import Path

from forgetting import forget_comments
from livedesk.questions.detect import detector
from livedesk.questions.habit import Habit

from .latency import percentiles
from .probe import pace

CORPUS = Path(__file__).parents[2] / "training" / "corpus"
STAFF = ("HOST", "MOD")


def rows() -> Iterator[str]:
    """Read the comments of viewers in the order of their Lives, each Live twice, and yield what one took.

    The second time the words are known but no comment is remembered, as late in a Live.
    """
    known = detector(("id", "en", "pl"))
    took: dict[tuple[str, str], list[float]] = {}
    paces = []
    for path in sorted(CORPUS.glob("broadcast-*.tsv")):
        paces.append(pace())
        for words in ("as they come", "known"):
            forget_comments(known)
            habit = Habit()
            for text in _comments(path):
                begun = time.process_time()
                found = known.detect(text, habit)
                micros = (time.process_time() - begun) * 1e6
                for kind in ("any", "one that asks" if found.question else "one that asks nothing"):
                    took.setdefault((words, kind), []).append(micros)
    yield "| its words | a comment | how many | p50 µs | p95 µs | p99 µs | control, ms |"
    yield "|---|---|---|---|---|---|---|"
    for (words, kind), micros_of_all in sorted(took.items()):
        p50, p95, p99 = percentiles(micros_of_all)
        control = percentiles(paces)[0]
        yield f"| {words} | {kind} | {len(micros_of_all):,} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {control:.0f} |"


def _comments(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        _, speaker, *_, text = line.split("\t")
        if speaker.upper() not in STAFF:
            yield text
