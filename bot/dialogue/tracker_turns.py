"""The turns that Rasa's tracker holds, and the situation in which a message finds the conversation."""

from __future__ import annotations

from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.situation import Situation
from bot.conversation.turns import DENIES, HEARD, Turn, situation_after, situation_of, turns_of


def turns_in(tracker: DialogueStateTracker) -> list[Turn]:
    """The turns in the tracker, oldest first; the last one is under way."""
    return turns_of(
        event.as_dict() for event in tracker.events if isinstance(event, UserUttered | BotUttered | SlotSet)
    )


def newest_turn(message: Message) -> Turn:
    """The turn that begins with a message not yet in the tracker."""
    read = {HEARD: message.get(HEARD), DENIES: message.get(DENIES)}
    return Turn({"text": message.get(TEXT), "metadata": message.get("metadata"), "parse_data": read})


def situation_for(message: Message, tracker: DialogueStateTracker) -> Situation:
    """The situation in which a message not yet in the tracker was sent."""
    told = newest_turn(message).told
    return situation_of(told) if told.situation is not None else situation_after(turns_in(tracker))
