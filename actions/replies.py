"""A yes or a no, read in the light of what was just offered."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import last_answer

ACCEPTED = {"human": "utter_ask_human", "human_urgent": "utter_ask_human_urgent"}


REFUSED = {"human": "utter_deny_offer", "human_urgent": "utter_deny_offer_urgent"}


class ActionAffirm(Action):
    def name(self) -> str:
        return "action_affirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        before = last_answer(tracker)
        if before is None or before.topic in ("greet", "clarify"):
            response = "utter_affirm_nothing_pending"
        else:
            response = ACCEPTED.get(before.offers or "", "utter_acknowledge")
        dispatcher.utter_message(response=response)
        return []


class ActionDeny(Action):
    def name(self) -> str:
        return "action_deny"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        before = last_answer(tracker)
        dispatcher.utter_message(response=REFUSED.get(before.offers or "", "utter_deny") if before else "utter_deny")
        return []
