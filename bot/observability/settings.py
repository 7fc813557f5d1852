"""What an operator may set about seeing a process: read once from the environment, checked, and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

LogShape = Literal["text", "json"]
ProcessName = Literal["gateway", "rasa", "actions"]

# All three processes inherit one environment, so that each has a port of its own.
PORTS: dict[ProcessName, str] = {
    "gateway": "METRICS_PORT",
    "rasa": "RASA_METRICS_PORT",
    "actions": "ACTIONS_METRICS_PORT",
}
# OpenTelemetry's own settings; its SDK reads these and the rest of them itself.
COLLECTOR = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


class UnusableSetting(Exception):
    """A setting cannot be used; the message says which and why."""


@dataclass(frozen=True)
class ObservabilitySettings:
    """See the table in docs/observability.md."""

    process: ProcessName
    log: LogShape = "text"
    metrics_port: int | None = None  # none: the gateway's /metrics, and none for the others
    metrics_host: str = "127.0.0.1"
    traces: bool = False


def load_observability(process: ProcessName, environ: Mapping[str, str]) -> ObservabilitySettings:
    """Read and check the environment. Raises `UnusableSetting`."""
    log = environ.get("BREACHLINE_LOG") or ObservabilitySettings.log
    for shape in get_args(LogShape):
        if log == shape:
            return ObservabilitySettings(
                process=process,
                log=shape,
                metrics_port=_port(PORTS[process], environ.get(PORTS[process], "")),
                metrics_host=environ.get("BREACHLINE_METRICS_HOST") or ObservabilitySettings.metrics_host,
                traces=any(environ.get(name) for name in COLLECTOR),
            )
    raise UnusableSetting("BREACHLINE_LOG is text or json.")


def _port(name: str, value: str) -> int | None:
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise UnusableSetting(f"{name} must be a whole number from 1 to 65535.")
    return int(value)
