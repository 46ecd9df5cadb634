"""A person who is forgotten is found nowhere: not in a file of the database, not in an answer, not on a dashboard."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from happenings import NINE_O_CLOCK, FakeSource, bytes_on_disk, comment, connected, ended, event
from house import House, open_house
from livedesk.erasure import erase
from livedesk.events import Asked, Deleted, Dismissed, Follow, PlatformPin, Taught
from livedesk.log import Log, LogError, open_log
from livedesk.log.learned import learned
from livedesk.log.snapshots import copies, take_in
from livedesk.questions.lexicon import lexicon
from livedesk.recorder import Recorder

WORDS = lexicon(("id", "en", "pl"))
PATHS = (
    "",
    "/1",
    "/1/entries",
    "/1/questions",
    "/1/summary",
    *(f"/1/export/{table}.{kind}?names=1" for table in ("log", "questions") for kind in ("csv", "jsonl")),
)


@pytest.fixture
async def house(path: Path) -> AsyncIterator[House]:
    with closing(open_log(f"sqlite:///{path}")) as log:
        async with open_house(log=log, listening=True) as house:
            yield house


async def everything_shown(house: House) -> str:
    """Return all that a desk hands out of a broadcast: answers, exports with names, the stream from its start."""
    shown = [(await house.http.get(f"/api/broadcasts{path}")).text for path in PATHS]
    async with house.stream("1/stream?after=0") as stream:
        while True:
            shown.append(await asyncio.wait_for(stream.recv(decode=True), 5))
            frame = json.loads(shown[-1])
            if frame["type"] == "entries" and frame["seq"] == house.recorder.log.broadcasts()[0].last_seq:
                return "".join(shown)


async def an_evening(recorder: Recorder) -> None:
    """Let Budi do all that leaves something of him, beside others."""
    asked = comment("kak kamar tujuhbelas buka jam berapa?", by="budianto", message_id="asked")
    batch = [
        connected(),
        asked,
        comment("@budianto tujuhan apa? jam delapan kak", by="rina"),
        comment("selamat tujuhbelasan semuanya", by="budianto"),
        event(PlatformPin("kak kamar tujuhbelas buka jam berapa?", "asked"), viewer="budianto"),
        event(Follow(), viewer="budianto"),
    ]
    await recorder.follow("perpus.kota", FakeSource(batch, [ended(second=60)]))
    await recorder.decide(1, Asked(comment=4))
    await recorder.decide(1, Dismissed(question=2))


async def test_who_is_erased_is_found_nowhere(house: House, path: Path) -> None:
    await an_evening(house.recorder)
    before = await everything_shown(house)
    assert "tujuhbelas" in before
    assert "budianto" in before.lower()
    with closing(open_log(f"sqlite:///{path}")) as other:
        assert erase(other, [], "@budianto", NINE_O_CLOCK, WORDS) > 0
    assert b"tujuhbelas" not in bytes_on_disk(path)
    assert b"budianto" not in bytes_on_disk(path).lower()
    await house.recorder.catch_up()
    after = await everything_shown(house)
    assert "tujuhbelas" not in after
    assert "budianto" not in after.lower()
    assert "jam delapan kak" in after


async def test_what_a_moderator_deleted_is_found_nowhere(house: House, path: Path) -> None:
    await an_evening(house.recorder)
    await house.recorder.follow("perpus.kota", FakeSource([connected(second=70), event(Deleted(("asked",)))]))
    assert b"kamar tujuhbelas" not in bytes_on_disk(path)
    assert "kamar tujuhbelas" not in await everything_shown(house)


async def test_who_is_erased_is_in_no_snapshot_either(house: House, path: Path, tmp_path: Path) -> None:
    await an_evening(house.recorder)
    snapshot = await asyncio.to_thread(take_in, tmp_path / "snapshots", path, keep=None)
    assert b"tujuhbelas" in bytes_on_disk(snapshot)
    erase(house.log, copies(tmp_path / "snapshots", path), "budianto", NINE_O_CLOCK, WORDS)
    assert b"tujuhbelas" not in bytes_on_disk(snapshot)
    assert b"budianto" not in bytes_on_disk(snapshot).lower()


def test_a_copy_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.snapshot.db"
    broken.write_text("no database")
    with pytest.raises(LogError, match=r"broken\.snapshot\.db"):
        erase(open_log("memory:"), [broken], "budianto", NINE_O_CLOCK, WORDS)


def test_the_next_broadcast_is_not_taught_in_the_words_of_who_is_erased() -> None:
    log: Log = open_log("memory:")
    first = log.open("lib", "1", NINE_O_CLOCK).id
    log.append(first, [connected(), comment("siapa yang kangen perpus ya?", by="budi")])
    log.append(first, [event(Dismissed(question=2))])
    taught = learned(log, "lib", WORDS)
    assert taught.asks_not != ()
    second = log.open("lib", "2", NINE_O_CLOCK).id
    log.append(second, [event(taught)])
    log.teach("lib", NINE_O_CLOCK, taught)
    erase(log, [], "budi", NINE_O_CLOCK, WORDS)
    assert learned(log, "lib", WORDS) == Taught()
