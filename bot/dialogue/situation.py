"""Whether a person can answer, as the gateway tells with each message; it decides which of several answers fits."""

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.people import is_availability


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
