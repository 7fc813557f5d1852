"""What an operator may set, and what is refused with a sentence."""

from __future__ import annotations

import pytest

from bot.observability.metrics_server import serving_metrics
from bot.observability.settings import (
    ObservabilitySettings,
    ProcessName,
    UnusableSetting,
    load_observability,
)
from tests.conftest import find_free_port


def test_by_default_there_are_text_logs_and_neither_ports_nor_traces() -> None:
    settings = load_observability("rasa", {})
    assert settings == ObservabilitySettings("rasa", log="text", metrics_port=None, traces=False)


@pytest.mark.parametrize(("process", "port"), [("gateway", 1), ("rasa", 2), ("actions", 3)])
def test_each_process_reads_its_port_from_the_environment_they_share(process: ProcessName, port: int) -> None:
    environ = {"METRICS_PORT": "1", "RASA_METRICS_PORT": "2", "ACTIONS_METRICS_PORT": "3", "BREACHLINE_LOG": "json"}
    settings = load_observability(process, environ)
    assert (settings.metrics_port, settings.metrics_host, settings.log) == (port, "127.0.0.1", "json")


def test_a_collector_turns_traces_on() -> None:
    assert load_observability("gateway", {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}).traces


@pytest.mark.parametrize(
    ("name", "value"),
    [("BREACHLINE_LOG", "xml"), ("METRICS_PORT", "0"), ("METRICS_PORT", "70000"), ("METRICS_PORT", "x")],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UnusableSetting, match=name):
        load_observability("gateway", {name: value})


def test_a_port_that_is_taken_is_told() -> None:
    settings = ObservabilitySettings("rasa", metrics_port=find_free_port())
    refused = pytest.raises(UnusableSetting, match=r"cannot be served at 127\.0\.0\.1:")
    with serving_metrics(settings), refused, serving_metrics(settings):
        pass
