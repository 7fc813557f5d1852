"""Rasa is killed and started again between any two turns, and no answer is another for it: it remembers nothing.

Twenty scripted conversations are held twice through the real gateway, turn by turn side by side: with one Rasa that
lives on, and with one that is killed before each turn.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from bot.language import LANGUAGES
from tests.browser.gateway import Gateway
from tests.conftest import MODEL, ROOT, find_free_port, rasa_command, wait_for
from tests.model.talks import scripts

CONVERSATIONS = 20
OF_AN_ANSWER = ("from", "text", "topic", "language", "details", "links")


@dataclass
class MortalRasa:
    """A real Rasa on one port, which dies without a word."""

    actions: int
    log: Path
    port: int = field(default_factory=find_free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {
            **os.environ,
            **{"ACTIONS_PORT": str(self.actions), "SANIC_HOST": "127.0.0.1"},
            **{"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
        }
        with self.log.open("a") as output:
            self._process = subprocess.Popen(
                rasa_command(MODEL, self.port), cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
        wait_for(f"{self.address}/webhooks/rest/", self._process, self.log)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@dataclass
class Talk:
    """One script on one gateway; begun anew where it was erased."""

    gateway: Gateway
    language: str
    token: str = ""

    def say(self, text: str) -> list[dict[str, Any]]:
        if not self.token:
            _, begun = self.gateway.ask("POST", "/v1/conversations", {"language": self.language})
            self.token = begun["token"]
        status, page = self.gateway.ask("POST", "/v1/messages", {"text": text}, self.token)
        assert status == 200, page
        if page["state"] == "closed":
            self.token = ""
        return [
            {
                **{name: message[name] for name in OF_AN_ANSWER if name in message},
                "buttons": [button["title"] for button in message.get("buttons", ())],
            }
            for message in page["messages"]
        ]


@pytest.fixture
def mortal(action_server: int, model: Path, tmp_path: Path) -> Iterator[MortalRasa]:
    rasa = MortalRasa(action_server, tmp_path / "rasa")
    yield rasa
    rasa.kill()


def test_each_answer_is_the_same(rasa_server: str, mortal: MortalRasa, action_server: int, tmp_path: Path) -> None:
    chosen = [script for both in zip(*map(scripts, LANGUAGES), strict=False) for script in both][:CONVERSATIONS]
    gateways = [
        Gateway(tmp_path / name, rasa, action_server)
        for name, rasa in (("lasting", rasa_server), ("mortal", mortal.address))
    ]
    try:
        for gateway in gateways:
            gateway.start()
        lasting, dying = ([Talk(gateway, script["lang"]) for script in chosen] for gateway in gateways)
        for turns in zip_longest(*([turn["user"] for turn in script["turns"]] for script in chosen)):
            mortal.kill()
            mortal.start()
            for one, other, text in zip(lasting, dying, turns, strict=True):
                if text is not None:
                    assert other.say(text) == one.say(text), text
    finally:
        for gateway in gateways:
            gateway.stop()
