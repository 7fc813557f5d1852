"""Tells which question a message asks, of all that have an answer.

Each question is a class of its own: each subtopic, and each topic's general question. A head of the sentence encoder
knows them (bot/features/heads.py). A topic is as likely as its questions together, for these lie far apart in meaning
("is the call free?", "do you ring me back?"), and one border around all of them cuts some off. Within a topic a second
classifier adds up as log-probabilities: naive Bayes on character n-grams (bot/nlu/learn_questions.py), for the words
that tell a question from its neighbours.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import accumulate, pairwise
from math import sqrt
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rasa.shared.exceptions import RasaException

from bot.conversation.subtopics import NONE, topic_of
from bot.features.heads import head
from bot.features.sentence_encoder import Vectors
from bot.nlu.topic_scores import Vector, log_softmax
from bot.text_folding import plain_words

FILE = Path(__file__).parents[2] / "models" / "questions.npz"
IMPOSSIBLE = -12.0  # the log-probability of a topic without a line
LETTERS = (3, 5)  # in a row, within a word and its two borders
BUCKETS = 2**14  # that letters in a row are counted in
WEIGHT_OF_LETTERS = 1.0


class QuestionsUnlearnt(RasaException):
    """There is no learnt file; `make train` makes it."""


def letters_of(text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """The hash buckets of the character n-grams of `text`, and log(1 + count) of each."""
    words = [f" {word} " for word in plain_words(text).split()]
    shortest, longest = LETTERS
    counts = Counter(
        crc32(word[start : start + length].encode()) % BUCKETS
        for word in words
        for length in range(shortest, longest + 1)
        for start in range(max(1, len(word) - length + 1))
    )
    places = np.fromiter(counts, dtype=np.intp, count=len(counts))
    return places, np.log1p(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))


class QuestionReader:
    """How likely each question and each topic is. Raises `QuestionsUnlearnt` where there is nothing to read with."""

    def __init__(self, file: Path = FILE) -> None:
        if not file.exists():
            raise QuestionsUnlearnt(f"{file} is missing, which tells one question from another. `make train` makes it.")
        with np.load(file) as learnt:
            self._questions, self._letters = str(learnt["questions"]).split("\n"), learnt["letters"]
        self._head = head("questions")
        if self._head.classes != self._questions:
            raise QuestionsUnlearnt(f"{file} has other questions than the encoder's heads. `make train` makes it anew.")
        self.topics = sorted({topic_of(question) for question in self._questions})
        topics = [self.topics.index(topic_of(question)) for question in self._questions]
        self._topics = np.array(topics)
        # In the order of their names, so that a topic's questions stand side by side.
        ends = pairwise(accumulate((topics.count(place) for place in range(len(self.topics))), initial=0))
        self._within = {topic: slice(*end) for topic, end in zip(self.topics, ends, strict=True)}

    def read_topics(self, vector: Vectors) -> Vector:
        """The log-probabilities of `topics`, for a message's vector."""
        likely = np.exp(log_softmax(self._head.margins(vector).astype(np.float64)))
        of_topics = np.bincount(self._topics, weights=likely, minlength=len(self.topics))
        return np.asarray(np.maximum(np.log(np.maximum(of_topics, np.finfo(float).tiny)), IMPOSSIBLE))

    def read_within(self, topic: str, text: str, vector: Vectors) -> dict[str, float]:
        """The probabilities of the subtopics of `topic` and of `NONE`, for `text` and its vector; empty without any."""
        within = self._within.get(topic, slice(0))
        names = [NONE if question == topic else question for question in self._questions[within]]
        if names in ([], [NONE]):
            return {}
        places, counts = letters_of(text)
        letters = counts @ self._letters[places, within].astype(np.float32) / sqrt(max(float(counts.sum()), 1.0))
        meaning = vector @ self._head.weights[:, within] + self._head.bias[within]
        scores = meaning + WEIGHT_OF_LETTERS * letters
        return dict(zip(names, np.exp(log_softmax(scores.astype(np.float64))).tolist(), strict=True))

    def likeliest_within(self, topic: str, text: str, vector: Vectors | None) -> tuple[str, float]:
        """The likeliest subtopic of `topic`, or `NONE`, and how likely it is."""
        return likeliest({} if vector is None else self.read_within(topic, text, vector))


def likeliest(likely: dict[str, float]) -> tuple[str, float]:
    """The likeliest of these, or `NONE` where there are none, and how likely it is."""
    best = max(likely, key=lambda subtopic: likely[subtopic], default=NONE)
    return best, likely.get(best, 1.0)


@cache
def question_reader() -> QuestionReader:
    return QuestionReader()
