"""Where Alembic begins: it runs the revisions over the connection, in the transaction of `bot.gateway.db.schema`."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
