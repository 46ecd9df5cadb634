"""Wiring: what the running command does as a whole."""

import asyncio
import signal
import stat
import sys
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from happenings import FakeSource, comment, connected
from livedesk.app import (
    Listening,
    StudyKeyUnusable,
    bound_socket,
    desk_token,
    read_study_key,
    run,
)
from livedesk.log import LogError, open_log
from livedesk.network import AddressTaken
from livedesk.settings import Settings

HERE = Path(__file__).parent.parent


def test_a_token_is_made_once_kept_from_others_and_used_again(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db")
    token = desk_token(settings)
    assert len(token) >= 32
    assert desk_token(settings) == token
    assert stat.S_IMODE((tmp_path / "live.db.token").stat().st_mode) == 0o600


def test_a_token_that_is_set_is_the_one(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db", token=SecretStr("chosen-by-me"))
    assert desk_token(settings) == "chosen-by-me"
    assert list(tmp_path.iterdir()) == []


def test_a_studys_key_lies_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "study.key").write_text(f"{'k' * 64}\n")
    assert read_study_key(tmp_path / "study.key", Path("livedesk.db")) == b"k" * 64


@pytest.mark.parametrize(
    ("content", "database", "reason"),
    [
        (None, "data/livedesk.db", "No such file"),
        ("short", "data/livedesk.db", "32 characters"),
        ("k" * 64, "livedesk.db", "keep it elsewhere"),
    ],
)
def test_a_studys_key_that_protects_nobody_is_refused(
    tmp_path: Path, content: str | None, database: str, reason: str
) -> None:
    if content is not None:
        (tmp_path / "study.key").write_text(content)
    with pytest.raises(StudyKeyUnusable, match=reason):
        read_study_key(tmp_path / "study.key", tmp_path / database)


def test_a_taken_address_is_told() -> None:
    with (
        bound_socket("127.0.0.1", 0) as taken,
        pytest.raises(AddressTaken, match="LIVEDESK_PORT"),
        bound_socket("127.0.0.1", taken.getsockname()[1]),
    ):
        pass


async def test_it_leaves_when_every_live_has_ended(tmp_path: Path) -> None:
    said: list[str] = []
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db", port=0)
    listening = Listening("lib", FakeSource([connected(), comment("halo")]))
    assert await run(settings, [listening], say=said.append, leave_at_end=True)
    assert "/?token=" in said[0]
    assert [entry.seq for entry in open_log(settings.database_url).after(1)] == [1, 2]


async def test_a_snapshot_is_taken_when_a_live_has_ended(tmp_path: Path) -> None:
    said: list[str] = []
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db", port=0)
    await run(settings, [Listening("lib", FakeSource([connected()]))], say=said.append, leave_at_end=True)
    [snapshot] = (tmp_path / "snapshots").iterdir()
    assert str(snapshot) in said[-1]
    assert [entry.seq for entry in open_log(f"sqlite:///{snapshot}").after(1)] == [1]


@pytest.mark.parametrize(("rehearsal", "kept"), [(True, 10), (False, 0)])
async def test_no_snapshot_is_taken_of_a_rehearsal_or_where_none_is_wanted(
    tmp_path: Path, *, rehearsal: bool, kept: int
) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db", port=0, snapshots_kept=kept)
    listening = Listening("lib", FakeSource([connected()]), rehearsal=rehearsal)
    await run(settings, [listening], say=lambda _: None, leave_at_end=True)
    assert not (tmp_path / "snapshots").exists()


async def test_that_no_snapshot_can_be_taken_is_told_and_the_live_is_saved(tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "snapshots").write_text("a file in the way")
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db", port=0)
    assert await run(
        settings, [Listening("lib", FakeSource([connected()]))], say=said.append, leave_at_end=True
    )
    assert "cannot be written" in said[-1]


async def test_a_damaged_database_is_not_gone_on_with(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db", port=0)
    await run(
        settings,
        [Listening("lib", FakeSource([connected(), *(comment(f"halo {n}", second=n) for n in range(500))]))],
        say=lambda _: None,
        leave_at_end=True,
    )
    whole = (tmp_path / "live.db").read_bytes()
    (tmp_path / "live.db").write_bytes(whole[:-4096] + b"\xff" * 4096)  # a page that opening does not look at
    with pytest.raises(LogError, match="livedesk restore latest"):
        await run(settings, [], say=lambda _: None)


async def test_a_database_that_was_emptied_is_not_begun_anew_where_there_is_a_way_back(
    tmp_path: Path,
) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db", port=0)
    await run(settings, [Listening("lib", FakeSource([connected()]))], say=lambda _: None, leave_at_end=True)
    (tmp_path / "live.db").write_bytes(b"")
    with pytest.raises(LogError, match="livedesk restore latest"):
        await run(settings, [], say=lambda _: None)
    assert (tmp_path / "live.db").read_bytes() == b""


async def test_a_fault_of_ours_in_a_source_is_not_hidden(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/live.db", port=0)
    with pytest.raises(RuntimeError):
        await run(settings, [Listening("lib", FakeSource([comment("no Connected")]))], say=lambda _: None)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_stop_is_graceful_with_a_dashboard_connected(tmp_path: Path, number: signal.Signals) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from livedesk.cli import main; main()",
        "serve",
        "--no-open",
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(HERE / "service"),
            "LIVEDESK_PORT": "0",
            "LIVEDESK_TOKEN": "token-of-the-tests",
        },
        stderr=asyncio.subprocess.PIPE,
    )
    assert child.stderr is not None
    address = (await child.stderr.readline()).decode().rpartition(" ")[2].strip()
    async with httpx.AsyncClient(follow_redirects=True) as browser:
        assert (await browser.get(address.replace("/?", "/api/listeners?"))).json()["listeners"] == []
        child.send_signal(number)
        async with asyncio.timeout(5):
            assert await child.wait() == 0
    assert await child.stderr.read() == b""
