"""The stand-in as a program of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT
from urllib.request import urlopen

SERVICE = Path(__file__).parents[2] / "service"


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "livedesk.rehearsal", *arguments]


@contextmanager
def running(*arguments: str) -> Iterator[dict[str, str]]:
    """Run it and hand over what it printed, as settings."""
    environment = os.environ | {"PYTHONPATH": str(SERVICE)}
    with subprocess.Popen(program(*arguments), env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield dict(process.stdout.readline().strip().split("=", 1) for _ in range(4))
        process.send_signal(SIGINT)
        assert process.wait(30) == 0


def test_it_prints_where_it_is_and_plays_until_it_is_interrupted() -> None:
    with running("--speed", "10") as settings:
        assert set(settings) == {
            "LIVEDESK_TIKTOK_APP_URL",
            "LIVEDESK_TIKTOK_WEBCAST_URL",
            "LIVEDESK_SIGN_URL",
            "LIVEDESK_HANDLE",
        }
        page = f"{settings['LIVEDESK_TIKTOK_APP_URL']}/@{settings['LIVEDESK_HANDLE']}/live"
        with urlopen(page, timeout=30) as answer:  # noqa: S310 (the loopback)
            assert b"SIGI_STATE" in answer.read()


def test_it_plays_made_up_events_too() -> None:
    with running("--events", "20", "--rate", "5") as settings:
        assert settings["LIVEDESK_HANDLE"] == "perpus.kota"


def test_a_script_that_cannot_be_read_is_one_line_and_status_one(tmp_path: Path) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text("handle: x\nnonsense\n")
    environment = os.environ | {"PYTHONPATH": str(SERVICE)}
    done = subprocess.run(program(str(path)), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Line 2: 'nonsense' is neither")
    assert done.stderr.count("\n") == 1
