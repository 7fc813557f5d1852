"""An expert that reads meaning: our sentence encoder, and a linear classifier on its vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.features.encoding_cache import encode_cached
from bot.features.sentence_encoder import Vectors, sentence_encoder
from bot.nlu.topic_scores import Vector, add_opinion, belief
from bot.nlu.training_lines import TrainingLines
from bot.text_folding import has_words

MODEL_FILE = "encoder_expert.npz"
VECTOR = "vector"  # of a message, for who reads it after this expert


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EncoderExpert(GraphComponent):
    """Understands words that no training line has; asked only while the experts before it are unsure."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # The expert is asked while the likeliest topic has less than this probability.
            "ask_below": 0.95,
            # Inverse of regularisation of the classifier, and how often it goes over the lines.
            "C": 1.0,
            "passes": 5,
            # Turns margins into probabilities; see docs/quality.md for how it was measured.
            "sharpness": 3.0,
            # What this expert's opinion weighs beside the others'.
            "weight": 0.5,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderExpert:
        return cls(config, model_storage, resource)

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._topics: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)

    def train(self, training_data: TrainingData) -> Resource:
        from sklearn.linear_model import SGDClassifier

        lines = TrainingLines.of(training_data)
        # The loss of a support vector machine, by gradient descent: as good here in a fifth of LinearSVC's time.
        classifier = SGDClassifier(
            loss="squared_hinge",
            alpha=1 / (2 * self._config["C"] * len(lines.texts)),
            class_weight="balanced",
            learning_rate="invscaling",
            eta0=0.1,
            power_t=0.25,
            average=True,
            max_iter=self._config["passes"],
            tol=None,
            random_state=0,
        )
        classifier.fit(encode_cached(lines.texts), lines.topics)
        self._topics = [str(topic) for topic in classifier.classes_]
        self._weights = np.ascontiguousarray(classifier.coef_.T, dtype=np.float32)
        self._bias = classifier.intercept_.astype(np.float32)
        with self._model_storage.write_to(self._resource) as folder:
            topics = np.array("\n".join(self._topics))
            np.savez(folder / MODEL_FILE, topics=topics, weights=self._weights, bias=self._bias)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if not self._topics or not has_words(text) or text.startswith("/"):
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
        margins: Vector = np.asarray(vector @ self._weights + self._bias, dtype=np.float64)
        add_opinion(message, self._topics, margins, self._config["sharpness"], self._config["weight"])

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EncoderExpert:
        expert = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / MODEL_FILE) as learnt:
            expert._topics = str(learnt["topics"]).split("\n")
            expert._weights, expert._bias = learnt["weights"], learnt["bias"]
        return expert
