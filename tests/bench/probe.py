"""What the machine itself adds: how late a sleeper is woken, how long a write to the disk takes."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

_EVERY = 0.02  # seconds
_TURNS = 2_000_000
_PAGE = bytes(4096)


@dataclass
class Stalls:
    """Milliseconds: `late` from the moment a sleep should have ended, `fsync` for a page to be on the disk."""

    late: list[float] = field(default_factory=list)
    fsync: list[float] = field(default_factory=list)


def pace() -> float:
    """Return the milliseconds of CPU that a fixed piece of Python takes now: more, where others share the cores."""
    begun = time.process_time()
    total = 0
    for turn in range(_TURNS):
        total += turn
    return (time.process_time() - begun) * 1000


@contextmanager
def probing() -> Iterator[Stalls]:
    """Look every 20 ms, in a thread of this process, which has nothing else to do."""
    stalls, done = Stalls(), Event()
    with TemporaryDirectory() as folder:
        thread = Thread(target=_probe, args=(Path(folder) / "page", stalls, done))
        thread.start()
        try:
            yield stalls
        finally:
            done.set()
            thread.join()


def _probe(path: Path, stalls: Stalls, done: Event) -> None:
    with path.open("wb", buffering=0) as file:
        while not done.is_set():
            begun = time.perf_counter()
            time.sleep(_EVERY)
            woken = time.perf_counter()
            file.seek(0)
            file.write(_PAGE)
            os.fsync(file.fileno())
            stalls.late.append((woken - begun - _EVERY) * 1000)
            stalls.fsync.append((time.perf_counter() - woken) * 1000)
