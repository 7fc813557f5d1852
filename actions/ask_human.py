"""The customer wants a person: where to find one, first things first for who was defrauded."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation


class ActionAskHuman(Action):
    def name(self) -> str:
        return "action_ask_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        dispatcher.utter_message(response=response_for_a_person(Conversation(tracker)))
        return []


def response_for_a_person(conversation: Conversation) -> str:
    """The response that leads to a person; whether one is there is known where it is filled in (`bot.dialogue`)."""
    defrauded = "report_fraud" in conversation.before.spoken_of and conversation.danger is None
    return "utter_ask_human_urgent" if defrauded else "utter_ask_human"
