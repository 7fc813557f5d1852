"""What actions offer depends on whether a person can take over, and on what was said before."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.ask_human import ActionAskHuman
from actions.clarify import ActionClarify
from actions.replies import ActionAffirm, ActionDeny

RANKING = [{"name": "hotline"}, {"name": "scarlet"}, {"name": "ask_human"}, {"name": "risks"}, {"name": "authorities"}]


def user(intent: str, **told: Any) -> dict[str, Any]:
    return {"event": "user", "text": "…", "parse_data": {"intent": {"name": intent}}, "metadata": told}


def bot(response: str, **metadata: Any) -> dict[str, Any]:
    return {"event": "bot", "text": "…", "metadata": {"utter_action": response, **metadata}}


def said_by(action: Action, *events: dict[str, Any]) -> dict[str, Any]:
    newest = {"text": "hoe zit dat nu", "language": "nl", "intent_ranking": RANKING}
    dispatcher = CollectingDispatcher()
    assert action.run(dispatcher, Tracker("x", {}, newest, list(events), False, None, {}, "action_listen"), {}) == []
    (message,) = dispatcher.messages
    return dict(message)


@pytest.mark.parametrize(
    ("told", "offered"),
    [
        ({}, ["/hotline", "/scarlet", "/risks", "/help", "/ask_human"]),
        ({"people": "there"}, ["/hotline", "/scarlet", "/risks", "/help", "/ask_human"]),
        ({"people": "there", "helped": True}, ["/hotline", "/scarlet", "/risks", "/help", "/ask_human"]),
        ({"people": "away"}, ["/scarlet", "/risks", "/authorities", "/help", "/hotline"]),
        ({"people": "waiting"}, ["/hotline", "/scarlet", "/risks", "/help"]),
        ({"people": "nonsense"}, ["/hotline", "/scarlet", "/risks", "/help", "/ask_human"]),
    ],
)
def test_an_unclear_message_leads_to_topics_and_to_the_ways_out_there_are(
    told: dict[str, Any], offered: list[str]
) -> None:
    message = said_by(ActionClarify(), user("nlu_fallback", **told))
    assert message["response"] == "utter_clarify"
    assert [button["payload"] for button in message["buttons"]] == offered


def test_only_the_newest_message_tells_whether_people_are_there() -> None:
    message = said_by(ActionClarify(), user("greet", people="waiting"), user("nlu_fallback"))
    assert "/ask_human" in [button["payload"] for button in message["buttons"]]


def test_a_second_unclear_message_in_a_row_is_not_met_with_the_same_question() -> None:
    message = said_by(
        ActionClarify(),
        user("nlu_fallback"),
        bot("utter_clarify", topic="clarify"),
        user("nlu_fallback", people="there"),
    )
    assert message["response"] == "utter_fallback"


@pytest.mark.parametrize("people", ["there", "away", "waiting"])
def test_who_was_defrauded_before_gets_a_person_urgently(people: str) -> None:
    events = [user("report_fraud"), bot("utter_report_fraud", topic="report_fraud"), user("thank")]
    assert said_by(ActionAskHuman(), *events, user("ask_human", people=people))["response"] == "utter_ask_human_urgent"
    assert said_by(ActionAskHuman(), user("ask_human", people=people))["response"] == "utter_ask_human"


def test_a_victim_who_cannot_phone_gets_a_person_in_writing() -> None:
    events = [user("report_fraud"), bot("utter_report_fraud", topic="report_fraud"), user("cannot_phone")]
    said = said_by(ActionAskHuman(), *events, user("ask_human", people="there"))
    assert said["response"] == "utter_ask_human_urgent_in_writing"


def test_who_surely_gave_nothing_is_no_urgent_case() -> None:
    fraud = user("report_fraud") | {"text": "j'ai juste cliqué, rien rempli"}
    events = [fraud, bot("utter_report_fraud", topic="report_fraud")]
    assert said_by(ActionAskHuman(), *events, user("ask_human"))["response"] == "utter_ask_human"


@pytest.mark.parametrize(
    ("topic", "offers", "accepted", "refused"),
    [
        ("report_fraud", "human", "utter_ask_human_urgent", "utter_deny_offer_urgent"),
        ("complain", "human", "utter_ask_human", "utter_deny_offer"),
        ("complain", None, "utter_acknowledge", "utter_deny"),
    ],
)
def test_a_yes_goes_to_a_person_as_urgently_as_it_matters(
    topic: str, offers: str | None, accepted: str, refused: str
) -> None:
    before = [user(topic), bot(f"utter_{topic}", topic=topic, offers=offers)]
    assert said_by(ActionAffirm(), *before, user("affirm", people="there"))["response"] == accepted
    assert said_by(ActionDeny(), *before, user("deny", people="there"))["response"] == refused


def test_a_yes_long_after_a_fraud_is_still_urgent_and_a_no_is_not_met_with_alarm() -> None:
    before = [
        user("report_fraud"),
        bot("utter_report_fraud", topic="report_fraud", offers="human"),
        user("complain"),
        bot("utter_complain", topic="complain", offers="human"),
    ]
    assert said_by(ActionAffirm(), *before, user("affirm"))["response"] == "utter_ask_human_urgent"
    assert said_by(ActionDeny(), *before, user("deny"))["response"] == "utter_deny_offer"


def test_who_was_defrauded_is_not_offered_that_nothing_needs_to_be_done() -> None:
    ranking = [{"name": "need_to_act"}, {"name": "risks"}]
    newest = {"text": "hoe zit dat nu", "language": "nl", "intent_ranking": ranking}
    for before, offered in (
        ([], True),
        ([user("report_fraud"), bot("utter_report_fraud", topic="report_fraud")], False),
    ):
        dispatcher = CollectingDispatcher()
        events = [
            *before,
            *([user("thank"), bot("utter_thank", topic="thank")] if before else []),
            user("nlu_fallback"),
        ]
        ActionClarify().run(dispatcher, Tracker("x", {}, newest, events, False, None, {}, "action_listen"), {})
        (message,) = dispatcher.messages
        assert ("/need_to_act" in [button["payload"] for button in message["buttons"]]) is offered
