"""`PYTHONPATH=tests python -m bench [NAMES]`: measure what is named, or everything, and print one table each."""

import sys

from . import (
    beside,
    crowd,
    exports,
    growth,
    latency,
    least,
    memory,
    parts,
    reading,
    screen,
    startup,
    throughput,
)

BENCHES = {
    "throughput": throughput.rows,
    "latency": latency.rows,
    "startup": startup.rows,
    "memory": memory.rows,
    "parts": parts.rows,
    "beside": beside.rows,
    "crowd": crowd.rows,
    "least": least.rows,
    "growth": growth.rows,
    "exports": exports.rows,
    "reading": reading.rows,
    "screen": screen.rows,
}


def main(names: list[str]) -> None:
    """Print the tables."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.exit(f"There is no {', '.join(unknown)}; there are {', '.join(BENCHES)}.")
    for name in names or BENCHES:
        print(f"\n{name}\n")  # noqa: T201 - what a command prints
        for row in BENCHES[name]():
            print(row, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
