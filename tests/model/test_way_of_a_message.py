"""docs/architecture.md tells which files one message passes: it is run, and the page is held against it."""

from __future__ import annotations

import json
import os
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, actions_command, find_free_port, rasa_command, running

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
WAY = PAGE.split("## The way of one message", 1)[1].split("\n## ", 1)[0]
RECORDED = str(ROOT / "tests" / "model" / "recorded.py")
QUESTION = "Is my IBAN in it?"  # as the page says
PROCESSES = ("gateway", "rasa", "actions")
PATIENCE = 60.0  # seconds
# They lead to the message's files, and do not run when it comes.
ONLY_AT_START = {"bot/gateway/routes.py"}


@pytest.fixture(scope="module")
def files_of_a_message(model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """By process, the files of which a function runs while a message is answered, after a few others."""
    folder = tmp_path_factory.mktemp("way")
    with _started(model, folder) as (address, pids):
        token = _ask(f"{address}/v1/conversations", {"language": "en", "client": "web"})["token"]
        for text in ("hello", "thanks"):
            _say(address, token, text)
        _signal(pids, signal.SIGUSR1)
        answer = _say(address, token, QUESTION)
        _signal(pids, signal.SIGUSR2)
        assert answer["messages"][-1]["topic"] == "data_type"
        return {name: _written(folder / name) for name in PROCESSES}


def test_each_file_that_the_page_counts_is_passed(files_of_a_message: dict[str, set[str]]) -> None:
    passed = set().union(*files_of_a_message.values())
    steps = re.findall(r"^\| \d+ \| (`[^`]+`)", WAY, re.MULTILINE)
    (pipeline,) = re.findall(r"^Step 14, in its order: (.+?)\. The stream", WAY, re.MULTILINE | re.DOTALL)
    counted = _named(" ".join([*steps, pipeline]))
    assert len(counted) == int(re.findall(r"reads (\d+) files", WAY)[0])
    assert counted - ONLY_AT_START <= passed


def test_each_file_that_is_passed_is_on_the_page(files_of_a_message: dict[str, set[str]]) -> None:
    named = _named(WAY)
    rooms = tuple(path for path in named if path.endswith("/"))
    passed = set().union(*files_of_a_message.values())
    assert sorted(path for path in passed if path not in named and not path.startswith(rooms)) == []


def test_the_page_tells_how_many_there_are(files_of_a_message: dict[str, set[str]]) -> None:
    """About: which of a background job's files run in between is chance."""
    for name, files in files_of_a_message.items():
        (told,) = re.findall(rf"(\d+)(?: files)? in (?:the )?{name}", WAY, re.IGNORECASE)
        assert int(told) * 0.85 <= len(files) <= int(told) * 1.15, f"{len(files)} in {name}"


def _named(text: str) -> set[str]:
    return set(re.findall(r"`((?:bot|actions)/[\w./]*)`", text))


@contextmanager
def _started(model: Path, folder: Path) -> Iterator[tuple[str, list[int]]]:
    ports = {name: find_free_port() for name in PROCESSES}
    commands = {
        "actions": actions_command(ports["actions"]),
        "rasa": rasa_command(model, ports["rasa"]),
        "gateway": [actions_command(0)[0], "-m", "bot.gateway"],
    }
    # Rasa's tells that it is warm.
    health = {"actions": "/health", "rasa": "/webhooks/rest/", "gateway": "/healthz"}
    settings = {
        "ACTIONS_PORT": str(ports["actions"]),
        "RASA_PORT": str(ports["rasa"]),
        "PORT": str(ports["gateway"]),
        "BREACHLINE_DATA": str(folder / "data"),
    }
    with ExitStack() as stack:
        pids = []
        for name in reversed(PROCESSES):
            python, _, module, *arguments = commands[name]
            command = [python, RECORDED, str(folder / name), module, *arguments]
            address = f"http://127.0.0.1:{ports[name]}"
            log = folder / f"{name}.log"
            stack.enter_context(contextmanager(running)(command, ports[name], address + health[name], log, **settings))
            pids.append(_pid_of(str(folder / name)))
        yield f"http://127.0.0.1:{ports['gateway']}", pids


def _pid_of(output: str) -> int:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if output in arguments:
            return int(process.name)
    raise AssertionError(f"Nothing writes to {output}.")


def _say(address: str, token: str, text: str) -> Any:
    """Said again while Rasa is not there yet, as clients do."""
    body = {"text": text, "client_message_id": f"way-{time.monotonic_ns()}"}
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answer = _ask(f"{address}/v1/messages", body, token)
        except urllib.error.HTTPError:
            answer = None
        if answer and answer["messages"][-1].get("topic") != "fallback":
            return answer
        assert time.monotonic() < deadline
        body["client_message_id"] = f"way-{time.monotonic_ns()}"
        time.sleep(1)


def _ask(url: str, body: dict[str, Any], token: str = "") -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return json.load(response)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)
    time.sleep(0.5)  # until each has heard it


def _written(output: Path) -> set[str]:
    deadline = time.monotonic() + PATIENCE
    while not output.exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return set(output.read_text().split())
