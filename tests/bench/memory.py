"""Megabytes of the process after a long Live: 200,000 mixed events, with one dashboard that follows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from .desk import Desk
from .live import measure
from .stage import Plan

EVENTS = 200_000
PER_FRAME = 10


def rows() -> Iterator[str]:
    """Play the long Live and yield what the process held at its beginning, middle and end."""
    samples: dict[int, float] = {}
    peak: list[float] = []

    @contextmanager
    def watching(desk: Desk) -> Iterator[None]:
        done = Event()
        thread = Thread(target=_sample, args=(desk, samples, done))
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
            samples[EVENTS] = desk.memory()
            peak.append(desk.memory("VmHWM"))

    measure(Plan(EVENTS, PER_FRAME, filler=False), clients=1, watching=watching)
    yield "| connected | after 100,000 events | after 200,000 events | peak | growth per 100,000 |"
    yield "|---|---|---|---|---|"
    begin, half, end = samples[0], samples[EVENTS // 2], samples[EVENTS]
    yield f"| {begin:.0f} MB | {half:.0f} MB | {end:.0f} MB | {peak[0]:.0f} MB | {end - half:.0f} MB |"


def _sample(desk: Desk, samples: dict[int, float], done: Event) -> None:
    """Note the memory at the beginning and when half of the events are on disk."""
    samples[0] = desk.memory()
    while not done.is_set() and EVENTS // 2 not in samples:
        if desk.rows(f"SELECT 1 FROM broadcast WHERE last_seq >= {EVENTS // 2}"):  # noqa: S608 - our own number
            samples[EVENTS // 2] = desk.memory()
        time.sleep(0.05)
