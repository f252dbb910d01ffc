"""Alembic environment: runs on the connection that the store hands over."""

from alembic import context

from data.schema import core

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=core, render_as_batch=True, transactional_ddl=False)
context.run_migrations()
