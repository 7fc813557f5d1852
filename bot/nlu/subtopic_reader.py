"""Tells which subtopic of a topic a message asks, with what `bot.nlu.learn_subtopics` learnt.

Two classifiers add up, as log-probabilities: a linear one on the message's vector, for meaning, and naive Bayes on
character n-grams, for the words that tell a subtopic from its neighbours.
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

from bot.conversation.subtopics import NONE
from bot.features.sentence_encoder import Vectors
from bot.text_folding import plain_words

FILE = Path(__file__).parents[2] / "models" / "subtopics.npz"
LETTERS = (3, 5)  # in a row, within a word and its two borders
BUCKETS = 2**14  # that letters in a row are counted in
WEIGHT_OF_LETTERS = 1.0


class SubtopicsUnlearnt(RasaException):
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


class SubtopicReader:
    """For each topic, its subtopics and its general question as classes."""

    def __init__(self, file: Path = FILE) -> None:
        if not file.exists():
            raise SubtopicsUnlearnt(f"{file} is missing, which tells one subtopic from another. `make train` makes it.")
        with np.load(file) as learnt:
            borders = pairwise(accumulate(learnt["sizes"].tolist(), initial=0))
            self._places = {
                topic: slice(*ends) for topic, ends in zip(str(learnt["topics"]).split("\n"), borders, strict=True)
            }
            self._subtopics = str(learnt["subtopics"]).split("\n")
            self._weights, self._bias, self._letters = learnt["weights"], learnt["bias"], learnt["letters"]

    def read(self, topic: str, text: str, vector: Vectors) -> dict[str, float]:
        """The probabilities of the subtopics of `topic` and of `NONE`, for `text` and its vector; empty without any."""
        of_topic = self._places.get(topic)
        if of_topic is None:
            return {}
        places, counts = letters_of(text)
        letters = counts @ self._letters[places, of_topic].astype(np.float32) / sqrt(max(float(counts.sum()), 1.0))
        margins = vector @ self._weights[:, of_topic] + self._bias[of_topic] + WEIGHT_OF_LETTERS * letters
        likely = np.exp((margins - margins.max()).astype(np.float64))
        return dict(zip(self._subtopics[of_topic], (likely / likely.sum()).tolist(), strict=True))

    def likeliest(self, topic: str, text: str, vector: Vectors | None) -> tuple[str, float]:
        """The likeliest subtopic of `topic`, or `NONE`, and how likely it is."""
        return likeliest({} if vector is None else self.read(topic, text, vector))


def likeliest(likely: dict[str, float]) -> tuple[str, float]:
    """The likeliest of these, or `NONE` where there are none, and how likely it is."""
    best = max(likely, key=lambda subtopic: likely[subtopic], default=NONE)
    return best, likely.get(best, 1.0)


@cache
def subtopic_reader() -> SubtopicReader:
    return SubtopicReader()
