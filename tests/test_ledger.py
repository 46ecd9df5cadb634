"""Files that left the desk can be found again when somebody is to be taken out of them."""

import stat
from pathlib import Path

from happenings import NINE_O_CLOCK, comment, connected, event
from house import open_house
from livedesk.events import Deleted
from livedesk.ledger import Export, Ledger, taken_since
from livedesk.log import open_log


def made(table: str = "log", broadcast: int = 1) -> Export:
    return Export(NINE_O_CLOCK, broadcast, table, "csv", "/home/ola/log.csv")


def test_exports_are_kept_in_order_and_for_the_owner_alone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "livedesk.db.exports")
    for each in (made(), made("questions", 2), made("summary")):
        ledger.note(each)
    assert ledger.exports() == [made(), made("questions", 2)], "figures hold nobody"
    assert Ledger(tmp_path / "livedesk.db.exports").exports({2}) == [made("questions", 2)]
    assert stat.S_IMODE((tmp_path / "livedesk.db.exports").stat().st_mode) == 0o600


def test_without_a_file_nothing_is_noted() -> None:
    ledger = Ledger()
    ledger.note(made())
    assert ledger.exports() == []


def test_what_was_taken_away_after_an_export_is_counted() -> None:
    log = open_log("memory:")
    broadcast = log.open("lib", "77", NINE_O_CLOCK)
    log.append(broadcast.id, [connected(), comment("a", message_id="x"), event(Deleted(("x",)), second=5)])
    assert taken_since(log, broadcast, NINE_O_CLOCK) == 1
    assert taken_since(log, broadcast, NINE_O_CLOCK + 5_000) == 0


async def test_a_download_is_noted(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "exports")
    async with open_house(ledger=ledger) as house:
        house.log.open("lib", "77", NINE_O_CLOCK)
        await house.http.get("/api/broadcasts/1/export/log.csv?names=1")
    [noted] = ledger.exports()
    assert (noted.broadcast, noted.table, noted.format, noted.names) == (1, "log", "csv", True)
