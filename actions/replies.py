"""A yes or a no, read in the light of what was just offered."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.ask_human import response_for_a_person
from actions.conversation import Conversation

# What an answer offers in its metadata.
HUMAN = "human"
MESSAGE = "message"
ERASE = "erase"


class ActionAffirm(Action):
    def name(self) -> str:
        return "action_affirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        conversation = Conversation(tracker)
        before = conversation.before.last_answer
        if before is None or (before.topic in ("greet", "clarify") and not before.offers):
            response = "utter_affirm_nothing_pending"
        elif before.offers == MESSAGE:
            response = "utter_leave_message"
        elif before.offers == ERASE:
            response = "utter_erase_chat_done"
        else:
            response = response_for_a_person(conversation) if before.offers == HUMAN else "utter_acknowledge"
        dispatcher.utter_message(response=response)
        return []


class ActionDeny(Action):
    def name(self) -> str:
        return "action_deny"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        conversation = Conversation(tracker)
        before = conversation.before.last_answer
        response = "utter_deny"
        if conversation.turns[-1].meant.nothing_happened:
            pass  # it takes back what was read, and refuses no offer
        elif before and before.offers == ERASE:
            response = "utter_erase_chat_kept"
        elif before and before.offers == HUMAN:
            response = "utter_deny_offer_urgent" if before.topic == "report_fraud" else "utter_deny_offer"
        dispatcher.utter_message(response=response)
        return []
