"""How long one waits: for the help, for the dashboard, for the recording; and how quick pages are meanwhile."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .desk import TOKEN, Desk, open_desk
from .latency import percentiles
from .stage import Plan, open_stage

REPEATS = 5
WATCHED_SECONDS = 5
_OK = 200


def rows() -> Iterator[str]:
    """Start some times and yield the medians."""
    yield "| from the command to | seconds, median | lowest – highest |"
    yield "|---|---|---|"
    yield _row("`livedesk --help` shown", [_help() for _ in range(REPEATS)])
    pages: list[float] = []
    healthy, served, recording = zip(*(_watch(pages) for _ in range(REPEATS)), strict=True)
    yield _row("`/healthz` answers 200", healthy)
    yield _row("`/` answers 200 to the token", served)
    yield _row("the source is connected, on disk", recording)
    yield ""
    p50, p95, p99 = percentiles(pages)
    yield "| `GET /` in the first five seconds | p50 | p95 | p99 | largest |"
    yield "|---|---|---|---|---|"
    yield f"| ms, {len(pages)} requests | {p50:.0f} | {p95:.0f} | {p99:.0f} | {max(pages):.0f} |"


def _row(goal: str, seconds: list[float] | tuple[float, ...]) -> str:
    return f"| {goal} | {median(seconds):.2f} | {min(seconds):.2f} – {max(seconds):.2f} |"


def _help() -> float:
    begun = time.perf_counter()
    subprocess.run([Path(sys.executable).with_name("livedesk"), "--help"], check=True, capture_output=True)
    return time.perf_counter() - begun


def _watch(pages: list[float]) -> tuple[float, float, float]:
    """Start a recording; the milliseconds of each page fetched meanwhile are added to `pages`."""
    with (
        TemporaryDirectory() as folder,
        open_stage(Plan(events=1, per_frame=1)) as stage,
    ):
        stage.until_ready()
        begun = time.perf_counter()
        with open_desk(Path(folder), ["watch", f"@{stage.handle}", "--no-open"], stage.endpoints) as desk:
            while _get(desk, "/healthz") != _OK:
                time.sleep(0.01)
            healthy = time.perf_counter() - begun
            assert (status := _get(desk, "/")) == _OK, f"the page is answered with {status}"
            served = time.perf_counter() - begun
            recording = 0.0
            while time.perf_counter() - begun - served < WATCHED_SECONDS or not recording:
                asked = time.perf_counter()
                assert (status := _get(desk, "/")) == _OK, f"the page is answered with {status}"
                pages.append((time.perf_counter() - asked) * 1000)
                if not recording and desk.rows("SELECT 1 FROM entry WHERE kind = 'connected'"):
                    recording = time.perf_counter() - begun
                time.sleep(0.02)
    return healthy, served, recording


def _get(desk: Desk, path: str) -> int:
    """Fetch a page over a new connection; 0 where nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=10)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
        response = connection.getresponse()
        response.read()
    except ConnectionRefusedError:
        return 0
    finally:
        connection.close()
    return response.status
