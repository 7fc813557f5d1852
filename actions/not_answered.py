"""Messages that we cannot answer: those out of scope, and complaints that we do not understand.

Whatever the reason, the second in a row is met with a person, or the hotline and a message (`is_way_out_due`).
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from bot.phrases import contains_phrase


class ActionOutOfScope(Action):
    def name(self) -> str:
        return "action_out_of_scope"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        again = Conversation(tracker).is_way_out_due
        dispatcher.utter_message(response="utter_out_of_scope_again" if again else "utter_out_of_scope")
        return []


class ActionComplain(Action):
    def name(self) -> str:
        return "action_complain"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        conversation = Conversation(tracker)
        way_out = contains_phrase(conversation.text, "not_understood") and conversation.is_way_out_due
        dispatcher.utter_message(response="utter_fallback" if way_out else "utter_complain")
        return []
