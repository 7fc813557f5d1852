"""Run by test_languages.py in a copy of the project whose company offers Dutch and French, and no English."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.change_language import ActionChangeLanguage
from bot.content import ROOT, incident
from bot.conversation.told import Told
from bot.dialogue.incident_responses import IncidentResponses
from bot.gateway.desk.auth.openid import refusal_page
from bot.gateway.desk.canned_replies import canned_replies
from bot.gateway.http.openapi import description
from tests.gateway.conftest import StartGateway
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import EN, FR

pytest_plugins = ("tests.gateway.conftest",)

DOMAIN = Domain.load(str(ROOT / "domain"))
OFFERED = ["nl", "fr"]


def test_the_first_language_offered_is_the_default() -> None:
    assert (incident().languages, incident().default_language) == (OFFERED, "nl")


def change_language(text: str, payload: bool = False) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    entities = [{"entity": "wanted_language", "value": text}] if payload else []
    newest = {"text": "/change_language" if payload else text, "language": "nl", "entities": entities}
    event = {"event": "user", "text": newest["text"], "parse_data": newest, "metadata": {}}
    dispatcher = CollectingDispatcher()
    done = ActionChangeLanguage().run(
        dispatcher, Tracker("x", {}, newest, [event], False, None, {}, "action_listen"), {}
    )
    return dict(dispatcher.messages[0]), done


@pytest.mark.parametrize(("asked", "payload"), [("can we speak English please", False), ("in het Engels", False)])
def test_who_asks_for_a_language_that_is_not_offered_hears_which_are(asked: str, payload: bool) -> None:
    message, done = change_language(asked, payload)
    assert (message["response"], done) == ("utter_language_not_spoken", [])
    assert [button["title"] for button in message["buttons"]] == ["Nederlands", "Français"]


def test_a_button_of_before_changes_to_no_language_that_is_not_offered() -> None:
    message, done = change_language("en", payload=True)
    assert (message["response"], done) == ("utter_language_ask", [])
    assert change_language("fr", payload=True)[0]["language"] == "fr"


async def test_answers_name_the_languages_that_are_offered_and_are_in_one_of_them() -> None:
    asks = UserUttered("…", {"name": "x"}, [], {"language": "en", "intent": {"name": "x"}}, metadata={"language": "en"})
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), asks], domain=DOMAIN)
    responses = IncidentResponses(domain=DOMAIN)
    for name in ("utter_language_ask", "utter_language_not_spoken", "utter_hotline/which_languages"):
        message = await responses.generate(name, tracker, "rest")
        assert message
        assert message["language"] == "nl"
        assert "Engels" not in message["text"]
        named = message["text"]
    assert "Nederlands en Frans" in named
    assert await responses.generate("utter_hotline", tracker, "rest", language="en") == await responses.generate(
        "utter_hotline", tracker, "rest"
    )


def test_what_a_client_hints_counts_only_where_it_is_offered() -> None:
    assert Told(language=EN).language is None
    assert Told.parse_obj({"language": "FR-be"}).language == FR


async def test_requests_in_a_language_that_is_not_offered_are_answered_in_the_default(
    start_gateway: StartGateway, rasa: StandInRasa
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")
    asked = {language: await gateway.customer().begin(language=language) for language in ("en", "fr", "nl")}
    asked["none"] = await gateway.customer().begin()
    assert {hint: begun["language"] for hint, begun in asked.items()} == {
        **{"en": "nl", "none": "nl"},
        **{"fr": "fr", "nl": "nl"},
    }


async def test_a_conversation_of_before_goes_on_in_the_default(start_gateway: StartGateway, rasa: StandInRasa) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")
    customer = gateway.customer()
    await customer.begin(language="fr")
    with sqlite3.connect(gateway.settings.data_folder / "gateway.sqlite") as database:
        assert database.execute("UPDATE conversations SET language = 'en'").rowcount == 1
    await rasa.stop()
    (apology,) = [one for one in await customer.say("?") if one["from"] == "bot"]
    assert apology["language"] == "nl"
    assert "Uw gesprek" in await customer.ask("GET", "/v1/conversation/transcript", headers={"Accept": "text/plain"})


def test_agents_get_texts_in_the_languages_that_are_offered() -> None:
    assert all(list(reply["title"]) == list(reply["text"]) == OFFERED for reply in canned_replies())
    assert json.loads(description())["components"]["schemas"]["InEachLanguage"]["required"] == OFFERED
    page = str(refusal_page("away").text)
    assert page.index('<p lang="nl">') < page.index('<p lang="fr">')
    assert 'lang="en"' not in page
