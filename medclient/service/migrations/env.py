"""Alembic's entry point; `database.migrate` hands in the connection."""

from alembic import context

from medclient.service.database import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
