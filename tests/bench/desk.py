"""The livedesk command as a child process, and what the system and the database say of it."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from livedesk.cli import main

TOKEN = "token-of-the-bench"
DATABASE = "livedesk.db"

_LIVEDESK = (sys.executable, "-c", "from livedesk.cli import main; main()")
_TICKS = os.sysconf("SC_CLK_TCK")
_LOOK_EVERY = 0.005  # seconds
_PATIENCE = 120.0  # seconds


@dataclass(frozen=True)
class Desk:
    """A running `livedesk`: where its dashboard is, where its database, and its process."""

    process: "subprocess.Popen[bytes]"
    database: Path
    port: int

    def cpu_seconds(self) -> float:
        """Seconds of CPU the process has used so far, in all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self, line: str = "VmRSS") -> float:
        """Megabytes in memory now, or with `VmHWM` at most so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(each.split()[1]) for each in status.splitlines() if each.startswith(line)) / 1024

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Ask the database; nothing where it does not exist yet."""
        if not self.database.exists():
            return []
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            try:
                return database.execute(query).fetchall()
            except sqlite3.OperationalError:  # not yet
                return []

    def until(self, query: str) -> None:
        """Wait until the query finds something; RuntimeError where the process has ended or it takes too long."""
        given_up = time.monotonic() + _PATIENCE
        while not self.rows(query):
            if self.process.poll() is not None or time.monotonic() > given_up:
                raise RuntimeError(f"livedesk has ended or hangs ({self.process.returncode}) before {query}")
            time.sleep(_LOOK_EVERY)

    def until_connected(self) -> None:
        """Wait until the source is connected and that is on disk."""
        self.until("SELECT 1 FROM entry WHERE kind = 'connected'")

    def until_ended(self) -> None:
        """Wait until the end of the Live is on disk."""
        self.until("SELECT 1 FROM broadcast WHERE ended_at IS NOT NULL")


@contextmanager
def open_desk(
    folder: Path,
    command: Sequence[str],
    endpoints: Mapping[str, str],
    *,
    core: int | None = None,
    port: int | None = None,
) -> Iterator[Desk]:
    """Run `livedesk COMMAND…` with its database in `folder`, on one core and a port if told so; leaving ends it."""
    port = free_port() if port is None else port
    environment = os.environ | settings(folder, port) | dict(endpoints)
    with subprocess.Popen(
        [*_LIVEDESK, *command], env=environment, cwd=folder, stderr=subprocess.DEVNULL
    ) as process:
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        try:
            yield Desk(process, folder / DATABASE, port)
        finally:
            process.kill()


def settings(folder: Path, port: int) -> dict[str, str]:
    """Return the settings of a desk with its database in `folder`."""
    return {
        "LIVEDESK_DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "LIVEDESK_PORT": str(port),
        "LIVEDESK_TOKEN": TOKEN,
    }


def run_livedesk(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Be the livedesk command, in a process that was forked instead of begun anew."""
    os.environ.update(environment)
    sys.argv = ["livedesk", *command]
    main()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
