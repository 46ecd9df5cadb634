"""The tables of the log. A change here needs a migration in `migrations/versions`; a test compares both.

They are tables and no classes: rows are read into `log.Broadcast` and `events.Entry`, and what makes classes of
rows would take longer to import than the whole of the log.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

METADATA = MetaData()

BROADCASTS = Table(
    "broadcast",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("handle", String, nullable=False),
    Column("room_id", String, nullable=False, unique=True),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("rehearsal", Boolean, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("last_received_at", BigInteger),
    Column("secret", LargeBinary, nullable=False),
    Column("recorder", String, nullable=False),
    Column("forgotten", Integer, nullable=False, server_default="0"),
    # An id is never given again: links and files name broadcasts by it.
    sqlite_autoincrement=True,
)
"""One Live. `recorder` names the process that records it, so that a second one is noticed.

`forgotten` counts how often something was taken away from its entries: a fold from before must not be kept.
"""

VIEWERS = Table(
    "viewer",
    METADATA,
    Column("broadcast", Integer, ForeignKey("broadcast.id"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("handle", String, nullable=False),
    Column("nickname", String, nullable=False),
    sqlite_with_rowid=False,
)
"""A person in one broadcast: the one row to blank when they are to be forgotten."""

ENTRIES = Table(
    "entry",
    METADATA,
    Column("broadcast", Integer, ForeignKey("broadcast.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("viewer", String),
    Column("message_id", String),
    Column("history", Boolean, nullable=False),
    Column("body", String, nullable=False),
    ForeignKeyConstraint(["broadcast", "viewer"], ["viewer.broadcast", "viewer.key"]),
    # Answers "do we have this message?", however long the broadcast.
    Index(
        "entry_message", "broadcast", "message_id", unique=True, sqlite_where=text("message_id IS NOT NULL")
    ),
    # An index of who wrote what would be another page to write for nearly every comment; who is to be forgotten
    # is looked for in the whole broadcast instead, which takes 0.1 s in one of 200,000 entries.
    Index("entry_pin", "broadcast", sqlite_where=text("kind = 'platform_pin'")),
    sqlite_with_rowid=False,
)
"""An entry; `body` is its body as JSON. Rows lie in the order of the log: a broadcast reads in one go."""

LESSONS = Table(
    "lesson",
    METADATA,
    Column("handle", String, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("lessons", String, nullable=False),
)
"""Lessons of a handle that were imported, or reset to none; those of broadcasts stand in their entries."""

COUNTED = Table(
    "counted",
    METADATA,
    Column("broadcast", Integer, ForeignKey("broadcast.id"), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("by", String, nullable=False),
    Column("counts", String, nullable=False),
)
"""How a broadcast stood after entry `seq`, as JSON; `by` names what counted it. It can be counted anew any time."""

CHECKPOINTS = Table(
    "checkpoint",
    METADATA,
    Column("broadcast", Integer, ForeignKey("broadcast.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("by", String, nullable=False),
    Column("state", LargeBinary, nullable=False),
)
"""What a broadcast's entries up to `seq` fold to, so that a start need not fold them all; it holds what they say.

`by` names what folded them. It can be folded anew any time.
"""
