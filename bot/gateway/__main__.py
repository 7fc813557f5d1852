"""`python -m bot.gateway` serves until it is stopped."""

from __future__ import annotations

import logging
import os

from aiohttp import web

from bot.content import incident
from bot.danger.reader import DangerUnlearnt, check_learnt
from bot.gateway.app import create_app
from bot.gateway.database import NewerDatabase
from bot.gateway.settings import SettingsError, load_settings
from bot.incident import IncidentError

SHUTDOWN_PATIENCE = 6.0  # seconds: longer than a turn may take


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        incident()
        check_learnt()
        settings = load_settings(os.environ)
        web.run_app(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            access_log=None,  # bot.gateway.access_log writes one that names nobody
            shutdown_timeout=SHUTDOWN_PATIENCE,
            print=None,
        )
    except (SettingsError, IncidentError, DangerUnlearnt) as error:
        raise SystemExit(f"The gateway cannot start. {error}") from None
    except NewerDatabase as error:
        raise SystemExit(f"The gateway cannot start. {error}.") from None


if __name__ == "__main__":
    main()
