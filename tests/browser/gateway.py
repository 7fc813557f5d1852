"""The real gateway in a process of its own, which a test may stop and start again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.conftest import ROOT, find_free_port

START_PATIENCE = 60  # seconds


@dataclass(eq=False)
class Gateway:
    """Stopped and started again, it has the same address and the same data."""

    folder: Path
    rasa: str
    actions: int
    settings: dict[str, str] = field(default_factory=dict)
    files: int | None = None  # that its process may open
    port: int = field(default_factory=find_free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "BREACHLINE_HOST": "127.0.0.1",
            "PORT": str(self.port),
            "RASA_PORT": str(urlsplit(self.rasa).port),
            "ACTIONS_PORT": str(self.actions),
            "BREACHLINE_DATA": str(self.folder / "data"),
            # All tests come from one address.
            "BREACHLINE_RATE_CONVERSATION": "1000/10000",
            "BREACHLINE_RATE_ADDRESS": "10000/100000",
            "BREACHLINE_RATE_STARTS": "1000/10000",
            "BREACHLINE_SECOND_FACTOR": "nobody",
            "PYTHONPATH": str(ROOT),
            **self.settings,
        }
        with (self.folder / "log").open("a") as log:
            bounded = ["prlimit", f"--nofile={self.files}"] if self.files else []
            self._process = subprocess.Popen(
                [*bounded, sys.executable, "-m", "bot.gateway"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The gateway did not start:\n{(self.folder / 'log').read_text()[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
        """One request past the browser, as an app or another device would make it."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"null")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                return True
        except OSError:
            return False
