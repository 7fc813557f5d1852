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
