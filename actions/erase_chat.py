"""The customer wants this conversation erased: one question first, then the answer by which the gateway erases it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from actions.replies import ERASE


class ActionEraseChat(Action):
    def name(self) -> str:
        return "action_erase_chat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        is_asked = Conversation(tracker).before.offered == ERASE
        dispatcher.utter_message(response="utter_erase_chat_done" if is_asked else "utter_erase_chat")
        return []
