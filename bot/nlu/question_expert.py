"""An expert that reads precise questions: a topic is likely where one of the many questions within it is."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.features.sentence_encoder import Vectors
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.question_reader import IMPOSSIBLE, question_reader
from bot.nlu.step import Step
from bot.nlu.topic_scores import add_opinion, belief


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionExpert(Step):
    """Adds the opinion of `QuestionReader`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # What this expert's opinion weighs beside the others'; see docs/quality.md for how it was measured.
        return {"weight": 0.3}

    @staticmethod
    def prepare() -> None:
        question_reader()

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            vector = message.get(VECTOR)
            if vector is not None:
                self.add_opinion_on(message, vector)
        return messages

    def add_opinion_on(self, message: Message, vector: Vectors) -> None:
        """Add the opinion on the message's vector, where there is one already."""
        topics, _ = belief(message)
        if topics:
            reader = question_reader()
            likely = dict(zip(reader.topics, reader.read_topics(vector).tolist(), strict=True))
            scores = np.array([likely.get(topic, IMPOSSIBLE) for topic in topics])
            add_opinion(message, topics, scores, 1.0, float(self._config["weight"]))
