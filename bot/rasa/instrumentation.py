"""What an operator sees of Rasa: log lines, the time of each component, and which request its calls belong to.

Rasa's own logging has three outlets (Python's, structlog's, and colours over both) and no place for a request's
reference; its metrics go to its vendor.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import aiohttp
import rasa.__main__
import rasa.utils.io
import structlog
from prometheus_client import Histogram
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog

from bot.observability import traces
from bot.observability.log_lines import configure_logging
from bot.observability.metrics_server import serving_metrics
from bot.observability.request import outgoing_headers
from bot.observability.settings import ObservabilitySettings

SECONDS = (0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
# A node of Rasa's graph is named by what is done, the class with its module, and its place in config.yml.
_CLASS = re.compile(r"(\w+?)\d*\Z")


@contextmanager
def instrumented(settings: ObservabilitySettings, *, is_server: bool) -> Iterator[None]:
    """Log, measure and trace as these settings say while the context lasts. Raises `SettingsError`."""
    if settings.log == "json":
        rasa.utils.io.configure_colored_logging = lambda level: configure_logging(settings)
        rasa.__main__.configure_structlog = _names_only
    if not is_server:
        yield
        return
    EndpointConfig.session = _session
    traces.configure_traces(settings)
    with serving_metrics(settings):
        yield


@contextmanager
def understanding() -> Iterator[None]:
    """Measure how long it takes to understand a message, in this context."""
    with traces.span("understand"), _parse_seconds().time():
        yield


@contextmanager
def component(node: str) -> Iterator[None]:
    """Measure how long this node of the graph takes, in this context."""
    name = class_of(node)
    began = time.perf_counter()
    with traces.span(name):
        yield
    _component_seconds().labels(name).observe(time.perf_counter() - began)


@cache
def class_of(node: str) -> str:
    found = _CLASS.search(node)
    return found[1] if found else node


@cache
def _parse_seconds() -> Histogram:
    return Histogram(
        "breachline_rasa_parse_seconds", "Understanding a message, waiting for a thread included", buckets=SECONDS
    )


@cache
def _component_seconds() -> Histogram:
    return Histogram(
        "breachline_rasa_component_seconds", "What each component of config.yml takes", ["component"], buckets=SECONDS
    )


_rasas_session = EndpointConfig.session


def _session(endpoint: EndpointConfig) -> aiohttp.ClientSession:
    """A session for one request to the actions, which tells them to which request of the gateway it belongs."""
    session: aiohttp.ClientSession = _rasas_session(endpoint)
    session.headers.update(outgoing_headers())
    return session


def _names_only(log_level: int | None = None) -> None:
    """Let structlog write only the names of its events, and not their values, such as a message's text."""
    configure_structlog(log_level)
    structlog.configure(processors=[structlog.stdlib.filter_by_level, _name])


def _name(_: Any, __: str, event: MutableMapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    """As arguments for Python's logger."""
    return (str(event["event"]),), {"exc_info": event["exc_info"]} if event.get("exc_info") else {}
