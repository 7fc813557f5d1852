"""What the tests share: one trained model, loaded once, with the real actions behind it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from tests.processor import processor

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
settings.register_profile("without_timings", deadline=None)  # a busy machine is no fault
settings.load_profile("without_timings")

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "models" / "breachline.tar.gz"
RASA_TOKEN = "a-token-for-tests"  # opens Rasa's trackers
START_PATIENCE = 120  # seconds


# Folders: what hangs on what was learnt without the fixture below, and what is about pages and processes although it has it.
READ_WITHOUT_THE_MODEL_FIXTURE = ("danger", "features", "languages", "model", "nlu")
ABOUT_OTHER_THINGS = ("browser", "observability")


def pytest_report_header() -> str:
    return f"processor: {processor()}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what hangs on what was learnt, so that `-m learnt` runs only that."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        uses_it = "model" in getattr(item, "fixturenames", ()) and folder not in ABOUT_OTHER_THINGS
        if uses_it or folder in READ_WITHOUT_THE_MODEL_FIXTURE:
            item.add_marker("learnt")


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model; `make test` makes it before pytest starts."""
    if not MODEL.exists():
        pytest.fail("There is no model. `make train` makes one.")
    return MODEL


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def action_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The real action server in its own process; gives its port."""
    yield from running_actions(tmp_path_factory.mktemp("actions") / "log")


@pytest.fixture(scope="session")
def rasa_server(model: Path, action_server: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real Rasa in its own process, with the real actions; gives its address."""
    port = find_free_port()
    log = tmp_path_factory.mktemp("rasa") / "log"
    for _ in running(
        rasa_command(model, port), port, f"http://127.0.0.1:{port}/version", log, ACTIONS_PORT=str(action_server)
    ):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def rasa_without_actions(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Rasa with nobody at the actions' address."""
    port = find_free_port()
    log = tmp_path_factory.mktemp("rasa-alone") / "log"
    nobody = str(find_free_port())
    for _ in running(rasa_command(model, port), port, f"http://127.0.0.1:{port}/version", log, ACTIONS_PORT=nobody):
        yield f"http://127.0.0.1:{port}"


def actions_command(port: int) -> list[str]:
    return [sys.executable, "-m", "actions", "--port", str(port)]


def rasa_command(
    model: Path, port: int, settings: Path = ROOT, rasa: Sequence[str] = (sys.executable, "-m", "bot.rasa")
) -> list[str]:
    """`settings` is the folder with Rasa's endpoints and credentials."""
    return [
        *(*rasa, "run", "--model", str(model), "--enable-api"),
        *("--endpoints", str(settings / "endpoints.yml"), "--credentials", str(settings / "credentials.yml")),
        *("--interface", "127.0.0.1", "--port", str(port)),
    ]


def running_actions(log: Path) -> Iterator[int]:
    """The real action server, on a free port, which it gives."""
    port = find_free_port()
    yield from running(actions_command(port), port, f"http://127.0.0.1:{port}/health", log)


def running(command: list[str], port: int, health: str, log: Path, **settings: str) -> Iterator[int]:
    """Start a server, wait until it answers, and stop it at the end."""
    environment = {
        **os.environ,
        "SANIC_HOST": "127.0.0.1",
        "RASA_TOKEN": RASA_TOKEN,
        "SANIC_KEEP_ALIVE_TIMEOUT": "75",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        **settings,
    }
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_for(health, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until a server that was just started answers."""
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The server stopped by itself:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"{url} did not answer in {START_PATIENCE} s:\n{log.read_text()[-3000:]}")
