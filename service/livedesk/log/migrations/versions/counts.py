"""How broadcasts stood when they were last counted: a list of many need not read them all."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "counted",
        sa.Column("broadcast", sa.Integer, sa.ForeignKey("broadcast.id"), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("counts", sa.String, nullable=False),
    )
