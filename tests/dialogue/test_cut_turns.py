"""A turn that is cut off in the middle leaves nothing of what was said in Rasa."""

from __future__ import annotations

import json
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RASA_TOKEN, find_free_port, rasa_command, running
from tests.talk import Conversation

CARD = "4111 1111 1111 1111"
ASKS_ACTIONS = f"is mijn adres gezien? mijn kaart is {CARD} en mijn mail is jan.peeters@example.org"
PATIENCE = 2.0  # seconds; less than Rasa waits for actions


@pytest.fixture
def silent_actions() -> Iterator[int]:
    """A port on which connections are accepted and never answered; what was sent there waits to be read."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def rasa(model: Path, silent_actions: int, tmp_path: Path) -> Iterator[str]:
    port = find_free_port()
    command = rasa_command(model, port)
    for _ in running(
        command, port, f"http://127.0.0.1:{port}/version", tmp_path / "log", ACTIONS_PORT=str(silent_actions)
    ):
        yield f"http://127.0.0.1:{port}"


def test_nothing_is_kept_of_a_turn_whose_sender_went_away(rasa: str) -> None:
    Conversation(rasa, sender="somebody").say("wat is er gebeurd?")
    for _ in range(2):
        with pytest.raises(TimeoutError):
            _post(rasa, {"sender": "somebody", "message": ASKS_ACTIONS})
        kept = _tracker(rasa, "somebody")
        assert "4111" not in kept
        assert "jan.peeters" not in kept
        assert "wat is er gebeurd?" in kept
    Conversation(rasa, sender="somebody").say("en wat nu?")
    kept = _tracker(rasa, "somebody")
    assert "en wat nu?" in kept
    assert "4111" not in kept


def _post(rasa: str, body: dict[str, str]) -> None:
    request = urllib.request.Request(
        f"{rasa}/webhooks/rest/webhook", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request, timeout=PATIENCE).read()


def _tracker(rasa: str, sender: str) -> str:
    with urllib.request.urlopen(
        f"{rasa}/conversations/{sender}/tracker?include_events=ALL&token={RASA_TOKEN}", timeout=10
    ) as response:
        return str(response.read().decode())
