"""An expert that reads precise questions: a topic is likely where one of the many questions within it is.

A topic's questions lie far apart in meaning ("is the call free?", "do you ring me back?"), so one border around all of
them cuts some off. Here each is a class of its own, learnt by `bot.nlu.learn_subtopics`, and a topic has the sum.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.subtopics import topic_of
from bot.features.sentence_encoder import Vectors
from bot.nlu.encoder_expert import VECTOR
from bot.nlu.step import Step
from bot.nlu.subtopic_reader import FILE
from bot.nlu.topic_scores import Vector, add_opinion, belief, log_softmax

SCALE = np.float32(8)  # of vectors of length 1, so that few passes over the lines are enough
IMPOSSIBLE = -12.0  # the log-probability of a topic without a line


class QuestionReader:
    """How likely each topic is, by its questions."""

    def __init__(self, file: Path = FILE) -> None:
        with np.load(file) as learnt:
            topics = [topic_of(question) for question in str(learnt["questions"]).split("\n")]
            self._weights, self._bias = SCALE * learnt["question_weights"], learnt["question_bias"]
        self.topics = sorted(set(topics))
        self._places = np.array([self.topics.index(topic) for topic in topics])

    def read(self, vector: Vectors) -> Vector:
        """The log-probabilities of `topics`."""
        likely = np.exp(log_softmax((vector @ self._weights + self._bias).astype(np.float64)))
        of_topics = np.bincount(self._places, weights=likely, minlength=len(self.topics))
        return np.asarray(np.maximum(np.log(np.maximum(of_topics, np.finfo(float).tiny)), IMPOSSIBLE))


@cache
def question_reader() -> QuestionReader:
    return QuestionReader()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionExpert(Step):
    """Adds the opinion of `QuestionReader`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # What this expert's opinion weighs beside the others'; see docs/quality.md for how it was measured.
        return {"weight": 0.4}

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
            likely = dict(zip(reader.topics, reader.read(vector).tolist(), strict=True))
            scores = np.array([likely.get(topic, IMPOSSIBLE) for topic in topics])
            add_opinion(message, topics, scores, 1.0, float(self._config["weight"]))
