"""Brings a database to the tables of this version. Imported only where it has others: Alembic is slow."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def scripts() -> Config:
    """Return Alembic's configuration for our migrations."""
    config = Config()
    config.set_main_option("script_location", "livedesk.log:migrations")
    return config


def is_known(revision: str) -> bool:
    """Say whether this version of livedesk has that revision, or only a newer one may."""
    known = ScriptDirectory.from_config(scripts()).walk_revisions()
    return any(script.revision == revision for script in known)


def upgrade(connection: Connection) -> None:
    """Apply what is missing, in the caller's transaction: all of it or nothing."""
    config = scripts()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
