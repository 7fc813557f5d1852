"""Any helpdesk, through the generic webhook: as docs/helpdesks.md promises."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.gateway.helpdesks.signatures import breachline_signature, is_signed_by
from tests.conftest import ROOT
from tests.gateway.helpdesks.connected import Connected
from tests.gateway.helpdesks.signed_server import SignedServer, signed

EMMA = {"id": "12", "name": "Emma"}


@pytest.fixture
async def waiting(at_webhook: Connected, signed_there: SignedServer) -> Connected:
    await at_webhook.ask_for_a_person()
    await at_webhook.until(lambda: signed_there.events)
    return at_webhook


async def test_a_conversation_goes_there_and_back(waiting: Connected, signed_there: SignedServer) -> None:
    assert await waiting.post(*signed(signed_there.says("taken", agent=EMMA))) == 200
    assert await waiting.state() == "agent"
    await waiting.post(*signed(signed_there.says("reply", agent=EMMA, text="Bonjour.")))
    assert await waiting.from_agents() == [("Emma", "Bonjour.")]
    await waiting.customer.say("merci")
    await waiting.until(lambda: signed_there.told() == ["requested", "message"])
    await waiting.post(*signed(signed_there.says("returned")))
    assert await waiting.state() == "bot"
    await waiting.ask_for_a_person("encore")
    await waiting.until(lambda: len(signed_there.events) == 4)
    await waiting.post(*signed(signed_there.says("closed", agent=EMMA, reason="hotline")))
    assert await waiting.state() == "closed"
    await waiting.until(lambda: len(signed_there.events) == 5)
    assert signed_there.told() == ["requested", "message", "ended", "requested", "ended"]


async def test_the_same_event_is_done_once_and_an_unknown_conversation_is_said(
    waiting: Connected, signed_there: SignedServer
) -> None:
    reply = signed_there.says("reply", agent=EMMA, text="Bonjour.")
    for _ in range(3):
        assert await waiting.post(*signed(reply)) == 200
    assert await waiting.from_agents() == [("Emma", "Bonjour.")]
    assert await waiting.post(*signed(reply | {"conversation": "0" * 24})) == 404


@pytest.mark.parametrize(
    "change",
    [
        {"event": "sung"},
        {"event": None},
        {"id": ""},
        {"id": "x" * 201},
        {"conversation": None},
        {"at": "yesterday"},
        {"at": None},
        {"agent": None},
        {"agent": {"id": "12"}},
        {"agent": [1]},
        {"text": " "},
        {"text": 7},
        {"text": "\ud800"},
        {"event": "closed", "reason": "boredom"},
    ],
)
async def test_what_has_not_the_form_is_refused_and_changes_nothing(
    waiting: Connected, signed_there: SignedServer, change: dict[str, Any]
) -> None:
    event = signed_there.says("reply", agent=EMMA, text="Bonjour.") | change
    assert await waiting.post(*signed(event)) == 400
    assert await waiting.state() == "waiting"


async def test_a_helpdesk_is_told_that_somebody_presses_and_not_that_they_are_in_danger(
    at_webhook: Connected, signed_there: SignedServer
) -> None:
    """The words reach it as all words do; no field of ours says more."""
    at_webhook.rasa.custom = {"topic": "crisis"}
    await at_webhook.customer.say("Je n'ai plus envie de vivre.")
    at_webhook.rasa.custom = {"topic": "ask_human", "handoff": {"priority": "danger"}}
    await at_webhook.customer.say("oui")
    await at_webhook.until(lambda: len(signed_there.events) == 1)
    (requested,) = signed_there.events.values()
    assert (requested["urgent"], requested["topic"]) == (True, None)

    at_webhook.customer = at_webhook.gateway.customer()
    await at_webhook.customer.begin(language="fr")
    await at_webhook.ask_for_a_person()
    await at_webhook.until(lambda: len(signed_there.events) == 2)
    assert list(signed_there.events.values())[1]["urgent"] is False
    for _ in range(2):
        await at_webhook.customer.say("Mon ex me suit partout, j'ai peur pour ma vie.")  # moves them up, once
    await at_webhook.until(lambda: len(signed_there.events) == 7)
    later = list(signed_there.events.values())[2:]
    assert sorted(one["event"] for one in later) == ["message"] * 4 + ["requested"]
    assert [one["urgent"] for one in later if one["event"] == "requested"] == [True]
    told = [{**one, "messages": [], "message": None} for one in signed_there.events.values()]
    for word in ("danger", "crisis"):
        assert word not in str(told)


async def test_a_number_to_call_arrives(waiting: Connected, signed_there: SignedServer) -> None:
    await waiting.customer.ask("POST", "/v1/ticket", {"text": "Rappelez-moi", "phone": "0470 00 00 00"})
    await waiting.until(lambda: signed_there.told() == ["requested", "cancelled", "call_back"])
    assert list(signed_there.events.values())[-1]["phone"] == "0470 00 00 00"


def test_the_documents_example_is_signed_as_the_code_signs() -> None:
    text = (ROOT / "docs" / "helpdesks.md").read_text()
    vector = json.loads(text.split("<!-- vector -->\n```json\n")[1].split("\n```")[0])
    body = vector["body"].encode()
    assert vector["header"] == breachline_signature(vector["secret"], vector["time"], body)
    assert is_signed_by(vector["secret"], vector["header"], body, vector["time"])
    assert not is_signed_by(vector["secret"], vector["header"], body + b" ", vector["time"])
