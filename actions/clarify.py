"""An unclear message: offer the likeliest topics; then the hotline and a person. Never an intent's name."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.change_language import language_buttons
from actions.conversation import earlier_topics, language_of, people_of, text_of, unclear_in_a_row
from bot.content import topic_titles
from bot.people import Availability
from bot.phrases import contains_phrase
from bot.text_folding import MAX_CHARACTERS, has_words

CHOICES = 3
# By whether a person can take over: who waits has asked already, and where nobody is there the hotline is.
WAYS_OUT: dict[Availability | None, tuple[str, ...]] = {
    None: ("help", "ask_human"),
    "there": ("help", "ask_human"),
    "away": ("help", "hotline"),
    "waiting": ("help",),
}
# Their answers depend on what was asked, so there is no text to say again.
NOT_REPEATABLE = ("data_type", "check_message", "change_language")


class ActionClarify(Action):
    def name(self) -> str:
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        response = _special_case(tracker)
        if response == "utter_language_not_spoken":
            dispatcher.utter_message(response=response, buttons=language_buttons())
        elif response is None and unclear_in_a_row(tracker) == 0:
            dispatcher.utter_message(response="utter_clarify", buttons=_choices(tracker))
        else:
            dispatcher.utter_message(response=response or "utter_fallback")
        return []


def _special_case(tracker: Tracker) -> str | None:
    text = text_of(tracker)
    before = next(earlier_topics(tracker), None)
    if tracker.latest_message.get("other_language"):
        return "utter_language_not_spoken"
    if not has_words(text):
        return "utter_not_understood_empty" if unclear_in_a_row(tracker) == 0 else None
    if len(text) > MAX_CHARACTERS:
        return "utter_too_long"
    if before == "report_fraud":
        # Somebody in distress is not asked to rephrase.
        return "utter_report_fraud"
    if contains_phrase(text, "say_again"):
        return "utter_repeat_nothing" if before in (None, *NOT_REPEATABLE) else f"utter_{before}"
    return None


def _choices(tracker: Tracker) -> list[dict[str, str]]:
    """Buttons for the likeliest topics, and the ways out."""
    language = language_of(tracker)
    titles = topic_titles()
    ways_out = WAYS_OUT[people_of(tracker)]
    ranked = [entry.get("name") for entry in tracker.latest_message.get("intent_ranking") or []]
    # Courtesies and the like make poor buttons; they have no title.
    likeliest = [topic for topic in ranked if topic in titles and topic not in ("ask_human", *ways_out)][:CHOICES]
    return [{"title": titles[topic][language], "payload": f"/{topic}"} for topic in (*likeliest, *ways_out)]
