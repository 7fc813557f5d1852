"""A word is explained, and a kind of data beside it answered; who asks again hears it in simpler words."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.definition import ActionDefinition
from bot.glossary import terms
from tests.spoken import EN


def explained(text: str, *before: dict[str, Any], **read: Any) -> list[dict[str, Any]]:
    """What the action answers; `before` are the details of earlier answers."""
    newest = {"text": text, "language": "en", **read}
    events: list[dict[str, Any]] = [{"event": "user", "text": "…"}]
    events += [
        {
            "event": "bot",
            "text": "…",
            "metadata": {"utter_action": "utter_definition", "topic": "definition", "details": one},
        }
        for one in before
    ]
    events.append({"event": "user", "text": text, "parse_data": read})
    dispatcher = CollectingDispatcher()
    ActionDefinition().run(dispatcher, Tracker("x", {}, newest, events, False, None, {}, "action_listen"), {})
    return dispatcher.messages


@pytest.mark.parametrize(
    ("text", "responses"),
    [
        ("what is a puk", ["utter_definition_no"]),
        ("what is phishing", ["utter_definition"]),
        ("what is itsme", ["utter_definition_unknown"]),
        ("PIN and PUK, what's the difference", ["utter_definition_no", "utter_definition_no"]),
        ("what is phishing, and is my address in it?", ["utter_definition", "utter_data_type_yes"]),
        ("what is a puk and is it in there", ["utter_definition_no"]),
        ("what does flabbergast mean", ["utter_definition_which"]),
        ("", ["utter_definition_which"]),
        ("/definition", ["utter_definition_which"]),
    ],
)
def test_each_thing_asked_is_answered(text: str, responses: list[str]) -> None:
    assert [message["response"] for message in explained(text)] == responses


def test_the_meaning_is_told_in_the_language_of_the_conversation() -> None:
    (message,) = explained("c'est quoi un puk")
    assert message["meaning"] == terms()["puk"].meaning[EN]
    assert message["details"] == {"terms": ["puk"]}


@pytest.mark.parametrize("text", ["i dont get it", "simpler please", "puk?? i do not understand"])
def test_who_asks_again_hears_simpler_words(text: str) -> None:
    (message,) = explained(text, {"terms": ["puk"]})
    again = terms()["puk"].again
    assert again
    assert (message["response"], message["meaning"]) == ("utter_definition", again[EN])


def test_where_there_are_no_simpler_words_that_is_said() -> None:
    (message,) = explained("i don't understand", {"terms": ["safeonweb"]})
    assert message["response"] == "utter_definition_once_more"


def test_another_word_is_not_answered_with_the_one_before() -> None:
    (message,) = explained("and what is a flabbergast", {"terms": ["puk"]})
    assert message["response"] == "utter_definition_which"
    (message,) = explained("and that then", {"terms": ["puk"]}, read_as="data_type")
    assert message["details"] == {"terms": ["puk"]}
