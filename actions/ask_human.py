"""The customer wants a person: say where to find one; a fraud victim reads first what is urgent."""

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
    """The response that leads to a person; `bot.dialogue` then picks the variant for who is available."""
    defrauded = "report_fraud" in conversation.before.spoken_of and conversation.danger is None
    return "utter_ask_human_urgent" if defrauded else "utter_ask_human"
