"""An expert that reads meaning: our sentence encoder, and its head for topics."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.features.heads import HeadsUnlearnt, head
from bot.features.sentence_encoder import Vectors, sentence_encoder
from bot.nlu.step import Step
from bot.nlu.topic_scores import Vector, add_opinion, belief
from bot.text_folding import has_words

VECTOR = "vector"  # of a message, for who reads it after this expert


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EncoderExpert(Step):
    """Understands words that no training line has; asked only while the experts before it are unsure."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # The expert is asked while the likeliest topic has less than this probability.
            "ask_below": 0.95,
            # Turns margins into probabilities; see docs/quality.md for how it was measured.
            "sharpness": 3.0,
            # What this expert's opinion weighs beside the others'.
            "weight": 0.5,
        }

    @staticmethod
    def prepare() -> None:
        head("topics")

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if not has_words(text) or text.startswith("/"):
                continue
            vector = sentence_encoder().encode(text)
            message.set(VECTOR, vector)
            if not self.is_settled(message):
                self.add_opinion_on(message, vector)
        return messages

    def is_settled(self, message: Message) -> bool:
        """Whether the experts before are sure enough."""
        _, probabilities = belief(message)
        return bool(len(probabilities) and probabilities.max() >= self._config["ask_below"])

    def add_opinion_on(self, message: Message, vector: Vectors) -> None:
        """Add the opinion on the message's vector."""
        of_topics = head("topics")
        topics, _ = belief(message)
        if topics not in ([], of_topics.classes):
            raise HeadsUnlearnt("The model has other topics than the encoder's heads. `make train` makes both anew.")
        margins: Vector = np.asarray(of_topics.margins(vector), dtype=np.float64)
        add_opinion(message, of_topics.classes, margins, self._config["sharpness"], self._config["weight"])
