"""What an operator may set, what is refused with a sentence, and that what is off costs nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.environment import SettingsError
from bot.observability.metrics_server import serving_metrics
from bot.observability.settings import ObservabilitySettings, ProcessName, load_observability
from tests.conftest import ROOT, find_free_port

# What a process imports before it serves, and does at each turn.
OFF = """
import os, sys
{imports}
from bot.observability import traces
from bot.observability.request import outgoing_headers, serving
from bot.observability.settings import load_observability

traces.configure_traces(load_observability({process!r}, {{}}))
with serving("POST /x", {{}}), traces.span("part"):
    traces.set_attributes({{"a": 1}})
    outgoing_headers()
print(sorted(name for name in sys.modules if name.split(".")[0] == "opentelemetry"))
"""
IMPORTS = {
    "gateway": "import bot.gateway.__main__",
    "rasa": "from bot.rasa.left_out import leave_out; leave_out(); "
    "import bot.rasa.patches, bot.rasa.instrumentation, bot.dialogue.rest_channel",
    "actions": "import actions.__main__, actions.instrumentation, rasa_sdk.__main__",
}


def test_by_default_there_are_text_logs_and_neither_ports_nor_traces() -> None:
    settings = load_observability("rasa", {})
    assert (settings.log, settings.metrics_port, settings.traces) == ("text", None, False)


def test_an_empty_setting_is_none() -> None:
    """So that Compose can pass on what may not be set."""
    settings = load_observability("gateway", {"METRICS_PORT": "", "OTEL_EXPORTER_OTLP_ENDPOINT": ""})
    assert (settings.metrics_port, settings.traces) == (None, False)


@pytest.mark.parametrize(("process", "port"), [("gateway", 1), ("rasa", 2), ("actions", 3)])
def test_each_process_reads_its_port_from_the_environment_they_share(process: ProcessName, port: int) -> None:
    environ = {"METRICS_PORT": "1", "RASA_METRICS_PORT": "2", "ACTIONS_METRICS_PORT": "3", "BREACHLINE_LOG": "json"}
    settings = load_observability(process, environ)
    assert (settings.metrics_port, settings.metrics_host, settings.log) == (port, "127.0.0.1", "json")


@pytest.mark.parametrize("name", ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"])
def test_a_collector_turns_traces_on(name: str) -> None:
    assert load_observability("gateway", {name: "http://collector:4318"}).traces


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BREACHLINE_LOG", "xml"),
        ("METRICS_PORT", "0"),
        ("METRICS_PORT", "70000"),
        ("METRICS_PORT", "x"),
        ("BREACHLINE_METRICS_HOST", ""),  # would be every address
        ("BREACHLINE_METRICS_HOST", "inside"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "grpc://collector:4317"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is ") as refused:
        load_observability("gateway", {name: value})
    assert "collector:" not in str(refused.value), "it may have a password in it"


def test_a_port_that_is_taken_is_told() -> None:
    settings = ObservabilitySettings(process="rasa", rasa_metrics_port=find_free_port())
    refused = pytest.raises(SettingsError, match=r"cannot be served at 127\.0\.0\.1:")
    with serving_metrics(settings), refused, serving_metrics(settings):
        pass


@pytest.mark.parametrize("process", IMPORTS)
def test_without_a_collector_nothing_of_opentelemetry_is_imported(process: str) -> None:
    script = OFF.format(imports=IMPORTS[process], process=process)
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines()[-1] == "[]"


def test_rasas_other_commands_leave_the_servers_port_alone() -> None:
    with serving_metrics(ObservabilitySettings(process="rasa", rasa_metrics_port=(port := find_free_port()))):
        command = [sys.executable, "-W", "ignore", "-m", "bot.rasa", "--version"]
        environment = {**os.environ, "RASA_METRICS_PORT": str(port)}
        told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert "Rasa Version" in told.stdout
