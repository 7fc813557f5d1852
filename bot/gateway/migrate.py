"""`python -m bot.gateway.migrate` brings the store's tables up to date, as each start of the gateway does.

In an empty PostgreSQL it makes them, before the first gateway starts; a SQLite file is made by the gateway alone.
"""

from __future__ import annotations

import asyncio
import logging
import os

from bot.environment import SettingsError
from bot.gateway.db.database import Database, DatabaseError, UnusableDatabase
from bot.gateway.db.open_database import open_database
from bot.gateway.db.schema import LATEST
from bot.gateway.existing_store import refuse_root, tell_store
from bot.gateway.settings import Settings, load_settings


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        asyncio.run(_upgrade(_database(load_settings(os.environ))))
    except SettingsError as error:
        raise SystemExit(str(error)) from None
    except UnusableDatabase as error:
        raise SystemExit(f"{error}.") from None
    except DatabaseError as error:
        raise SystemExit(f"The store does not answer: {error}.") from None
    logging.getLogger(__name__).info("The store is up to date, at revision %s.", LATEST)


def _database(settings: Settings) -> Database:
    refuse_root(settings)
    may_be_empty = settings.store.startswith("postgresql://")
    database = open_database(settings.store, settings.data_folder, settings.encryption, existing=not may_be_empty)
    tell_store(database.name)
    return database


async def _upgrade(database: Database) -> None:
    try:
        await database.upgrade()
    finally:
        await database.close()


if __name__ == "__main__":
    main()
