"""`python -m bot.gateway.migrate` brings the store's tables up to date, as each start of the gateway does."""

from __future__ import annotations

import asyncio
import logging
import os

from bot.environment import SettingsError
from bot.gateway.db.database import Database, DatabaseError, UnusableDatabase
from bot.gateway.db.open_database import open_database
from bot.gateway.db.schema import LATEST
from bot.gateway.settings import load_settings


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        settings = load_settings(os.environ)
        asyncio.run(_upgrade(open_database(settings.store, settings.data_folder, settings.encryption)))
    except SettingsError as error:
        raise SystemExit(str(error)) from None
    except UnusableDatabase as error:
        raise SystemExit(f"{error}.") from None
    except DatabaseError as error:
        raise SystemExit(f"The store does not answer: {error}.") from None
    logging.getLogger(__name__).info("The store is up to date, at revision %s.", LATEST)


async def _upgrade(database: Database) -> None:
    try:
        await database.upgrade()
    finally:
        await database.close()


if __name__ == "__main__":
    main()
