"""What operators set about logs, metrics and traces of a process."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, validator

from bot.environment import EnvironmentSettings, read

LogFormat = Literal["text", "json"]
ProcessName = Literal["gateway", "rasa", "actions"]

_COLLECTOR = re.compile(r"^https?://[^\s/]+\S*\Z", re.ASCII)


def _port(variable: str) -> Any:
    return Field(default=None, ge=1, le=65535, env=variable)


class ObservabilitySettings(EnvironmentSettings):
    """See the table in docs/observability.md."""

    process: ProcessName
    log: LogFormat = Field(default="text", env="BREACHLINE_LOG")
    # All three processes may inherit one environment, so that each has a port of its own. None: the gateway has
    # /metrics beside its other addresses, and the others have no metrics.
    gateway_metrics_port: int | None = _port("METRICS_PORT")
    rasa_metrics_port: int | None = _port("RASA_METRICS_PORT")
    actions_metrics_port: int | None = _port("ACTIONS_METRICS_PORT")
    metrics_host: str = Field(default="127.0.0.1", env="BREACHLINE_METRICS_HOST")
    # OpenTelemetry's own settings: its SDK reads them again, and the rest of them.
    collector: str = Field(default="", env="OTEL_EXPORTER_OTLP_ENDPOINT", repr=False)
    traces_collector: str = Field(default="", env="OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", repr=False)

    @property
    def metrics_port(self) -> int | None:
        """The port of this process's metrics."""
        return {
            "gateway": self.gateway_metrics_port,
            "rasa": self.rasa_metrics_port,
            "actions": self.actions_metrics_port,
        }[self.process]

    @property
    def traces(self) -> bool:
        return bool(self.collector or self.traces_collector)

    @validator("metrics_host")
    def _is_address(cls, host: str) -> str:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            raise ValueError("is not an IP address to listen at, such as 127.0.0.1 or 0.0.0.0") from None
        return host

    @validator("collector", "traces_collector")
    def _is_http(cls, address: str) -> str:
        if address and not _COLLECTOR.match(address):
            raise ValueError("is not an http:// or https:// address, such as http://127.0.0.1:4318")
        return address


def load_observability(process: ProcessName, environ: Mapping[str, str]) -> ObservabilitySettings:
    """Read and check the environment. Raises `bot.environment.SettingsError`."""
    return read(ObservabilitySettings, environ, process=process)
