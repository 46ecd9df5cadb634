"""The tables of the log. A change here needs a migration in `migrations/versions`; a test compares both."""

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, MetaData, text
from sqlmodel import Field, SQLModel


class Table(SQLModel):
    """Keeps the tables of the log apart from any others in the process."""

    metadata = MetaData()


class BroadcastRow(Table, table=True):
    """One Live. `recorder` names the process that records it, so that a second one is noticed.

    `forgotten` counts how often something was taken away from its entries: a fold from before must not be kept.
    """

    __tablename__ = "broadcast"
    # An id is never given again: links and files name broadcasts by it.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    handle: str
    room_id: str = Field(unique=True)
    started_at: int = Field(sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    rehearsal: bool = False
    last_seq: int = 0
    last_received_at: int | None = Field(default=None, sa_type=BigInteger)
    secret: bytes
    recorder: str
    forgotten: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ViewerRow(Table, table=True):
    """A person in one broadcast: the one row to blank when they are to be forgotten."""

    __tablename__ = "viewer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    broadcast: int = Field(primary_key=True, foreign_key="broadcast.id")
    key: str = Field(primary_key=True)
    handle: str = ""
    nickname: str = ""


class EntryRow(Table, table=True):
    """An entry; `body` is its body as JSON. Rows lie in the order of the log: a broadcast reads in one go."""

    __tablename__ = "entry"
    __table_args__ = (
        ForeignKeyConstraint(["broadcast", "viewer"], ["viewer.broadcast", "viewer.key"]),
        # Answers "do we have this message?", however long the broadcast.
        Index(
            "entry_message",
            "broadcast",
            "message_id",
            unique=True,
            sqlite_where=text("message_id IS NOT NULL"),
        ),
        # An index of who wrote what would be another page to write for nearly every comment; who is to be forgotten
        # is looked for in the whole broadcast instead, which takes 0.1 s in one of 200,000 entries.
        Index("entry_pin", "broadcast", sqlite_where=text("kind = 'platform_pin'")),
        {"sqlite_with_rowid": False},
    )

    broadcast: int = Field(primary_key=True, foreign_key="broadcast.id")
    seq: int = Field(primary_key=True)
    kind: str
    at: int = Field(sa_type=BigInteger)
    received_at: int = Field(sa_type=BigInteger)
    viewer: str | None = None
    message_id: str | None = None
    history: bool = False
    body: str


class LessonRow(Table, table=True):
    """Lessons of a handle that were imported, or reset to none; those of broadcasts stand in their entries."""

    __tablename__ = "lesson"

    handle: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    lessons: str


class CountedRow(Table, table=True):
    """How a broadcast stood after entry `seq`, as JSON; `by` names what counted it. It can be counted anew any time."""

    __tablename__ = "counted"

    broadcast: int = Field(primary_key=True, foreign_key="broadcast.id")
    seq: int
    by: str
    counts: str


class CheckpointRow(Table, table=True):
    """What a broadcast's entries up to `seq` fold to, so that a start need not fold them all; it holds what they say.

    `by` names what folded them. It can be folded anew any time.
    """

    __tablename__ = "checkpoint"

    broadcast: int = Field(primary_key=True, foreign_key="broadcast.id")
    seq: int = Field(primary_key=True)
    by: str
    state: bytes


BROADCASTS = Table.metadata.tables["broadcast"]
VIEWERS = Table.metadata.tables["viewer"]
ENTRIES = Table.metadata.tables["entry"]
LESSONS = Table.metadata.tables["lesson"]
COUNTED = Table.metadata.tables["counted"]
CHECKPOINTS = Table.metadata.tables["checkpoint"]
