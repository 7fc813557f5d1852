"""Run by test_languages.py in a copy of the project that speaks a fourth, made-up language; see made_up.py."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.change_language import ActionChangeLanguage
from actions.data_type import ActionDataType
from bot.content import ROOT, danger_text, incident, technical_problem
from bot.dialogue.incident_responses import IncidentResponses
from bot.fraud.checker import check
from bot.fraud.reasons import bulleted
from bot.gateway.conversations.hidden_notice import hidden_notice
from bot.gateway.conversations.transcript import transcript
from bot.gateway.desk.auth.openid import refusal_page
from bot.gateway.desk.canned_replies import canned_replies
from bot.gateway.handoff import notices
from bot.gateway.helpdesks import agent_texts
from bot.gateway.http.openapi import description
from bot.language import LANGUAGES
from bot.nlu.language_votes import OwnWords, langdetect_vote, lingua_vote, other_language
from bot.privacy.masking import mask
from tests.gateway.conftest import StartGateway
from tests.gateway.stand_in_rasa import StandInRasa
from tests.languages.made_up import CODE, NAME
from tests.spoken import FR, NL

pytest_plugins = ("tests.gateway.conftest",)

LANGUAGE = LANGUAGES[-1]
DOMAIN = Domain.load(str(ROOT / "domain"))


def test_the_language_is_one_of_four_and_offered_last() -> None:
    assert LANGUAGE == CODE
    assert incident().languages == list(LANGUAGES) == ["fr", "nl", "en", CODE]


def act(action: Action, text: str) -> dict[str, Any]:
    newest = {"text": text, "language": CODE, "intent": {"name": "x"}}
    event = {"event": "user", "text": text, "parse_data": newest, "metadata": {}}
    dispatcher = CollectingDispatcher()
    action.run(dispatcher, Tracker("x", {}, newest, [event], False, None, {}, "action_listen"), {})
    return dict(dispatcher.messages[0])


async def test_every_response_is_said_in_it_with_its_names_filled_in() -> None:
    responses = IncidentResponses(domain=DOMAIN)
    asks = UserUttered("…", {"name": "x"}, [], {"language": CODE, "intent": {"name": "x"}}, metadata={})
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), asks], domain=DOMAIN)
    given = {"kinds": "a", "reasons": "b", "meaning": "c", "domain": "d"}
    for name in DOMAIN.responses:
        message = await responses.generate(name, tracker, "rest", **given)
        assert message, name
        assert message["text"].startswith(f"{CODE} "), name
        assert all(button["title"].startswith(f"{CODE} ") for button in message.get("buttons", ())), name


def test_actions_name_kinds_of_data_and_languages_in_it() -> None:
    message = act(ActionDataType(), "xxmy xxlast xxname and xxemail")
    assert message["kinds"].casefold().startswith(CODE)
    assert f" {CODE}and {CODE} " in message["kinds"]
    offered = act(ActionChangeLanguage(), "xx")
    assert [button["title"] for button in offered["buttons"]] == ["Français", "Nederlands", "English", NAME]
    assert act(ActionChangeLanguage(), "exish please")["language"] == CODE


def test_what_the_gateway_says_by_itself_is_said_in_it() -> None:
    said = [
        notices.queued(LANGUAGE, 3, 7).text,
        notices.other_language(LANGUAGE, [FR, NL], "normal").text,
        *(offer.title for offer in notices.other_language(LANGUAGE, [FR], "normal").offers),
        hidden_notice(["card"], LANGUAGE).text,
        technical_problem(LANGUAGE),
        danger_text("crisis", LANGUAGE),
        transcript("c", [], LANGUAGE),
        agent_texts.cancelled_note(LANGUAGE),
        *(reply["text"][CODE] for reply in canned_replies()),
    ]
    assert [text for text in said if f"{CODE} " not in text] == []
    go_on, _ = notices.other_language(LANGUAGES[0], [LANGUAGE], "normal").offers
    assert go_on.title == f"Continuer en {NAME}"
    assert f'<p lang="{CODE}">{CODE} ' in str(refusal_page("away").text)


@pytest.mark.parametrize(
    ("typed", "secret"),
    [
        ("xxmy xxpassword xxis Zomer2026x", "Zomer2026x"),
        ("xxone xxtwo xxthree xxfour xxis xxthe xxcode", "xxthree"),
        ("jan xxdot peeters xxat xxsign gmail xxdot com", "peeters"),
    ],
)
def test_secrets_that_are_named_in_it_are_masked(typed: str, secret: str) -> None:
    assert secret not in mask(typed)


def test_fraud_is_recognised_and_explained_in_it() -> None:
    verdict = check("xxyour xxaccount xxwill xxbe xxblocked https://proximus-verify.example", incident())
    assert verdict.signs
    lines = bulleted(verdict.signs, LANGUAGE, incident()).splitlines()
    assert all(line.startswith(f"- {CODE} ") for line in lines)


def test_a_language_without_training_lines_is_never_guessed_and_hinders_no_other() -> None:
    words = OwnWords()
    lines = {"fr": "quelles données ont été vues", "nl": "welke gegevens zijn gezien", "en": "which data was seen"}
    words.learn([*lines.values()] * 4, [*lines] * 4)
    for language, line in lines.items():
        votes = words.vote(line)
        assert LANGUAGES[int(np.argmax(votes))] == language
        assert votes[LANGUAGES.index(LANGUAGE)] < 0.001
        for vote in (lingua_vote(line), langdetect_vote(line)):
            assert vote.shape == (4,)
            assert LANGUAGES[int(np.argmax(vote))] == language
    assert other_language("Wurden meine persönlichen Daten gestohlen?", 0.7) == "de"


def test_the_description_of_the_api_has_it() -> None:
    schemas = json.loads(description())["components"]["schemas"]
    assert schemas["Language"]["enum"] == schemas["InEachLanguage"]["required"] == ["fr", "nl", "en", CODE]


async def test_a_conversation_in_it_is_greeted_apologised_to_and_downloaded_in_it(
    start_gateway: StartGateway, rasa: StandInRasa
) -> None:
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")
    customer = gateway.customer()
    begun = await customer.begin(language=CODE)
    assert begun["language"] == CODE
    await rasa.stop()
    (apology,) = [one for one in await customer.say("?") if one["from"] == "bot"]
    assert (apology["language"], apology["text"][:3]) == (CODE, f"{CODE} ")
    assert f"{CODE} Your conversation" in await customer.ask(
        "GET", "/v1/conversation/transcript", headers={"Accept": "text/plain"}
    )
