"""Brings the store's tables to the revision that this version needs.

Checking takes one statement; Alembic is imported only when there is something to do. The revisions are in
`migrations/versions`; each runs in the transaction that also notes it, on SQLite as on PostgreSQL.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from bot.gateway.db.database import Database, DatabaseError, NewerDatabase, UnusableDatabase

logger = logging.getLogger(__name__)
LATEST = "0007"
LOOK = "SELECT version_num FROM alembic_version"
MIGRATIONS = Path(__file__).with_name("migrations")
_one_at_a_time = threading.Lock()  # Alembic keeps what it works on in one place of the process


async def bring_up_to_date(database: Database) -> bool:
    """Upgrade before the gateway serves; if the database is unreachable now, the first transaction upgrades it.

    Returns whether it answered. Raises `UnusableDatabase`.
    """
    try:
        await database.upgrade()
    except UnusableDatabase:
        await database.close()
        raise
    except DatabaseError as error:
        logger.warning("The store %s does not answer yet: %s.", database.name, error)
        return False
    return True


def is_latest(revision: str | None) -> bool:
    """Whether a database with this revision is up to date."""
    return revision == LATEST


def upgrade(dialect: Literal["sqlite", "postgresql"], connect: Callable[[], Any], lock: str) -> None:
    """Run the revisions that a database lacks, all or none, over a connection of their own.

    The statement `lock` keeps other gateways from upgrading at the same time. Raises `DatabaseError`.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = create_engine(f"{dialect}://", creator=connect, poolclass=NullPool)
    try:
        with _one_at_a_time, engine.begin() as connection:
            connection.exec_driver_sql(lock)
            before = MigrationContext.configure(connection).get_current_revision()
            known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
            if before and before not in known:
                raise NewerDatabase(
                    f"The store has revision {before}, and this version knows up to {LATEST}: start the version that "
                    "made it, or put back a copy of the store from before"
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except (CommandError, SQLAlchemyError) as error:
        raise DatabaseError(type(error).__name__) from error
    if before != LATEST:
        logger.info("The store's tables are at revision %s now; before: %s.", LATEST, before or "none")
