"""What is looked at before a Live."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from livedesk import preflight
from livedesk.findings import LANGUAGES, SAID, Finding, _words
from livedesk.preflight import checks
from livedesk.rehearsal import StandIn, doors
from livedesk.settings import Settings


async def findings(
    standin: StandIn, handle: str | None = None, now: Callable[[], float] = time.time, **given: object
) -> dict[str, Finding]:
    """Look at everything, with the stand-in in TikTok's place."""
    servers = {
        "tiktok_app_url": standin.app_url,
        "tiktok_webcast_url": standin.webcast_url,
        "sign_url": standin.sign_url,
    }
    settings = Settings(**{"database_url": "memory:"} | servers | given)  # type: ignore[arg-type]
    handles = [] if handle is None else [handle]
    return {finding.title("en"): finding async for finding in checks(settings, handles, now=now)}


async def test_when_all_is_well_every_line_says_so() -> None:
    async with StandIn() as standin:
        found = await findings(standin, standin.handle, sign_api_key=SecretStr("euler-key"))
    assert all(finding.ok for finding in found.values()), found
    assert {"Database", "Disk", "Clock", "Signing service", "Quota", "Live"} <= set(found)
    assert "takes the key" in found["Signing service"].sentence
    assert "live now" in found["Live"].sentence


async def test_a_live_that_has_not_begun_is_no_failure() -> None:
    async with StandIn() as standin:
        standin.change(live=False)
        found = await findings(standin, standin.handle)
    assert found["Live"].ok
    assert "not live yet" in found["Live"].sentence


async def test_an_account_that_is_not_there_is_said() -> None:
    async with StandIn() as standin:
        standin.change(known=False)
        found = await findings(standin, standin.handle)
    assert not found["Live"].ok
    assert "check the spelling" in found["Live"].sentence


async def test_a_refused_key_a_broken_and_an_exhausted_signer_are_told_apart() -> None:
    async with StandIn() as standin:
        standin.faults.at("quota", doors.failed(401))
        assert not (await findings(standin))["Key"].ok
        standin.faults.at("quota", doors.failed(500))
        assert "500" in (await findings(standin))["Signing service"].sentence
        used_up = doors.Reply(200, b'{"code":200,"day":{"max":10,"remaining":0,"reset_at":null}}')
        standin.faults.at("quota", used_up)
        assert not (await findings(standin))["Quota"].ok


async def test_nothing_at_the_other_end_is_told_not_thrown() -> None:
    async with StandIn() as standin:
        standin.unlisten()
        found = await findings(standin)
    assert not found["TikTok"].ok
    assert not found["Signing service"].ok


async def test_a_wrong_clock_is_told_with_its_error() -> None:
    async with StandIn() as standin:
        found = await findings(standin, now=lambda: time.time() + 3600.5)
    assert not found["Clock"].ok
    assert " s fast" in found["Clock"].sentence


@pytest.mark.parametrize("date", ["", "soon", "Fri, 21 Nov 3000000000 19:00:30 GMT"])
def test_a_date_that_cannot_be_read_tells_nothing_of_the_clock(date: str) -> None:
    assert preflight._clock(date, 0.0).code == "clock_untold"


async def test_a_full_disk_and_a_missing_folder_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with StandIn() as standin:
        monkeypatch.setattr(preflight, "LEAST_FREE", 2**63)
        found = await findings(standin, database_url=f"sqlite:///{tmp_path}/live.db")
        assert "Make room" in found["Disk"].sentence
        found = await findings(standin, database_url=f"sqlite:///{tmp_path}/no/live.db")
        assert not found["Database"].ok
        assert not found["Disk"].ok


async def test_the_library_s_own_file_is_read_before_the_live(tmp_path: Path) -> None:
    example = Path(__file__).parent.parent / "docs" / "library.example.toml"
    async with StandIn() as standin:
        assert "Library" not in await findings(standin)
        good = (await findings(standin, library=example))["Library"]
        bad = (await findings(standin, library=tmp_path / "nowhere.toml"))["Library"]
    assert (good.ok, good.sentence) == (True, f"{example} offers 5 facts and 2 catalogues.")
    assert (bad.ok, "nowhere.toml cannot be used: No such file" in bad.sentence) == (False, True)


def test_every_finding_has_its_words_in_every_language() -> None:
    english = _words("en")
    for language in LANGUAGES:
        words = _words(language)
        assert set(words.titles) == set(english.titles)
        assert set(words.sentences) == set(english.sentences)
    code = Path(preflight.__file__).read_text("utf-8")
    assert {name for name in english.sentences if f'"{name}"' not in code} == {SAID}


def test_a_finding_is_told_in_the_language_asked_for() -> None:
    finding = Finding("disk", ok=False, code="disk_low", values={"room": "0.2"})
    assert (finding.title("pl"), finding.told("pl")[:18]) == ("Dysk", "Wolne tylko 0.2 GB")
    assert finding.told("id") == "Hanya tersisa 0.2 GB. Kosongkan ruang sebelum Live."
