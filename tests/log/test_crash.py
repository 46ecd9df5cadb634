"""Killed at any moment, the log has everything it ever said was written."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

from livedesk.log import open_log

BATCH = 7

WRITER = f"""
import sys
from livedesk.events import Comment, Event, Viewer
from livedesk.log import open_log

log = open_log(sys.argv[1])
broadcast = log.open("perpustakaan", "77", 0)
number = broadcast.last_seq
while True:
    events = [Event(0, 0, Comment("jam buka?"), Viewer(f"k{{n}}"), f"m{{n}}") for n in range(number, number + {BATCH})]
    number = log.append(broadcast.id, events)[-1].seq
    print(number, flush=True)
"""


def write_until_killed(url: str, dice: random.Random) -> int:
    """Let a program write, kill it at some moment, and return the last seq it said was written."""
    with subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(dice.randint(1, 5))]
        death = threading.Timer(dice.uniform(0, 0.02), writer.kill)
        death.start()
        said += writer.stdout
        death.join()
    assert writer.returncode == -signal.SIGKILL
    return int(said[-1])


def test_a_log_killed_at_any_moment_has_all_it_acknowledged(tmp_path: Path) -> None:
    dice = random.Random(20261121)  # noqa: S311 - the same moments in every run, as far as moments go
    url = f"sqlite:///{tmp_path}/livedesk.db"
    kept = 0
    for _ in range(5):
        acknowledged = write_until_killed(url, dice)
        assert acknowledged > kept
        log = open_log(url)
        entries = list(log.after(1))
        log.close()
        kept = len(entries)
        assert kept >= acknowledged
        assert kept % BATCH == 0, "a batch was written in part"
        assert [entry.seq for entry in entries] == list(range(1, kept + 1))
        assert [entry.message_id for entry in entries] == [f"m{number}" for number in range(kept)]
    with closing(sqlite3.connect(tmp_path / "livedesk.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
