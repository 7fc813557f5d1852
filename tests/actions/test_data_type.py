"""Which kinds of data an answer is about: those that are named, else those of the answer before."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.data_type import ActionDataType
from tests.actions.test_people import bot, user

BEFORE = [user("data_type"), bot("utter_data_type_no", topic="data_type", details={"kinds": ["bank_account"]})]


def answers(text: str, *before: dict[str, Any]) -> list[dict[str, Any]]:
    newest = {"text": text, "language": "fr"}
    dispatcher = CollectingDispatcher()
    events = [*before, {**user("data_type"), "text": text}]
    ActionDataType().run(dispatcher, Tracker("x", {}, newest, events, False, None, {}, "action_listen"), {})
    return dispatcher.messages


def kinds(text: str, *before: dict[str, Any]) -> list[Any]:
    return [kind for message in answers(text, *before) for kind in message["details"]["kinds"]]


@pytest.mark.parametrize("text", ["vous êtes sûrs ?", "vraiment ?", "pourquoi"])
def test_a_doubt_is_about_the_kinds_before(text: str) -> None:
    assert kinds(text, *BEFORE) == ["bank_account"]
    assert kinds(text) == []
    assert kinds(text, *BEFORE, user("hotline"), bot("utter_hotline", topic="hotline")) == []


def test_a_kind_that_is_named_is_the_one_that_is_meant() -> None:
    assert kinds("et mon adresse ?", *BEFORE) == ["address"]


@pytest.mark.parametrize(
    ("text", "response"),
    [("et mon code PIN ?", "utter_data_type_no_secret"), ("et mes SMS ?", "utter_data_type_no")],
)
def test_only_of_what_can_be_given_away_it_is_said_that_this_is_another_matter(text: str, response: str) -> None:
    assert [message["response"] for message in answers(text)] == [response]


@pytest.mark.parametrize(
    ("text", "response", "named"),
    [
        ("l'adresse de ma mère y était ?", "utter_data_type_yes_of_another", "Adresse"),
        ("l'IBAN de ma grand-mère ?", "utter_data_type_no_secret_of_another", "Numéro de compte bancaire"),
        ("mon adresse ?", "utter_data_type_yes", "Votre adresse"),
    ],
)
def test_what_somebody_else_s_is_asked_is_not_answered_as_the_customer_s(text: str, response: str, named: str) -> None:
    (message,) = answers(text)
    assert (message["response"], message["kinds"]) == (response, named)


@pytest.mark.parametrize(("text", "also"), [("1234", []), ("PUK 12345678", ["utter_data_type_no_secret"])])
def test_who_types_a_code_is_warned(text: str, also: list[str]) -> None:
    assert [message["response"] for message in answers(text, *BEFORE)] == [*also, "utter_never_type_it"]


def test_the_bank_s_one_is_no_password_of_ours_and_the_bank_s_name_no_account() -> None:
    assert kinds("non, celui de la banque", *BEFORE) == ["password", "bank_account", "bank_card"]
    assert kinds("le nom de ma banque ?") == ["bank_name"]
    assert kinds("banque numéro volé ?") == ["bank_account"]
