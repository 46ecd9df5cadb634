"""Alembic runs this: it applies migrations on the connection that `log.migrate` hands over."""

from alembic import context

from livedesk.log.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot alter most of a table in place.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
