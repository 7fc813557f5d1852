"""Serves a process's metrics on a port of their own, beside what the process is for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import REGISTRY, CollectorRegistry, start_http_server

from bot.environment import SettingsError
from bot.observability.settings import ObservabilitySettings


@contextmanager
def serving_metrics(settings: ObservabilitySettings, registry: CollectorRegistry = REGISTRY) -> Iterator[None]:
    """Serve them in a thread while the context lasts, if a port is set. Raises `SettingsError`."""
    if settings.metrics_port is None:
        yield
        return
    try:
        server, thread = start_http_server(settings.metrics_port, settings.metrics_host, registry)
    except OSError as error:
        where = f"{settings.metrics_host}:{settings.metrics_port}"
        raise SettingsError(f"The metrics cannot be served at {where}: {error.strerror}.") from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
