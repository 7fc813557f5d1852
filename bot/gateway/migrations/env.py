"""Where Alembic begins: it runs the revisions over the connection, and in the transaction, of `bot.gateway.schema`."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
