"""What the entries of broadcasts fold to, so that a start need not fold them all."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make their table, and count what is taken away from a broadcast."""
    op.create_table(
        "checkpoint",
        sa.Column("broadcast", sa.Integer, sa.ForeignKey("broadcast.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
    )
    op.add_column("broadcast", sa.Column("forgotten", sa.Integer, nullable=False, server_default="0"))
