"""A message or link that the customer pasted: the signs of fraud in it, each named and explained."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import language_of, text_of
from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.pasted import looks_pasted
from bot.fraud.reasons import bulleted


class ActionCheckMessage(Action):
    def name(self) -> str:
        return "action_check_message"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        text = text_of(tracker)
        if not looks_pasted(text):
            dispatcher.utter_message(response="utter_check_message_ask")
            return []
        finding = check(text, incident())
        reasons = bulleted(finding.signs, language_of(tracker), incident())
        dispatcher.utter_message(
            response=f"utter_check_message_{finding.verdict}",
            details={"verdict": finding.verdict, "signs": [evidence.sign.value for evidence in finding.signs]},
            **({"signs": reasons} if reasons else {}),
        )
        return []
