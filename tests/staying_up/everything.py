"""What `make run` starts, under the same supervisor and settings, on ports of its own."""

from __future__ import annotations

import configparser
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.conftest import ROOT, find_free_port

PATIENCE = 180  # seconds until all of it is there
STAND_IN = "import asyncio, sys; from tests.gateway.stand_in_rasa import serve; asyncio.run(serve(int(sys.argv[1])))"
# All customers of a test come from one address.
NO_LIMITS = {"BREACHLINE_RATE_CONVERSATION": "10000/100000", "BREACHLINE_RATE_ADDRESS": "10000/100000"}
MARKS = {"gateway": "bot.gateway", "actions": "-m\0actions", "rasa": "stand_in_rasa", "ready": "bot.ready"}


class Everything:
    """Give `rasa_stands_in` where no model is needed: then a small server answers in Rasa's place.

    Without `limits` customers of one address may say as much as they like.
    """

    def __init__(self, folder: Path, *, rasa_stands_in: bool, limits: bool = False, **settings: str) -> None:
        self._folder = folder
        self._settings = ({} if limits else NO_LIMITS) | settings
        self._stands_in = rasa_stands_in
        self._ports = {name: str(find_free_port()) for name in ("PORT", "RASA_PORT", "ACTIONS_PORT")}
        self._supervisor: subprocess.Popen[bytes] | None = None
        self.log = folder / "log"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._ports['PORT']}"

    def start(self) -> None:
        environment = {
            **os.environ,
            **self._ports,
            "BREACHLINE_HOST": "127.0.0.1",
            "BREACHLINE_DATA": str(self._folder / "data"),
            **self._settings,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "PYTHONWARNINGS": "ignore",
            "SANIC_HOST": "127.0.0.1",
            "SANIC_KEEP_ALIVE_TIMEOUT": "75",
        }
        with self.log.open("w") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "supervisor.supervisord", "--configuration", str(self._configuration())],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self._supervisor:
            self._supervisor.send_signal(signal.SIGINT)
            self._supervisor.wait(60)

    def processes(self) -> dict[str, int]:
        """The processes under way, by name."""
        assert self._supervisor
        pid = self._supervisor.pid
        found = {}
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            try:
                command = Path(f"/proc/{child}/cmdline").read_bytes().decode()
            except FileNotFoundError:
                continue
            name = next((name for name, mark in MARKS.items() if mark in command), "rasa" if "rasa" in command else "")
            if name:
                found[name] = int(child)
        return found

    def kill(self, name: str) -> bool:
        """Kill it as a lack of memory does; false when it is not there just now."""
        pid = self.processes().get(name)
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        return True

    def is_well(self) -> bool:
        """Whether every part answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as response:
                return bool(json.load(response)["status"] == "ready")
        except (OSError, ValueError):
            return False

    def wait_until_well(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.is_well():
            if time.monotonic() > deadline:
                raise TimeoutError(f"Not everything is there:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.2)

    def _configuration(self) -> Path:
        """The project's own, with what a test needs otherwise."""
        parsed = configparser.RawConfigParser(inline_comment_prefixes=(";",))
        parsed.read(ROOT / "supervisord.conf")
        for section in parsed.sections():
            for option, value in parsed.items(section):
                ours = value.replace("%(here)s", str(ROOT)).replace(".venv/bin/python", sys.executable)
                parsed.set(section, option, ours)
        parsed.set("supervisord", "pidfile", str(self._folder / "pid"))
        if self._stands_in:
            script = self._folder / "stand_in_rasa_server.py"
            script.write_text(STAND_IN)
            parsed.set("program:rasa", "command", f"{sys.executable} {script} %(ENV_RASA_PORT)s")
        file = self._folder / "supervisord.conf"
        with file.open("w") as written:
            parsed.write(written)
        return file
