"""Messages that we do not answer: what is out of scope, and a customer who says that we do not understand.

Whatever the reason, the second in a row is met with a person, or the hotline and a message (`is_way_out_due`).
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import is_way_out_due, text_of
from bot.phrases import contains_phrase


class ActionOutOfScope(Action):
    def name(self) -> str:
        return "action_out_of_scope"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        dispatcher.utter_message(
            response="utter_out_of_scope_again" if is_way_out_due(tracker) else "utter_out_of_scope"
        )
        return []


class ActionComplain(Action):
    def name(self) -> str:
        return "action_complain"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        is_about_us = contains_phrase(text_of(tracker), "not_understood")
        way_out = is_about_us and is_way_out_due(tracker)
        dispatcher.utter_message(response="utter_fallback" if way_out else "utter_complain")
        return []
