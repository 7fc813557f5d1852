"""The fast expert: words and pieces of words, and a linear classifier on them."""

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

from bot.features.ngram_features import NgramFeatures
from bot.nlu.topic_scores import add_opinion
from bot.nlu.training_lines import TrainingLines
from bot.text_folding import fold, has_words

MODEL_FILE = "ngram_expert.npz"
TOLERANCE = 0.01  # of the classifier; a smaller one takes a third longer and changes no decision
NO_KNOWN_WORD = "no_known_word"  # in a message of which no word stands in the training lines


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NgramExpert(GraphComponent):
    """Knows the wording of our own training lines, also misspelt; reads a message in a millisecond."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Words in a row that make one feature, and in how many lines it must occur.
            "word_ngrams": [1, 3],
            "word_min_lines": 2,
            # The same for letters in a row inside a word; they carry typos and texting spellings.
            "letter_ngrams": [2, 6],
            "letter_min_lines": 3,
            # Inverse of regularisation of the linear classifier.
            "C": 0.5,
            # Turns margins into probabilities; see docs/quality.md for how it was measured.
            "sharpness": 5.0,
            # What this expert's opinion weighs beside the others'.
            "weight": 1.0,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramExpert:
        return cls(config, model_storage, resource)

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._topics: list[str] = []
        self._features: NgramFeatures | None = None
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)

    def train(self, training_data: TrainingData) -> Resource:
        from sklearn.svm import LinearSVC

        lines = TrainingLines.of(training_data)
        folded = [fold(text) for text in lines.texts]
        self._features = features = self._new_features()
        classifier = LinearSVC(C=self._config["C"], class_weight="balanced", tol=TOLERANCE, random_state=0)
        classifier.fit(features.learn(folded), lines.topics)
        self._topics = [str(topic) for topic in classifier.classes_]
        # Features by topics, in rows, so that the few features of a message are few rows to read.
        self._weights = np.ascontiguousarray(classifier.coef_.T, dtype=np.float32)
        self._bias = classifier.intercept_.astype(np.float32)
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / MODEL_FILE,
                topics=np.array("\n".join(self._topics)),
                weights=self._weights,
                bias=self._bias,
                **features.arrays(),
            )
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if self._features is None or not has_words(text) or text.startswith("/"):
                continue
            folded = fold(text)
            if not self._features.knows_a_word(folded):
                message.set(NO_KNOWN_WORD, True)
            places, values = self._features.of(folded)
            margins = values @ self._weights[places] + self._bias
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
    ) -> NgramExpert:
        expert = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / MODEL_FILE) as learnt:
            expert._topics = str(learnt["topics"]).split("\n")
            expert._features = NgramFeatures.from_arrays(
                tuple(config["word_ngrams"]), tuple(config["letter_ngrams"]), learnt
            )
            expert._weights, expert._bias = learnt["weights"], learnt["bias"]
        return expert

    def _new_features(self) -> NgramFeatures:
        return NgramFeatures(
            tuple(self._config["word_ngrams"]),
            self._config["word_min_lines"],
            tuple(self._config["letter_ngrams"]),
            self._config["letter_min_lines"],
        )
