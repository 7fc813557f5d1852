"""A real Prometheus, asked what the dashboard and the alerts ask: each panel has data, each alert can be evaluated."""

from __future__ import annotations

import asyncio
import json
import math
import re
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from ruamel.yaml import YAML

from bot.danger.reader import read_danger
from bot.observability.metrics_server import serving_metrics
from bot.observability.settings import ObservabilitySettings
from tests.conftest import ROOT, actions_command, find_free_port, running
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Customer, Refusal
from tests.gateway.desk.conftest import Hire, QueueUp
from tests.gateway.stand_in_rasa import StandInRasa

PATIENCE = 240  # seconds
ALERTS = ROOT / "deploy" / "alerts.yml"
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "breachline.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = {
    f"{panel['title']} {target['refId']}": target["expr"].replace("$__rate_interval", "1m")
    for panel in PANELS
    for target in panel["targets"]
}
RULES = [rule for group in YAML(typ="safe").load(ALERTS)["groups"] for rule in group["rules"]]

pytestmark = [
    pytest.mark.skipif(
        not (shutil.which("prometheus") and shutil.which("promtool")),
        reason="Prometheus is not installed (apt-get install prometheus).",
    ),
    pytest.mark.one_gateway,
]


@dataclass
class Prometheus:
    address: str
    session: aiohttp.ClientSession

    async def ask(self, path: str, **query: str) -> Any:
        async with self.session.get(f"{self.address}/api/v1/{path}", params=query) as response:
            answer = await response.json()
        assert answer["status"] == "success", (query, answer)
        return answer["data"]

    async def values(self, query: str) -> list[float]:
        """Those that are numbers."""
        found = [float(one["value"][1]) for one in (await self.ask("query", query=query))["result"]]
        return [value for value in found if not math.isnan(value)]


@pytest.fixture
def store_url() -> str:
    return ""


@contextmanager
def a_rasa_that_was_asked(port: int) -> Iterator[None]:
    """Rasa's own metrics, from this process: to load a model takes longer than the rest."""
    from bot.rasa.left_out import leave_out

    leave_out()
    from bot.dialogue.rest_channel import apologies, messages
    from bot.rasa.instrumentation import component, understanding

    def answer() -> None:
        apologies()
        with messages().time(), understanding(), component("run_bot.nlu.ngram_expert.NgramExpert2"):
            pass

    answer()
    with serving_metrics(ObservabilitySettings(process="rasa", rasa_metrics_port=port)):
        yield answer  # type: ignore[misc]


@pytest.fixture
async def prometheus(desk: Gateway, tmp_path: Path) -> AsyncIterator[tuple[Prometheus, Any, int]]:
    """It scrapes the gateway, the actions, and Rasa's metrics; with the addresses of the last two."""
    ports = {name: find_free_port() for name in ("prometheus", "rasa", "actions", "actions_metrics")}
    targets = {
        "breachline-gateway": desk.address.removeprefix("http://"),
        "breachline-rasa": f"127.0.0.1:{ports['rasa']}",
        "breachline-actions": f"127.0.0.1:{ports['actions_metrics']}",
    }
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(ALERTS)],
        "scrape_configs": [
            {"job_name": job, "static_configs": [{"targets": [target]}]} for job, target in targets.items()
        ],
    }
    file = tmp_path / "prometheus.json"  # JSON is YAML, too
    file.write_text(json.dumps(config))
    command = [
        "prometheus",
        f"--config.file={file}",
        f"--storage.tsdb.path={tmp_path / 'data'}",
        f"--web.listen-address=127.0.0.1:{ports['prometheus']}",
    ]
    address = f"http://127.0.0.1:{ports['prometheus']}"
    actions = running(
        actions_command(ports["actions"]),
        ports["actions"],
        f"http://127.0.0.1:{ports['actions']}/health",
        tmp_path / "actions.log",
        ACTIONS_METRICS_PORT=str(ports["actions_metrics"]),
    )
    server = running(command, ports["prometheus"], f"{address}/-/ready", tmp_path / "prometheus.log")
    with a_rasa_that_was_asked(ports["rasa"]) as answer:
        for process in (actions, server):
            await asyncio.to_thread(next, process)
        async with aiohttp.ClientSession() as session:
            yield Prometheus(address, session), answer, ports["actions"]
        for process in (server, actions):
            await asyncio.to_thread(next, process, None)


async def run_an_action(session: aiohttp.ClientSession, port: int, name: str = "action_clarify") -> int:
    tracker = {
        "sender_id": "x",
        "slots": {},
        "latest_message": {"text": "quoi?", "language": "fr", "intent_ranking": []},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    }
    body = {"next_action": name, "sender_id": "x", "tracker": tracker, "version": "3.6.21"}
    async with session.post(f"http://127.0.0.1:{port}/webhook", json=body) as response:
        return response.status


async def traffic(desk: Gateway, rasa: StandInRasa) -> None:
    """What customers do of all that is counted but hand-offs."""
    customer = desk.customer()
    await customer.begin(language="nl")
    for topic in ("hotline", "clarify"):
        rasa.custom = {"topic": topic}
        await customer.say("mijn rekening is BE71 0961 2345 6769")
    rasa.custom = {}
    with pytest.raises(Refusal):
        await Customer(desk.session, desk.address, token="none").say("hallo")
    answer, rasa.answer = rasa.answer, [{"text": 7}]
    await customer.say("hallo")
    rasa.answer = answer


async def test_each_panel_has_data_and_each_alert_can_be_evaluated(
    desk: Gateway, hire: Hire, queue_up: QueueUp, rasa: StandInRasa, prometheus: tuple[Prometheus, Any, int]
) -> None:
    asked, rasa_answers, actions = prometheus
    await asyncio.to_thread(read_danger, "bonjour")
    an = await hire("an")
    await an.come()
    missing = dict(QUERIES)
    end = time.monotonic() + PATIENCE
    while missing and time.monotonic() < end:
        await traffic(desk, rasa)
        await an.act((await queue_up()).id, "take")
        rasa_answers()
        assert await run_an_action(asked.session, actions) == 200
        await asyncio.sleep(1)
        missing = {name: query for name, query in missing.items() if not await asked.values(query)}
    assert missing == {}

    assert await run_an_action(asked.session, actions, "no_such_action") == 404
    rules = (await asked.ask("rules"))["groups"][0]["rules"]
    assert {rule["name"]: rule["health"] for rule in rules} == {rule["alert"]: "ok" for rule in RULES}
    for rule in RULES:
        await asked.ask("query", query=rule["expr"])
        for metric in re.findall(r"\b(?:breachline_\w+|up)\b", rule["expr"]):
            assert await asked.values(metric), f"{rule['alert']} asks for {metric}, which nobody tells"

    await rasa.stop()
    (away,) = (rule["expr"] for rule in RULES if rule["alert"] == "BreachlineAssistantAway")
    while not await asked.values(away):
        assert time.monotonic() < end + PATIENCE
        await asyncio.sleep(0.5)


def test_the_dashboard_has_its_panels() -> None:
    assert len(PANELS) >= 29
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_promtool_finds_no_fault_in_the_alerts() -> None:
    checked = subprocess.run(["promtool", "check", "rules", str(ALERTS)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"SUCCESS: {len(RULES)} rules found" in checked.stdout
