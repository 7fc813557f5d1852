"""Whether a person can answer, as the gateway tells with each message; it decides which of several answers fits."""

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.people import is_availability
from bot.phrases import contains_phrase

# What somebody may say after an answer that leads to another, by the answer: the ending of its name, and the entry of
# content/phrases.yml by which it is known.
ASIDES = {"utter_report_fraud": {"done": "steps_done", "money_back": "money_back"}}


def asides(response: str, tracker: DialogueStateTracker) -> list[str]:
    """The endings of a response's name that fit what the newest message says."""
    text = (tracker.latest_message.text if tracker.latest_message else None) or ""
    return [ending for ending, phrase in ASIDES.get(response, {}).items() if contains_phrase(text, phrase)]


def situations(tracker: DialogueStateTracker) -> list[str]:
    """The endings of a response's name that fit the newest message, the most fitting first.

    "there_helped", "there", "helped": people are there, and one has answered in this conversation before. None where
    nobody ever takes over, as in `rasa shell`.
    """
    newest = next((event for event in reversed(tracker.events) if isinstance(event, UserUttered)), None)
    told = (newest.metadata if newest else None) or {}
    people, helped = told.get("people"), told.get("helped") is True
    if not is_availability(people):
        return ["helped"] if helped else []
    return [f"{people}_helped", people, "helped"] if helped else [people]
