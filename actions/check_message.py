"""A message or link that the customer pasted: the signs of fraud in it, each named and explained."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import earlier_answers, language_of, read_in_context, text_of
from bot.content import incident
from bot.fraud.checker import check
from bot.fraud.pasted import looks_pasted
from bot.fraud.reasons import bulleted

VERDICTS = ("fraud", "careful", "nothing_found")


class ActionCheckMessage(Action):
    def name(self) -> str:
        return "action_check_message"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        text = text_of(tracker)
        if not looks_pasted(text):
            dispatcher.utter_message(response=_about_the_last(tracker) or "utter_check_message_ask")
            return []
        finding = check(text, incident())
        reasons = bulleted(finding.signs, language_of(tracker), incident())
        dispatcher.utter_message(
            response=f"utter_check_message_{finding.verdict}",
            details={"verdict": finding.verdict, "signs": [evidence.sign.value for evidence in finding.signs]},
            **({"signs": reasons} if reasons else {}),
        )
        return []


def _about_the_last(tracker: Tracker) -> str | None:
    """What was said of the message before, once more in short, for who asks what to make of it."""
    if not read_in_context(tracker):
        return None
    verdicts = {f"utter_check_message_{verdict}": f"utter_check_message_again_{verdict}" for verdict in VERDICTS}
    said = (answer.response for answer in earlier_answers(tracker))
    return next((verdicts[response] for response in said if response in verdicts), None)
