"""The whole service on this machine, several of each process, and what each of them takes of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import MODEL, ROOT, actions_command, find_free_port, rasa_command
from tests.gateway.conftest import _new_database as new_database
from tests.gateway.conftest import running_postgresql
from tests.gateway.many import running_redis

PATIENCE = 240  # seconds until a process answers
TICKS = os.sysconf("SC_CLK_TCK")
ENDLESS = "500000/500000"


@dataclass
class Server:
    address: str
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid


@dataclass
class Service:
    """`rasas` are started once; gateways each time, on some of the Rasas."""

    folder: Path
    store: str
    keys: str
    redis: str
    redis_pid: int | None
    postgresql_pid: int | None
    rasas: list[Server] = field(default_factory=list)
    actions: Server | None = None

    @contextmanager
    def gateways(self, count: int, rasas: int, **settings: str) -> Iterator[list[Server]]:
        """So many, on the first so many Rasas."""
        assert self.actions
        hosts = ",".join(rasa.address.removeprefix("http://") for rasa in self.rasas[:rasas])
        shared = {
            "BREACHLINE_HOST": "127.0.0.1",
            "BREACHLINE_DATA": str(self.folder / "data"),
            "BREACHLINE_STORE": self.store,
            "BREACHLINE_KEYS": self.keys,
            "BREACHLINE_REDIS": self.redis,
            "BREACHLINE_SECOND_FACTOR": "nobody",
            "BREACHLINE_PROXIES": "127.0.0.1",  # each customer has an address of their own, as behind a proxy
            "RASA_HOST": hosts,
            "ACTIONS_PORT": self.actions.address.rsplit(":", 1)[1],
            **settings,
        }
        with ExitStack() as stack:
            found = []
            for number in range(count):
                port = find_free_port()
                command = [sys.executable, "-m", "bot.gateway"]
                server = stack.enter_context(
                    self._running(command, port, f"gateway-{number}", PORT=str(port), **shared)
                )
                found.append(server)
            for server in found:
                _wait_for(f"{server.address}/healthz", server, self.folder)
            yield found

    @contextmanager
    def started(self, rasas: int) -> Iterator[Service]:
        with ExitStack() as stack:
            port = find_free_port()
            self.actions = stack.enter_context(self._running(actions_command(port), port, "actions"))
            for number in range(rasas):
                own = find_free_port()
                command = rasa_command(MODEL, own)
                settings = {"RASA_PORT": str(own), "ACTIONS_PORT": str(port)}
                self.rasas.append(stack.enter_context(self._running(command, own, f"rasa-{number}", **settings)))
            _wait_for(f"{self.actions.address}/health", self.actions, self.folder)
            for rasa in self.rasas:
                _wait_for(f"{rasa.address}/webhooks/rest/", rasa, self.folder)
            yield self

    @contextmanager
    def _running(self, command: Sequence[str], port: int, name: str, **settings: str) -> Iterator[Server]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "OMP_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",
            "RASA_TELEMETRY_ENABLED": "false",
            "SANIC_HOST": "127.0.0.1",
            "SANIC_KEEP_ALIVE_TIMEOUT": "75",
            **settings,
        }
        with (self.folder / f"{name}.log").open("a") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Server(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def cpu(self, gateways: Sequence[Server]) -> dict[str, float]:
        """Seconds of processor time that each kind of process has taken since its start."""
        assert self.actions
        return {
            "rasa": sum(seconds_of(rasa.pid) for rasa in self.rasas),
            "gateway": sum(seconds_of(gateway.pid) for gateway in gateways),
            "actions": seconds_of(self.actions.pid),
            "postgresql": _seconds_of_children(self.postgresql_pid),
            "redis": seconds_of(self.redis_pid) if self.redis_pid else 0.0,
        }


@contextmanager
def service(rasas: int) -> Iterator[Service]:
    """The service with so many Rasas, on a PostgreSQL and a Redis of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="capacity-")))
        store = stack.enter_context(running_postgresql())
        redis = stack.enter_context(running_redis())
        place = re.search(r"host=([^&]+)", store)
        postmaster = int((Path(place[1]) / "postmaster.pid").read_text().split()[0]) if place else None
        whole = Service(
            folder, store, new_database(store), redis.url, redis.process.pid if redis.process else None, postmaster
        )
        try:
            yield stack.enter_context(whole.started(rasas))
        except BaseException:
            kept = Path(os.environ.get("CAPACITY_LOGS", "/nowhere"))
            if kept.is_dir():
                for log in folder.glob("*.log"):
                    shutil.copy(log, kept)
            raise


def resident_mb(pid: int) -> float:
    match = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert match
    return int(match[1]) / 1024


def told(gateways: Sequence[Server], metric: str) -> float:
    """The sum of a metric over its labels and the gateways."""
    total = 0.0
    for gateway in gateways:
        with urllib.request.urlopen(f"{gateway.address}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        total += sum(float(line.rsplit(" ", 1)[1]) for line in lines if re.match(rf"{metric}(\{{|\s)", line))
    return total


def seconds_of(pid: int) -> float:
    """Of processor time that the process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _seconds_of_children(pid: int | None) -> float:
    """Of the children that are there, and of those that ended."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    total = (int(fields[13]) + int(fields[14])) / TICKS
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            total += seconds_of(int(child))
        except FileNotFoundError:
            continue
    return total


def _wait_for(url: str, server: Server, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise SystemExit("\n".join(log.read_text()[-2000:] for log in folder.glob("*.log")))
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise SystemExit(f"{url} did not answer in {PATIENCE} s.")
