"""The gateway with the real Rasa, the real actions and the real model."""

from __future__ import annotations

import asyncio
import json
import urllib.request

import pytest

from bot.content import technical_problem_links
from bot.language import LANGUAGES, Language, facts
from tests.conftest import RASA_TOKEN
from tests.gateway.conftest import StartGateway
from tests.spoken import EN, FR, NL

QUESTIONS: dict[Language, str] = {
    FR: "est-ce que mon adresse a été vue ?",
    NL: "is mijn adres gezien?",
    EN: "was my address seen?",
}
HOTLINE = [{"title": "0800/55.800", "url": "tel:+3280055800"}]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_customer_is_answered_in_their_language(
    start_gateway: StartGateway, rasa_server: str, language: Language
) -> None:
    customer = (await start_gateway(rasa=rasa_server)).customer()
    begun = await customer.begin(language=language)
    assert begun["messages"][0]["topic"] == "greet"
    assert begun["messages"][0]["language"] == language
    (answer,) = await customer.say(QUESTIONS[language])
    assert (answer["topic"], answer["language"]) == ("data_type", language)
    assert (answer["details"]["data_type"], answer["details"]["involved"]) == ("address", "yes")


async def test_a_button_of_the_real_assistant_changes_the_language(
    start_gateway: StartGateway, rasa_server: str
) -> None:
    customer = (await start_gateway(rasa=rasa_server)).customer()
    await customer.begin(language="fr")
    (answer,) = await customer.say("je voudrais changer de langue")
    buttons = {button["title"]: button["id"] for button in answer["buttons"]}
    (answer,) = await customer.press(buttons[facts(Language("nl")).name])
    assert answer["language"] == "nl"
    assert (await customer.ask("GET", "/v1/messages"))["language"] == "nl"


async def test_the_hotline_can_be_called_from_its_answer(start_gateway: StartGateway, rasa_server: str) -> None:
    customer = (await start_gateway(rasa=rasa_server)).customer()
    await customer.begin(language="nl")
    (answer,) = await customer.say("op welk nummer kan ik bellen voor dit incident?")
    assert answer["topic"] == "hotline"
    assert answer["links"] == HOTLINE


async def test_missing_actions_are_met_with_the_apology(start_gateway: StartGateway, rasa_without_actions: str) -> None:
    customer = (await start_gateway(rasa=rasa_without_actions)).customer()
    await customer.begin(language="nl")
    (answer,) = await customer.say(QUESTIONS[NL])
    assert answer["topic"] == "fallback"
    assert answer["links"] == technical_problem_links(NL)
    assert (await customer.say("wat is er gebeurd?"))[0]["topic"] == "what_happened"


async def test_nothing_of_a_conversation_stays_in_rasa(start_gateway: StartGateway, rasa_server: str) -> None:
    customer = (await start_gateway(rasa=rasa_server)).customer()
    await customer.begin(language="en")
    await customer.say(QUESTIONS[EN])
    assert _said_in_rasa(rasa_server, customer.id) == 0


def _said_in_rasa(rasa: str, conversation_id: str) -> int:
    with urllib.request.urlopen(f"{rasa}/conversations/{conversation_id}/tracker?token={RASA_TOKEN}") as response:
        return sum(event["event"] == "user" for event in json.load(response)["events"])


async def test_readiness_tells_which_part_is_missing(
    start_gateway: StartGateway, rasa_server: str, action_server: int
) -> None:
    everything = await start_gateway(rasa=rasa_server, actions=f"http://127.0.0.1:{action_server}")
    async with asyncio.timeout(120):
        while True:
            async with everything.session.get(f"{everything.address}/readyz") as response:
                body = await response.json()
            if body["parts"]["rasa"] not in ("warming up", "no answer"):
                break
            await asyncio.sleep(0.3)
    redis = {"redis": "ok"} if everything.settings.redis else {}
    assert (response.status, body) == (
        200,
        {"status": "ready", "parts": {"rasa": "ok", "actions": "ok", "store": "ok", **redis}},
    )
    nothing = await start_gateway(
        rasa="http://127.0.0.1:9", actions="http://127.0.0.1:9", store="postgresql://nobody@127.0.0.1:9/none"
    )
    async with nothing.session.get(f"{nothing.address}/readyz") as response:
        assert response.status == 503
        parts = {"rasa": "no answer", "actions": "no answer", "store": "no answer", **redis}
        assert (await response.json())["parts"] == parts
    async with nothing.session.get(f"{nothing.address}/healthz") as response:
        assert response.status == 200
    async with nothing.session.post(f"{nothing.address}/v1/conversations", json={}) as response:
        assert response.status == 503
        assert (await response.json())["type"] == "urn:breachline:problem:store-unavailable"
