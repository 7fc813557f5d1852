"""Every message gets an answer in the customer's language, whatever comes in and whatever is down."""

from __future__ import annotations

import time
import urllib.error

import pytest

from bot.content import technical_problem
from bot.language import LANGUAGES, Language
from tests.spoken import EN
from tests.talk import Conversation, post

STRANGE = {
    "empty": "",
    "spaces": "   \n\t ",
    "only emoji": "😂😂😂 👍🏻",
    "only signs": "?!?!....",
    "one letter": "x",
    "10,000 characters": "mes données " * 850,
    "one long word": "a" * 10_000,
    "control characters": "\u0000\u0001\u0007\u001b[31m",
    "bidirectional characters": "\u202edonnées\u202c mes \u200f?",
    "HTML": "<script>alert(1)</script><b>données</b>",
    "template": "{{7*7}} ${jndi:ldap://x.y/a} {company} {hotline}",
    "SQL": "'; DROP TABLE klanten;--",
    "broken surrogates as text": "\\ud800 \\x00",
    "newlines": "mes\n\ndonnées\n\n?",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STRANGE)
def test_strange_input_is_answered_in_the_language_of_the_page(rasa_server: str, name: str, language: Language) -> None:
    answers = Conversation(rasa_server, hint=language).say(STRANGE[name])
    assert answers
    for answer in answers:
        assert answer.text
        assert "utter_" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.topic
        assert answer.language in LANGUAGES
    if name in ("empty", "spaces", "only emoji", "only signs", "control characters"):
        assert {answer.language for answer in answers} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "Wurden meine persönlichen Daten gestohlen und was soll ich jetzt machen?",
        "¿Mis datos personales han sido robados y qué tengo que hacer ahora?",
        "هل تم الاطلاع على بياناتي الشخصية",
    ],
)
def test_a_language_we_do_not_speak_is_answered_with_the_three_we_do(
    rasa_server: str, text: str, language: Language
) -> None:
    (answer,) = Conversation(rasa_server, hint=language).say(text)
    named = {
        "fr": "français, néerlandais et anglais",
        "nl": "Frans, Nederlands en Engels",
        "en": "French, Dutch and English",
    }
    assert named[language] in answer.text
    assert answer.language == language


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        {"message": "x"},
        {"sender": "", "message": "x"},
        {"sender": "a"},
        {"sender": "a", "message": 7},
        {"sender": "a" * 300, "message": "x"},
        {"sender": "a", "message": "x", "metadata": []},
    ],
)
def test_a_malformed_request_is_refused_with_a_reason(rasa_server: str, body: object) -> None:
    with pytest.raises(urllib.error.HTTPError) as raised:
        post(rasa_server, body)
    assert raised.value.code == 400


@pytest.mark.parametrize(
    ("language", "question"),
    [("fr", "est-ce que mon adresse a été vue ?"), ("nl", "is mijn adres gezien?"), ("en", "was my address seen?")],
)
def test_a_missing_action_server_is_met_with_an_apology_and_the_hotline(
    rasa_without_actions: str, language: Language, question: str
) -> None:
    conversation = Conversation(rasa_without_actions)
    (answer,) = conversation.say(question)
    assert answer.text == technical_problem(language)
    assert "0800/55.800" in answer.text


def test_without_actions_the_questions_on_the_incident_are_still_answered(rasa_without_actions: str) -> None:
    conversation = Conversation(rasa_without_actions)
    conversation.say("is mijn adres gezien?")
    (answer,) = conversation.say("wat is er juist gebeurd met de klantgegevens?")
    assert answer.topic == "what_happened"


def test_a_pause_does_not_cost_the_next_answer(rasa_server: str) -> None:
    """A server that closes idle connections after 5 s, Sanic's default, loses the message sent at that moment."""
    conversation = Conversation(rasa_server)
    conversation.say("is mijn adres gezien?")
    time.sleep(5.0)
    assert [answer.topic for answer in conversation.say("en mijn e-mailadres?")] == ["data_type"]


def test_a_typed_command_with_an_unknown_name_is_answered(rasa_server: str) -> None:
    assert Conversation(rasa_server, hint=EN).say('/no_such_topic{"x": 1}')


def test_the_same_text_of_an_apology_stands_in_one_place() -> None:
    assert len({technical_problem(language) for language in LANGUAGES}) == len(LANGUAGES)
