"""Gateway, Rasa and actions as processes: one shape of log lines, one trace, metrics of each, and nothing said."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.observability.request import conversation_hash
from tests import conftest
from tests.conftest import ROOT, actions_command, find_free_port, rasa_command, wait_for
from tests.observability.collector import Collector, running_collector

PATIENCE = 30  # seconds
NAMES = ("gateway", "rasa", "actions")
SAID = "is my zebrafinch@example.be leaked? BE71 0961 2345 6769"
IN_DANGER = "I want to kill myself, zebrafinch"


@dataclass
class Everything:
    address: str
    metrics: dict[str, str]  # by process
    logs: dict[str, Path]
    collector: Collector
    conversation: str
    token: str

    def lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.logs[name].read_text().splitlines() if line]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ask(address: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


@pytest.fixture(scope="module")
def everything(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The three, after a customer has spoken."""
    folder = tmp_path_factory.mktemp("everything")
    ports = {name: find_free_port() for name in ("PORT", "RASA_PORT", "ACTIONS_PORT")}
    metrics = {name: find_free_port() for name in NAMES}
    with running_collector() as collector, ExitStack() as stack:
        environment = {
            **os.environ,
            **collector.settings,
            **{name: str(port) for name, port in ports.items()},
            "METRICS_PORT": str(metrics["gateway"]),
            "RASA_METRICS_PORT": str(metrics["rasa"]),
            "ACTIONS_METRICS_PORT": str(metrics["actions"]),
            "BREACHLINE_LOG": "json",
            "BREACHLINE_HOST": "127.0.0.1",
            "BREACHLINE_DATA": str(folder / "data"),
            "SANIC_HOST": "127.0.0.1",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
        }
        commands = {
            "actions": actions_command(ports["ACTIONS_PORT"]),
            "rasa": rasa_command(model, ports["RASA_PORT"]),
            "gateway": [sys.executable, "-m", "bot.gateway"],
        }
        logs = {name: folder / name for name in NAMES}
        for name, command in commands.items():
            output = stack.enter_context(logs[name].open("w"))
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
            stack.callback(process.wait, 20)
            stack.callback(process.send_signal, signal.SIGTERM)
            wait_for(f"http://127.0.0.1:{metrics[name]}/metrics", process, logs[name])
        address = f"http://127.0.0.1:{ports['PORT']}"

        def ready() -> bool:
            try:
                with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:
                    return bool(json.load(response)["status"] == "ready")
            except OSError:
                return False

        deadline = time.monotonic() + conftest.START_PATIENCE
        while not ready():
            assert time.monotonic() < deadline, logs["rasa"].read_text()[-3000:]
            time.sleep(0.5)
        begun = ask(f"{address}/v1/conversations", {"language": "en"})
        for text in (SAID, IN_DANGER):
            ask(f"{address}/v1/messages", {"text": text}, begun["token"])
        until(lambda: any(span.get("parentSpanId") for span in collector.named("POST /webhook")))
        time.sleep(0.5)  # two rounds of the exporters
        yield Everything(
            address,
            {name: f"http://127.0.0.1:{port}/metrics" for name, port in metrics.items()},
            logs,
            collector,
            begun["conversation_id"],
            begun["token"],
        )


@pytest.fixture(scope="module")
def exposed(everything: Everything) -> dict[str, str]:
    found = {}
    for name, address in everything.metrics.items():
        with urllib.request.urlopen(address, timeout=5) as response:
            found[name] = response.read().decode()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_line_is_an_object_of_one_shape(everything: Everything, name: str) -> None:
    lines = everything.lines(name)
    assert lines
    for line in lines:
        assert list(line)[:5] == ["time", "level", "process", "logger", "message"]
        assert line["process"] == name


def test_a_request_is_named_in_the_lines_of_the_gateway_with_its_conversation(everything: Everything) -> None:
    said = [line for line in everything.lines("gateway") if line.get("route") == "/v1/messages"]
    assert len({line["request"] for line in said}) == 2
    assert {line["conversation"] for line in said} == {conversation_hash(everything.conversation)}
    assert {line["status"] for line in said} == {200}


def test_one_trace_leads_from_the_gateway_through_rasa_to_the_actions(everything: Everything) -> None:
    # Rasa's warming up asks the actions, too, and belongs to no request.
    (action,) = (span for span in everything.collector.named("POST /webhook") if span.get("parentSpanId"))
    trace = [span for span in everything.collector.spans() if span["traceId"] == action["traceId"]]
    by_id = {span["spanId"]: span for span in trace}
    way, span = [], action
    while span.get("parentSpanId"):
        span = by_id[span["parentSpanId"]]
        way.append((span["service"], span["name"]))
    assert way == [
        ("breachline-rasa", "POST /webhooks/rest/webhook"),
        ("breachline-gateway", "POST /webhooks/rest/webhook"),
        ("breachline-gateway", "assistant"),
        ("breachline-gateway", "POST /v1/messages"),
    ]
    assert {"masking", "begin", "keep", "understand", "LanguageDetector", "EncoderExpert"} <= {
        one["name"] for one in trace
    }
    said = [line for line in everything.lines("gateway") if line.get("request") == action["traceId"]]
    assert [line["route"] for line in said if "route" in line] == ["/v1/messages"]


def test_a_turn_in_danger_has_the_spans_that_any_turn_has(everything: Everything) -> None:
    turns = {span["traceId"] for span in everything.collector.named("POST /v1/messages")}
    shapes = [
        sorted(
            span["name"]
            for span in everything.collector.spans()
            if span["traceId"] == turn and span["service"] == "breachline-gateway"
        )
        for turn in turns
    ]
    assert len(shapes) == 2
    assert shapes[0] == shapes[1]


def test_each_process_tells_of_its_own(exposed: dict[str, str]) -> None:
    assert 'breachline_turn_part_seconds_count{language="en",part="assistant"} 2.0' in exposed["gateway"]
    assert 'breachline_masked_total{kind="iban"} 1.0' in exposed["gateway"]
    assert 'breachline_part_up{part="rasa"}' in exposed["gateway"]
    assert "breachline_rasa_parse_seconds_count" in exposed["rasa"]
    assert 'breachline_rasa_component_seconds_count{component="NgramExpert"}' in exposed["rasa"]
    assert "breachline_rasa_message_seconds_count 3.0" in exposed["rasa"]
    assert "breachline_action_seconds_count{action=" in exposed["actions"]


def test_with_a_port_of_their_own_the_metrics_are_nowhere_else(everything: Everything) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{everything.address}/metrics", timeout=5)


def test_nothing_of_a_customer_is_seen(everything: Everything, exposed: dict[str, str]) -> None:
    logged = {name: path.read_text() for name, path in everything.logs.items()}
    traced = json.dumps(everything.collector.received)
    for seen in (*exposed.values(), *logged.values(), traced):
        for secret in (
            "zebrafinch",
            "2345 6769",
            "BE71096123456769",
            "kill",
            everything.token,
            everything.conversation,
        ):
            assert secret not in seen
    assert conversation_hash(everything.conversation) not in traced
    for seen in (*exposed.values(), traced):
        assert "crisis" not in seen
        assert "in_danger" not in seen
