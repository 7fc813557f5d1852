"""An unclear message: offer the likeliest topics; then the hotline and a person. Never an intent's name."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.change_language import say_that_it_is_not_spoken
from actions.conversation import Conversation
from bot.content import topic_titles
from bot.people import Availability
from bot.phrases import contains_phrase
from bot.text_folding import MAX_CHARACTERS, has_words

CHOICES = 3
# A sign that stands for "fine, thank you" where it stands alone.
SIGNS_OF_THANKS = frozenset("👍👌🙏👏✅😊🙂😀❤💙💜🤝")
# By whether a person can take over: who waits has asked already, and where nobody is there the hotline is.
WAYS_OUT: dict[Availability | None, tuple[str, ...]] = {
    None: ("help", "ask_human"),
    "there": ("help", "ask_human"),
    "away": ("help", "hotline"),
    "waiting": ("help",),
}
# Their answers depend on what was asked, so there is no text to say again.
NOT_REPEATABLE = ("data_type", "check_message", "change_language", "definition")


class ActionClarify(Action):
    def name(self) -> str:
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        conversation = Conversation(tracker)
        response = _answered_all_the_same(conversation)
        if response:
            dispatcher.utter_message(response=response)
        elif conversation.read.get("other_language"):
            say_that_it_is_not_spoken(dispatcher, conversation)
        elif conversation.is_way_out_due:
            dispatcher.utter_message(response="utter_fallback")
        elif response := _why_not(conversation.text):
            dispatcher.utter_message(response=response)
        else:
            dispatcher.utter_message(response="utter_clarify", buttons=_choices(conversation))
        return []


def _answered_all_the_same(conversation: Conversation) -> str | None:
    """The answer to a message that is unclear alone but makes sense in its conversation."""
    text, before = conversation.text, conversation.topic_before
    if conversation.read.get("other_language") or not has_words(text) or len(text) > MAX_CHARACTERS:
        return None
    if conversation.before.grieves and contains_phrase(text, "grieves_aloud"):
        return "utter_out_of_scope"
    if before == "report_fraud":
        # Somebody in distress is not asked to rephrase before they know what to do at once.
        told = conversation.before.times_said("utter_report_fraud")
        return "utter_report_fraud_unclear" if told else "utter_report_fraud"
    can_be_said_again = before not in (None, *NOT_REPEATABLE) and contains_phrase(text, "say_again")
    return f"utter_{before}" if can_be_said_again else None


def _why_not(text: str) -> str | None:
    """The response for a message that shows by itself why it was not understood."""
    if not has_words(text):
        return "utter_thank" if SIGNS_OF_THANKS.intersection(text) else "utter_not_understood_empty"
    if len(text) > MAX_CHARACTERS:
        return "utter_too_long"
    return "utter_repeat_nothing" if contains_phrase(text, "say_again") else None


def _choices(conversation: Conversation) -> list[dict[str, str]]:
    """Buttons for the likeliest topics, and the ways out."""
    language = conversation.language
    titles = topic_titles()
    ways_out = WAYS_OUT[conversation.people]
    ranked = [entry.get("name") for entry in conversation.read.get("intent_ranking") or []]
    # Courtesies and the like make poor buttons; they have no title.
    # Nothing to do, says the answer to the last: not to who was defrauded.
    no_choice = ("ask_human", *ways_out, *(["need_to_act"] if "report_fraud" in conversation.before.spoken_of else []))
    likeliest = [topic for topic in ranked if topic in titles and topic not in no_choice][:CHOICES]
    return [{"title": titles[topic][language], "payload": f"/{topic}"} for topic in (*likeliest, *ways_out)]
