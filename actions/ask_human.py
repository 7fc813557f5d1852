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
    before = conversation.before
    gave_nothing = before.gave is False
    defrauded = "report_fraud" in before.spoken_of and conversation.danger is None and not gave_nothing
    if not defrauded:
        return "utter_ask_human"
    return "utter_ask_human_urgent_in_writing" if "cannot_phone" in before.spoken_of else "utter_ask_human_urgent"
