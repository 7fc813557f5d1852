"""What was said before, as an opinion on what a message means now."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import follow_ups
from bot.dialogue.conversation_language import conversation_language
from bot.nlu.topic_scores import add_bonus, belief

PASTED = "check_message"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConversationContext(GraphComponent):
    """Makes likelier what customers tend to say after the topic before, by content/follow_ups.yml.

    "And the PIN?" after a question on passwords, "he is calling again" after a report of fraud: read alone they could be
    anything. A long message says what it means by itself, so the bonus fades with length.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # A message of this many words gets half the bonus.
            "half_bonus_words": 12,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConversationContext:
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        previous = _previous_topic(tracker)
        for message in messages:
            topics, probabilities = belief(message)
            if not topics:
                continue
            bonus = follow_ups().get(previous or "", {})
            if bonus:
                fading = 1 / (1 + len((message.get(TEXT) or "").split()) / self._config["half_bonus_words"])
                add_bonus(message, np.array([fading * bonus.get(topic, 0.0) for topic in topics]))
                topics, probabilities = belief(message)
            conversation = conversation_language(tracker)
            if conversation and topics[int(probabilities.argmax())] == PASTED:
                # A pasted message is in the fraudster's language, not in the customer's.
                message.set("language", conversation, add_to_output=True)
        return messages


def _previous_topic(tracker: DialogueStateTracker) -> str | None:
    """The newest topic that has follow-ups of its own; courtesies in between do not end it."""
    known = follow_ups()
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) and event.intent_name:
            if event.intent_name in known:
                return str(event.intent_name)
            if event.intent_name not in known["courtesies"]:
                return None
    return None
