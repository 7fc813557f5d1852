"""Which language a conversation is in, read off Rasa's tracker."""

from collections.abc import Iterator

from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.language import Language, is_language


def conversation_language(tracker: DialogueStateTracker) -> Language | None:
    """The language of the newest message or change of language; None before the first.

    What a client hints counts only where nothing was understood, e.g. when a conversation begins with a button.
    """
    return next((found for found in _newest_first(tracker) if is_language(found)), None)


def _newest_first(tracker: DialogueStateTracker) -> Iterator[object]:
    for event in reversed(tracker.events):
        if isinstance(event, SlotSet) and event.key == "language":
            yield event.value
        elif isinstance(event, UserUttered):
            yield event.parse_data.get("language")
            yield (event.metadata or {}).get("language")
