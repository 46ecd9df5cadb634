"""How checkpoints are written, and taken away with what they may hold."""

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from livedesk.log import Checkpoint
from livedesk.log.tables import BROADCASTS, CHECKPOINTS


def keep(connection: Connection, broadcast: int, checkpoint: Checkpoint, forgotten: int) -> bool:
    """Write a checkpoint unless something was forgotten since; the newest before it stays until the Live has ended."""
    standing = select(BROADCASTS.c.forgotten, BROADCASTS.c.ended_at).where(BROADCASTS.c.id == broadcast)
    found = connection.execute(standing).one_or_none()
    if found is None or found.forgotten != forgotten:
        return False
    earlier = and_(CHECKPOINTS.c.seq < checkpoint.seq, CHECKPOINTS.c.by == checkpoint.by)
    former = connection.scalar(
        select(func.max(CHECKPOINTS.c.seq)).where(CHECKPOINTS.c.broadcast == broadcast, earlier)
    )
    others = CHECKPOINTS.c.broadcast == broadcast
    if former is not None and found.ended_at is None:
        others = and_(others, CHECKPOINTS.c.seq != former)
    connection.execute(delete(CHECKPOINTS).where(others))
    row = {"seq": checkpoint.seq, "by": checkpoint.by, "state": checkpoint.state}
    connection.execute(insert(CHECKPOINTS).values(broadcast=broadcast, **row))
    return True


def drop(connection: Connection, broadcast: int, since: int = 0) -> None:
    """Take away the checkpoints that entry `since` is in."""
    holding = and_(CHECKPOINTS.c.broadcast == broadcast, CHECKPOINTS.c.seq >= since)
    connection.execute(delete(CHECKPOINTS).where(holding))


def forget(connection: Connection, broadcast: int, since: int = 0) -> None:
    """Take away all that holds entry `since`, of which something is taken away, now and in what is folded already."""
    drop(connection, broadcast, since)
    once_more = BROADCASTS.c.forgotten + 1
    connection.execute(update(BROADCASTS).where(BROADCASTS.c.id == broadcast).values(forgotten=once_more))
