"""Opens the database of a URL, if it is ours, and says plainly what is wrong where it cannot be used."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from livedesk.log import LogError, faults, sqlite
from livedesk.log.migrations import HEAD

FIRST_TABLES = frozenset({"alembic_version", "broadcast", "viewer", "entry"})
"""What every database of livedesk has, however old."""

REWRITE_WAIT = 10.0
"""Seconds to wait for others' reading when a database is to forget something."""


def open_database(url: str, wait: float) -> Engine:
    """Return the engine of a database that has the tables of this version, made or updated; LogError.

    A file that is not a database of livedesk is left as it is. `wait` is in seconds, for another's lock.
    """
    engine = _engine(url, wait)
    try:
        with plainly(engine):
            _prepare(engine)
    except LogError:
        engine.dispose()
        raise
    return engine


def _prepare(engine: Engine) -> None:
    revision = _revision(engine)
    if engine.dialect.name == "sqlite" and not sqlite.use_write_ahead_log(engine):
        raise LogError(f"{name(engine)} is on a disk that cannot share it: put it on a disk of this machine.")
    if revision != HEAD:
        _upgrade(engine, revision)


def name(engine: Engine) -> str:
    """Return what to call a database: by its file, or by its URL without the password."""
    url = engine.url
    return f"The database {url.database if url.get_backend_name() == 'sqlite' else url.render_as_string()}"


@contextmanager
def plainly(engine: Engine) -> Iterator[None]:
    """Turn what a database or its driver raises into a LogError of one sentence that says what to do."""
    with faults.plainly(name(engine)):
        try:
            yield
        except DBAPIError as error:
            raise (error.orig or error) from error


def _engine(url: str, wait: float) -> Engine:
    try:
        parsed = make_url(url)
        return sqlite.sqlite_engine(parsed, wait) if _is_sqlite_file(parsed) else create_engine(parsed)
    except (ArgumentError, ImportError, NoSuchModuleError) as error:
        raise LogError(
            f"{without_password(url)!r} is no database that livedesk can open: write it as sqlite:///livedesk.db."
        ) from error


def without_password(url: str) -> str:
    """Return a database's URL as it may be shown."""
    return re.sub(r"(//[^/@]*:)[^@]*@", r"\1***@", url)


def _is_sqlite_file(url: URL) -> bool:
    if url.get_backend_name() != "sqlite":
        return False
    if url.database in (None, "", ":memory:"):
        raise ArgumentError("A database in memory is another one for each connection.")
    return True


def _revision(engine: Engine) -> str | None:
    """Return the revision of the tables, None where there are none yet."""
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
        if not found:
            return None
        if not found >= FIRST_TABLES:
            raise LogError(
                f"{name(engine)} belongs to another program and stays as it is: give livedesk's another name."
            )
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _upgrade(engine: Engine, revision: str | None) -> None:
    # Alembic takes 0.2 s to import: only a database that is not up to date needs it.
    from livedesk.log.migrations import apply  # noqa: PLC0415 - see above

    if revision is not None and not apply.is_known(revision):
        raise LogError(
            f"{name(engine)} was made by a newer version of livedesk: "
            "install that version, or name another database."
        )
    if revision is not None:
        _keep_a_way_back(engine)
    with writing(engine) as connection, connection.begin():
        apply.upgrade(connection)


def _keep_a_way_back(engine: Engine) -> None:
    """Take a snapshot before the tables change: an earlier version cannot read them any more afterwards."""
    from livedesk.log import snapshots  # noqa: PLC0415 - which opens databases by this module

    database = Path(engine.url.database or "")
    if engine.dialect.name == "sqlite" and database.suffix != snapshots.RESTORING:
        snapshots.take_in(database.with_name("snapshots"), database, keep=None)


def writing(engine: Engine) -> Connection:
    """Return a connection to write with: its transactions keep other writers out from their first word on."""
    return engine.connect().execution_options(**{sqlite.BEGIN: "BEGIN IMMEDIATE"})


def forget_old_pages(engine: Engine, wait: float) -> bool:
    """Empty what a database keeps of its rows as they were before they were blanked; say whether all is gone.

    `wait` is in seconds, for readers that are still at them.
    """
    return engine.dialect.name != "sqlite" or sqlite.forget_old_pages(engine, wait)


def rewrite(engine: Engine) -> None:
    """Let a database keep nothing of what was deleted from it; LogError where another program reads it."""
    if engine.dialect.name == "sqlite":
        sqlite.rewrite(engine)
        if not sqlite.forget_old_pages(engine, REWRITE_WAIT):
            raise LogError(
                f"{name(engine)} is read by another program, and its old pages are kept until that is closed."
            )
