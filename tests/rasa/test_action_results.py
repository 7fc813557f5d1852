"""What the actions answer is judged as Rasa judges it, and the schema is checked once."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

from bot.rasa import patches

RASAS_OWN = RemoteAction._validate_action_result
GOOD: list[dict[str, Any]] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "language", "value": "fr"}], "responses": [{"response": "utter_hotline"}]},
]
BAD: list[dict[str, Any]] = [
    {"events": [{"event": "slot"}], "responses": []},
    {"events": [{"event": "no such event"}], "responses": []},
    {"events": {}, "responses": []},
    {"events": [], "responses": ["text"]},
    {"events": [], "responses": None},
]


@pytest.fixture
def action(monkeypatch: pytest.MonkeyPatch) -> RemoteAction:
    """An action whose answers are checked our way, until the end of the test."""
    monkeypatch.setattr(RemoteAction, "_validate_action_result", patches.validate_action_result)
    return RemoteAction("action_clarify", None)


@pytest.mark.parametrize("result", GOOD)
def test_what_rasa_takes_is_taken(action: RemoteAction, result: dict[str, Any]) -> None:
    assert RASAS_OWN(action, result)
    assert action._validate_action_result(result)


@pytest.mark.parametrize("result", BAD)
def test_what_rasa_refuses_is_refused(action: RemoteAction, result: dict[str, Any]) -> None:
    for judge in (RASAS_OWN, RemoteAction._validate_action_result):
        with pytest.raises(ValidationError):
            judge(action, result)


def test_the_schema_is_checked_once(action: RemoteAction, monkeypatch: pytest.MonkeyPatch) -> None:
    patches._action_result_validator.cache_clear()
    checks: list[Any] = []
    validator = validator_for(RemoteAction.action_response_format_spec())
    monkeypatch.setattr(validator, "check_schema", checks.append)
    for result in GOOD:
        action._validate_action_result(result)
    assert len(checks) == 1
