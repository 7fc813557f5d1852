"""An expert that reads meaning: a sentence encoder, and a kernel classifier on its vectors."""

from __future__ import annotations

from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.kernel_ridge import KernelRidge

from bot.nlu.encoders import Vectors, encoder
from bot.nlu.encoding_cache import encode_cached
from bot.nlu.topic_scores import Vector, add_opinion, belief
from bot.nlu.training_lines import TrainingLines
from bot.text_folding import has_words

MODEL_FILE = "encoder_expert.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EncoderExpert(GraphComponent):
    """Understands words that no training line has; asked only while the experts before it are unsure."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # "use" (fast) or "e5" (slower, better); see bot/nlu/encoders.py.
            "encoder": "use",
            # The expert is asked while the likeliest topic has less than this probability.
            "ask_below": 1.0,
            # Training lines that the kernel keeps of each topic; its cost grows with their number.
            "lines_per_topic": 180,
            # Width of the kernel exp(-gamma * distance²) on centred unit vectors.
            "gamma": 0.7,
            # Regularisation of the ridge.
            "alpha": 0.3,
            # Turns margins into probabilities; see docs/quality.md for how it was measured.
            "sharpness": 3.0,
            # What this expert's opinion weighs beside the others'.
            "weight": 0.3,
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
        self._centre = np.zeros(0, dtype=np.float32)
        self._known = np.zeros((0, 0), dtype=np.float32)
        self._weights = np.zeros((0, 0), dtype=np.float32)

    def train(self, training_data: TrainingData) -> Resource:
        encode = encoder(self._config["encoder"])
        if encode is not None:
            lines = TrainingLines.of(training_data).sample(self._config["lines_per_topic"])
            self._fit(encode_cached(self._config["encoder"], encode, lines.texts), lines.topics)
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if not self._topics or not has_words(text) or text.startswith("/") or self._is_settled(message):
                continue
            encode = encoder(self._config["encoder"])
            if encode is not None:
                margins = self._margins(encode([text])[0])
                add_opinion(message, self._topics, margins, self._config["sharpness"], self._config["weight"])
        return messages

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
        with model_storage.read_from(resource) as folder:
            saved = joblib.load(folder / MODEL_FILE)
        expert._topics, expert._centre = saved["topics"], saved["centre"]
        expert._known, expert._weights = saved["known"], saved["weights"]
        return expert

    def _is_settled(self, message: Message) -> bool:
        _, probabilities = belief(message)
        return bool(len(probabilities) and probabilities.max() >= self._config["ask_below"])

    def _fit(self, vectors: Vectors, topics: list[str]) -> None:
        self._topics, numbers, counts = _numbered(topics)
        targets = np.where(numbers[:, None] == np.arange(len(self._topics)), 1.0, -1.0)
        self._centre = vectors.mean(axis=0)
        self._known = _unit(vectors - self._centre)
        ridge = KernelRidge(alpha=self._config["alpha"], kernel="rbf", gamma=self._config["gamma"])
        ridge.fit(self._known, targets, sample_weight=len(topics) / len(counts) / counts[numbers])
        self._weights = ridge.dual_coef_.astype(np.float32)

    def _margins(self, vector: Vectors) -> Vector:
        distances = 2.0 - 2.0 * (self._known @ _unit(vector - self._centre))
        return np.asarray(np.exp(-self._config["gamma"] * distances) @ self._weights, dtype=np.float64)

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(
                {
                    "topics": self._topics,
                    "centre": self._centre,
                    "known": self._known,
                    "weights": self._weights,
                },
                folder / MODEL_FILE,
            )


def _numbered(topics: list[str]) -> tuple[list[str], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    names, numbers, counts = np.unique(topics, return_inverse=True, return_counts=True)
    return [str(name) for name in names], numbers, counts


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), dtype=np.float32)
