"""Broadcasts, viewers and entries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("handle", sa.String, nullable=False),
        sa.Column("room_id", sa.String, nullable=False, unique=True),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("rehearsal", sa.Boolean, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("last_received_at", sa.BigInteger),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("recorder", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "viewer",
        sa.Column("broadcast", sa.Integer, sa.ForeignKey("broadcast.id"), primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("handle", sa.String, nullable=False),
        sa.Column("nickname", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry",
        sa.Column("broadcast", sa.Integer, sa.ForeignKey("broadcast.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("viewer", sa.String),
        sa.Column("message_id", sa.String),
        sa.Column("history", sa.Boolean, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["broadcast", "viewer"], ["viewer.broadcast", "viewer.key"]),
        sqlite_with_rowid=False,
    )
    _make_indexes()


def _make_indexes() -> None:
    op.create_index(
        "entry_message",
        "entry",
        ["broadcast", "message_id"],
        unique=True,
        sqlite_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_index("entry_pin", "entry", ["broadcast"], sqlite_where=sa.text("kind = 'platform_pin'"))
