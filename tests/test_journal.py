"""What the program notes about itself: all that matters for whoever looks after it, and nothing of viewers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from happenings import FakeSource, comment, connected, ended, gap
from livedesk.events import Caption, Comment, PlatformQuestion
from livedesk.journal import Format, note, write
from livedesk.log import open_log
from livedesk.recorder import Recorder

LIVEDESK = (sys.executable, "-c", "from livedesk.cli import main; main()")
TOKEN = "token-of-the-tests"

SCRIPT = """handle: perpus.kecil
title: Coba

00:01  comment  rina.baca (Rina Melati)  | kak buka jam berapa
00:02  comment  tomasz88 (Tomasz)        | love it
00:03  comment  budi.santoso (Budi)      | {"event": "a lie"}
00:05  end
"""


def test_a_rehearsal_is_noted_without_a_word_or_a_name_of_a_viewer(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/live.db"
    environment = os.environ | {
        "LIVEDESK_DATABASE_URL": url,
        "LIVEDESK_PORT": "0",
        "LIVEDESK_LOG_FORMAT": "json",
        "LIVEDESK_TOKEN": TOKEN,
    }
    (tmp_path / "mine.txt").write_text(SCRIPT, "utf-8")
    command = [*LIVEDESK, "rehearse", "mine.txt", "--speed", "20", "--no-open", "--leave-at-end"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    journal = [line for line in done.stderr.splitlines() if line.startswith("{")]
    noted = [json.loads(line) for line in journal]
    assert {"started", "hearing", "connected", "ended", "stopped"} <= {line["event"] for line in noted}
    assert all({"timestamp", "level"} <= set(line) for line in noted)
    entries = list(open_log(url).after(1))
    texts = [e.body.text for e in entries if isinstance(e.body, Comment | PlatformQuestion | Caption)]
    names = [name for e in entries if e.viewer for name in (e.viewer.handle, e.viewer.nickname)]
    assert len(texts) == 3
    assert [
        word for word in {*texts, *names, TOKEN} if len(word) > 3 and any(word in line for line in journal)
    ] == []


async def test_gaps_and_ends_are_noted_with_their_reasons() -> None:
    lost = [gap(12, second=20), connected(second=20)]
    live = FakeSource([connected(), comment("halo")], lost, [ended(second=30)])
    write(None)  # what is noted first sets structlog up: not in the midst of capturing
    with capture_logs() as noted:
        async with Recorder(open_log("memory:")) as recorder:
            await recorder.follow("lib", live)
    assert {"event": "gap", "log_level": "warning", "broadcast": 1, "seconds": 12, "reason": "test"} in noted
    assert noted[-1] == {"event": "ended", "log_level": "info", "broadcast": 1, "reason": "ended"}


@pytest.mark.parametrize(("format_", "line"), [("json", '"handle": "a\\nb"'), ("text", "handle=a\\nb")])
def test_what_is_noted_is_one_line_whatever_is_in_it(
    capsys: pytest.CaptureFixture[str], format_: Format, line: str
) -> None:
    write(format_)
    try:
        note("hearing", handle="a\nb")
    finally:
        write(None)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert line in said


def test_nothing_is_noted_unless_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    note("started")
    assert capsys.readouterr() == ("", "")
