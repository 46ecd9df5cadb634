"""Seconds and megabytes of `livedesk export` over a Live of 200,000 entries, each export in a process of its own."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, run
from tempfile import TemporaryDirectory

from livedesk.log import Log, open_log
from livedesk.privacy import Pseudonyms, protect
from livedesk.rehearsal.feed import Frame
from livedesk.rehearsal.load import load_feed
from livedesk.sources.webcast import read_frame

ENTRIES = 200_000
BATCH = 500
TIMED = Path(__file__).with_name("timed.py")
REPORT = "report"
"""It is of no table: its formats say what it is."""

FILES = [
    (REPORT, "png"),  # which folds the whole log; what follows goes by the checkpoint that it leaves
    *((table, ending) for table in ("log", "comments", "gifts") for ending in ("csv", "jsonl", "xlsx")),
    *(("comments", ending) for ending in ("vtt", "srt")),
    *((table, "csv") for table in ("questions", "transactions", "summary", "followup", "faq", "titles")),
    *((table, "csv") for table in ("libanswers", "nvivo", "qualcoder", "observations")),
    *(("observations", ending) for ending in ("qdpx", "maxqda.qdpx", "maxqda.txt")),
    *(("all", "xlsx"), ("pack", "xlsx")),
    *((REPORT, ending) for ending in ("html", "png")),
]


def rows() -> Iterator[str]:
    """Record the long Live, export it every way and yield what each took."""
    with TemporaryDirectory() as folder:
        with closing(open_log(f"sqlite:///{folder}/livedesk.db")) as log:
            _record(log)
        yield "| file | first byte, s | whole, s | of it CPU, s | peak memory, MB | size, MB |"
        yield "|---|---|---|---|---|---|"
        for table, ending in FILES:
            yield _row(Path(folder), table, ending)


def _record(log: Log) -> None:
    load = load_feed(events=ENTRIES, rate=None, per_frame=10, duplicate_every=0, faulty=False)
    broadcast = log.open("perpus.kota", "77", 0).id
    pseudonyms = Pseudonyms(bytes(32))
    frames = (read_frame(beat.act.data, 0) for beat in load.sent if isinstance(beat.act, Frame))
    events = [protect(event, pseudonyms) for frame in frames if frame for event in frame.events]
    for at in range(0, len(events), BATCH):
        log.append(broadcast, events[at : at + BATCH])


def _row(folder: Path, table: str, ending: str) -> str:
    program = (sys.executable, "-c", "from livedesk.cli import main; main()", "export", "latest")
    which = () if table == REPORT else ("--table", table)
    words = [sys.executable, str(TIMED), *program, *which, "--format", ending]
    took = json.loads(run(words, cwd=folder, stdout=PIPE, check=True).stdout)
    return "| {table}.{ending} | {first:.2f} | {took:.1f} | {cpu:.1f} | {peak:.0f} | {size:.1f} |".format(
        table=table, ending=ending, **took
    )
