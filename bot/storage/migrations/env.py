"""Runs the migrations on the connection that `bot.storage.upkeep` hands over."""

from alembic import context

from bot.storage.engine import POSTGRESQL
from bot.storage.tables import add_postgresql_conditions, metadata

connection = context.config.attributes["connection"]
if connection.dialect.name == POSTGRESQL:
    add_postgresql_conditions()
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
