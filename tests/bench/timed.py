"""`python timed.py WORDS…`: run a command, throw away what it writes, and print what it took as JSON.

It imports little, for a child's peak memory counts from what its parent had when it was started.
"""

import json
import os
import sys
import time
from subprocess import PIPE, Popen


def timed(words: list[str]) -> dict[str, float]:
    """Run a command; return seconds to its first byte and in all, of them CPU, megabytes of memory and of output."""
    begun = time.perf_counter()
    with Popen(words, stdout=PIPE) as command:
        if command.stdout is None:
            raise RuntimeError("A pipe was asked for.")
        size = len(command.stdout.read(1))
        first = time.perf_counter() - begun
        while piece := command.stdout.read(1 << 20):
            size += len(piece)
        _, status, used = os.wait4(command.pid, 0)
        command.returncode = os.waitstatus_to_exitcode(status)
    if command.returncode:
        raise RuntimeError(f"{' '.join(words)} failed.")
    return {
        "first": first,
        "took": time.perf_counter() - begun,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
        "size": size / 1e6,
    }


if __name__ == "__main__":
    json.dump(timed(sys.argv[1:]), sys.stdout)
