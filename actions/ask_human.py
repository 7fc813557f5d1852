"""The customer wants a person: where to find one, first things first for who was defrauded."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import earlier_topics


class ActionAskHuman(Action):
    def name(self) -> str:
        return "action_ask_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        defrauded = "report_fraud" in earlier_topics(tracker)
        dispatcher.utter_message(response="utter_ask_human_urgent" if defrauded else "utter_ask_human")
        return []
