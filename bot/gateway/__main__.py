"""`python -m bot.gateway` serves until it is stopped."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal

from aiohttp import web

from bot.check import ContentError, check_content_of_gateway
from bot.danger.reader import FILE, DangerUnlearnt, check_learnt
from bot.environment import SettingsError
from bot.gateway.app import create_app
from bot.gateway.db.database import UnusableDatabase
from bot.gateway.http.connections import BEYOND_SOCKETS, KEEP_ALIVE, BoundedSite, Connections, most_connections
from bot.gateway.settings import Settings, load_settings
from bot.model_files import ARCHIVE, ChangedFile, check_beside
from bot.observability.log_lines import configure_logging
from bot.observability.settings import ObservabilitySettings, load_observability
from bot.observability.traces import configure_traces

logger = logging.getLogger(__name__)

SHUTDOWN_PATIENCE = 6.0  # seconds: longer than a turn may take


def main() -> None:
    try:
        observability = load_observability("gateway", os.environ)
        configure_logging(observability)
        configure_traces(observability)
        check_content_of_gateway()
        check_learnt()
        check_beside(FILE, ARCHIVE)
        asyncio.run(serve(load_settings(os.environ), observability))
    except (SettingsError, ContentError, DangerUnlearnt, ChangedFile) as error:
        raise SystemExit(f"The gateway cannot start. {error}") from None
    except UnusableDatabase as error:
        raise SystemExit(f"The gateway cannot start. {error}.") from None


async def serve(settings: Settings, observability: ObservabilitySettings) -> None:
    """Serve until a signal to stop, and then finish what is under way."""
    stop = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    runner = web.AppRunner(
        await create_app(settings, observability),
        access_log=None,  # bot.gateway.http.access_log writes one that names nobody
        shutdown_timeout=SHUTDOWN_PATIENCE,
        keepalive_timeout=KEEP_ALIVE,
    )
    await runner.setup()
    connections = Connections(most_connections(), settings.sockets_address + BEYOND_SOCKETS, settings.proxies)
    try:
        await _listen(runner, settings, connections)
        await stop.wait()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings, connections: Connections) -> None:
    """Raises `SettingsError` where nobody can listen at this address."""
    try:
        await BoundedSite(runner, settings.host, settings.port, connections).start()
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(f"{where} is taken by another program: stop that one, or set another PORT.") from None
        why = os.strerror(error.errno) if error.errno else type(error).__name__
        raise SettingsError(f"It cannot listen at {where} (BREACHLINE_HOST, PORT): {why}.") from None
    for host, port, *_ in runner.addresses:
        logger.info("Serving at http://%s:%d/.", host, port)


if __name__ == "__main__":
    main()
