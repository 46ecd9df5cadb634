"""The log in SQLite: durable, ours, plain about what is wrong, and as cheap in a long broadcast as in a short one."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy import event as listen

from happenings import NINE_O_CLOCK, bytes_on_disk, comment, ended, event
from livedesk.events import Answered, Deleted, Event
from livedesk.log import LogError, database, open_log
from livedesk.log.migrations import HEAD
from livedesk.log.migrations.apply import scripts
from livedesk.log.sql import SqlLog
from livedesk.log.tables import METADATA


def begin(log: SqlLog, room: str = "77") -> int:
    return log.open("perpustakaan", room, NINE_O_CLOCK).id


def comments(start: int, stop: int) -> list[Event]:
    return [comment(f"nomor {number}?", message_id=f"m{number}") for number in range(start, stop)]


def said(path: Path, statement: str) -> list[object]:
    """Ask SQLite itself, past the log."""
    database = sqlite3.connect(path)
    try:
        return [row[0] for row in database.execute(statement)]
    finally:
        database.close()


def test_a_database_of_the_first_version_is_brought_up_to_date_and_keeps_its_entries(
    log: SqlLog, path: Path
) -> None:
    log.append(begin(log), comments(0, 3))
    log.close()
    with closing(sqlite3.connect(path)) as old:
        old.executescript(
            "ALTER TABLE broadcast DROP COLUMN forgotten; DROP TABLE checkpoint; DROP TABLE counted; DROP TABLE lesson;"
            "UPDATE alembic_version SET version_num = '0001'"
        )
    with closing(SqlLog(f"sqlite:///{path}")) as newer:
        assert len(list(newer.after(1))) == 3
        assert newer.counted() == {}
    assert said(path, "SELECT version_num FROM alembic_version") == [HEAD]


# Durable.


def test_commits_reach_the_disk_and_what_is_deleted_is_overwritten(log: SqlLog, path: Path) -> None:
    with log._writing() as connection:
        found = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    full = 2
    assert found == {"synchronous": full, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
    assert said(path, "PRAGMA journal_mode") == ["wal"]


def test_what_was_appended_another_program_can_read_at_once(log: SqlLog, path: Path) -> None:
    log.append(begin(log), comments(0, 3))
    assert said(path, "SELECT body ->> 'text' FROM entry ORDER BY seq") == [
        "nomor 0?",
        "nomor 1?",
        "nomor 2?",
    ]


def test_a_batch_is_written_whole_or_not_at_all(log: SqlLog, path: Path) -> None:
    broadcast = begin(log)
    too_late_for_sqlite = Event(2**63, 1, Answered(question=1))
    with pytest.raises(OverflowError):
        log.append(broadcast, [*comments(0, 3), too_late_for_sqlite])
    assert said(path, "SELECT count(*) FROM entry") == [0]
    assert [entry.seq for entry in log.append(broadcast, comments(0, 3))] == [1, 2, 3]


def test_a_restart_goes_on_with_the_same_broadcast(log: SqlLog, path: Path) -> None:
    first = begin(log)
    log.append(first, comments(0, 3))
    log.close()
    again = open_log(f"sqlite:///{path}")
    broadcast = again.open("perpustakaan", "77", NINE_O_CLOCK + 60_000)
    written = again.append(broadcast.id, comments(1, 5))
    assert (broadcast.id, broadcast.last_seq) == (first, 3)
    assert [(entry.seq, entry.message_id) for entry in written] == [(4, "m3"), (5, "m4")]
    again.close()


def test_closing_leaves_one_file(log: SqlLog, path: Path) -> None:
    log.append(begin(log), comments(0, 3))
    log.close()
    assert [file.name for file in path.parent.iterdir()] == ["livedesk.db"]


def test_erased_words_and_names_are_nowhere_in_the_files(log: SqlLog, path: Path) -> None:
    broadcast = begin(log)
    log.append(broadcast, [comment("alamat saya di Jalan Merdeka", by="budianto")])
    assert b"Merdeka" in bytes_on_disk(path)
    log.erase("budianto")
    for word in (b"Merdeka", b"@budianto", b"Budianto"):
        assert word not in bytes_on_disk(path)


def test_deleted_words_are_nowhere_in_the_files_once_closed(log: SqlLog, path: Path) -> None:
    broadcast = begin(log)
    log.append(broadcast, [comment("alamat saya di Jalan Merdeka", message_id="m1")])
    log.append(broadcast, [event(Deleted(("m1",)))])
    log.close()
    assert b"Merdeka" not in bytes_on_disk(path)


def test_deleted_words_are_nowhere_in_the_files_while_the_live_goes_on(log: SqlLog, path: Path) -> None:
    broadcast = begin(log)
    log.append(broadcast, [comment("alamat saya di Jalan Merdeka", message_id="m1")])
    log.append(broadcast, [event(Deleted(("m1",))), *comments(5, 9)])
    assert b"Merdeka" not in bytes_on_disk(path)


def test_deleted_words_that_somebody_still_reads_go_at_the_next_append(log: SqlLog, path: Path) -> None:
    broadcast = begin(log)
    log.append(broadcast, [comment("alamat saya di Jalan Merdeka", message_id="m1")])
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM entry").fetchall()
    log.append(broadcast, [event(Deleted(("m1",)))])
    assert b"Merdeka" in bytes_on_disk(path)
    reader.close()
    log.append(broadcast, comments(5, 6))
    assert b"Merdeka" not in bytes_on_disk(path)


def test_erasing_beside_a_reader_says_that_old_pages_are_kept(
    log: SqlLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "REWRITE_WAIT", 0.0)
    log.append(begin(log), [comment("alamat saya di Jalan Merdeka", by="budi")])
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM entry").fetchall()
    with pytest.raises(LogError, match="old pages are kept"):
        log.erase("budi")
    reader.close()


def test_the_secret_of_a_broadcast_is_nowhere_in_the_files_once_it_has_ended(log: SqlLog, path: Path) -> None:
    secret = log.open("perpustakaan", "77", NINE_O_CLOCK).secret
    log.append(1, [comment("halo")])
    assert secret in bytes_on_disk(path)
    log.append(1, [ended(second=60)])
    assert secret not in bytes_on_disk(path)


# Beside others.


def test_who_opens_a_room_last_records_it(log: SqlLog, path: Path) -> None:
    broadcast = begin(log)
    log.append(broadcast, comments(0, 3))
    second = SqlLog(f"sqlite:///{path}")
    begin(second)
    with pytest.raises(LogError, match=f"Another livedesk now records broadcast {broadcast}"):
        log.append(broadcast, comments(3, 4))
    written = second.append(broadcast, comments(2, 5))
    assert [(entry.seq, entry.message_id) for entry in written] == [(4, "m3"), (5, "m4")]
    second.close()


def test_a_decision_from_another_process_takes_its_place_in_the_log(log: SqlLog, path: Path) -> None:
    broadcast = begin(log)
    log.append(broadcast, comments(0, 2))
    second = SqlLog(f"sqlite:///{path}")
    [decision] = second.append(broadcast, [event(Answered(question=1))])
    [following] = log.append(broadcast, comments(2, 3))
    assert (decision.seq, following.seq) == (3, 4)
    second.close()


def test_two_programs_record_two_rooms_into_one_database(log: SqlLog, path: Path) -> None:
    second = SqlLog(f"sqlite:///{path}")
    ours, theirs = begin(log, "77"), begin(second, "78")
    for number in range(5):
        assert [entry.seq for entry in log.append(ours, comments(number, number + 1))] == [number + 1]
        assert [entry.seq for entry in second.append(theirs, comments(number, number + 1))] == [number + 1]
    second.close()


def test_a_slow_reader_holds_nothing_between_pages(log: SqlLog) -> None:
    broadcast = begin(log)
    log.append(broadcast, comments(0, 1_500))
    reader = log.after(broadcast)
    next(reader)
    with_only_the_writer = [row[0] for row in _idle_checkpoint(log)]
    assert with_only_the_writer == [0], "a checkpoint was kept waiting"


def _idle_checkpoint(log: SqlLog) -> list[tuple[int, int, int]]:
    with log._engine.connect().execution_options(livedesk_begin="") as connection:
        return [tuple(row) for row in connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")]


# The tables.


def fresh_sql(connection: Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {" ".join(row[0].split()) for row in rows if "alembic_version" not in row[0]}


def test_the_migrations_make_the_tables_of_the_model(log: SqlLog) -> None:
    with log._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_tables_and_indexes_are_the_same_to_the_letter(log: SqlLog) -> None:
    """Alembic does not compare what a partial index is for, nor WITHOUT ROWID."""
    model = create_engine("sqlite://")
    with model.begin() as made, log._engine.connect() as migrated:
        METADATA.create_all(made)
        assert fresh_sql(migrated) == fresh_sql(made)
    model.dispose()


def test_the_newest_migration_is_the_one_we_say() -> None:
    assert ScriptDirectory.from_config(scripts()).get_current_head() == HEAD


def test_a_database_that_is_up_to_date_is_opened_without_alembic(log: SqlLog, path: Path) -> None:
    log.close()
    program = (
        "import sys; from livedesk.log import open_log; "
        f"open_log('sqlite:///{path}').close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_no_statement_of_the_writer_reads_a_whole_broadcast(log: SqlLog) -> None:
    """Appending, and deleting a message, cost the same however long the broadcast: look-ups are by an index."""
    statements: list[tuple[str, object]] = []

    @listen.listens_for(log._engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, values: object, _x: object, many: object) -> None:
        if not many and statement.startswith(("SELECT", "UPDATE")):
            statements.append((statement, values))

    broadcast = begin(log)
    log.append(broadcast, comments(0, 3))
    log.append(broadcast, [event(Deleted(("m1",)))])
    listen.remove(log._engine, "before_cursor_execute", note)
    with log._engine.connect() as connection:
        plans = [
            (row[3], statement)
            for statement, values in statements
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        ]
    steps = {step for step, _ in plans}
    # The table of broadcasts has some dozens of rows.
    through_all = re.compile(
        r"SCAN (?!broadcast$|.*VIRTUAL TABLE)|SEARCH entry USING PRIMARY KEY \(broadcast=\?\)"
    )
    assert not [plan for plan in plans if through_all.match(plan[0])]
    for index in ("entry_message", "entry_pin"):
        assert any(index in step for step in steps), index
