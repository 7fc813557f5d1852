"""Words in a row and letters in a row as features, weighed by their rarity (tf-idf).

scikit-learn learns the vocabulary. A single message is then vectorised here, in plain Python: scikit-learn's
vectorizers are made for whole corpora, and their overhead costs more than the work. A test compares both.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

WORD = re.compile(r"\w+|[^\w\s]")

Places = npt.NDArray[np.intp]
Values = npt.NDArray[np.float32]


class NgramFeatures:
    """Learns from folded lines which n-grams there are; then tells those of a message."""

    def __init__(
        self, word_ngrams: tuple[int, int], word_min_lines: int, letter_ngrams: tuple[int, int], letter_min_lines: int
    ) -> None:
        self._word_ngrams, self._word_min_lines = word_ngrams, word_min_lines
        self._letter_ngrams, self._letter_min_lines = letter_ngrams, letter_min_lines
        # The place of each n-gram, and by place its rarity: half a million of them, in little memory.
        self._words: dict[str, int] = {}
        self._letters: dict[str, int] = {}
        self._rarities = array("f")

    def learn(self, folded: list[str]) -> Any:
        """Learn the features of `folded`; returns its matrix (lines by features, sparse, float32)."""
        # Who only reads does without scikit-learn.
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import FeatureUnion

        shared: dict[str, Any] = {"sublinear_tf": True, "dtype": np.float32, "lowercase": False}
        words = TfidfVectorizer(
            ngram_range=self._word_ngrams, min_df=self._word_min_lines, token_pattern=WORD.pattern, **shared
        )
        letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=self._letter_ngrams, min_df=self._letter_min_lines, **shared
        )
        matrix = FeatureUnion([("words", words), ("letters", letters)]).fit_transform(folded)
        self._words = _places(words, 0)
        self._letters = _places(letters, len(self._words))
        self._rarities = array("f", [*words.idf_, *letters.idf_])
        return matrix

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What was learnt: the n-grams of words and of letters, one a line, and their idf weights in the same order."""
        words, letters = (sorted(places, key=places.__getitem__) for places in (self._words, self._letters))
        return {
            "words": np.array("\n".join(words)),
            "letters": np.array("\n".join(letters)),
            "rarities": np.array(self._rarities),
        }

    @classmethod
    def from_arrays(
        cls, word_ngrams: tuple[int, int], letter_ngrams: tuple[int, int], arrays: Mapping[str, npt.NDArray[Any]]
    ) -> NgramFeatures:
        """Features that were learnt before, from their `arrays()`."""
        features = cls(word_ngrams, 0, letter_ngrams, 0)
        words, letters = (str(arrays[name]).split("\n") for name in ("words", "letters"))
        features._words = {ngram: place for place, ngram in enumerate(words)}
        features._letters = {ngram: place for place, ngram in enumerate(letters, len(words))}
        features._rarities = array("f", arrays["rarities"])
        return features

    def knows_a_word(self, folded: str) -> bool:
        """Whether any word of a message is in the vocabulary; nobody can say what "flarp" is about."""
        return any(word in self._words for word in WORD.findall(folded) if word.isalnum())

    def of(self, folded: str) -> tuple[Places, Values]:
        """The indices of a message's features, each once, and their values (tf-idf)."""
        places: list[int] = []
        values: list[float] = []
        for known, ngrams in (
            (self._words, _in_a_row(WORD.findall(folded), *self._word_ngrams)),
            (self._letters, _inside_words(folded, *self._letter_ngrams)),
        ):
            found = [
                (place, (1.0 + log(times)) * self._rarities[place])
                for place, times in Counter(known[ngram] for ngram in ngrams if ngram in known).items()
            ]
            length = sqrt(sum(value * value for _, value in found)) or 1.0
            places += [place for place, _ in found]
            values += [value / length for _, value in found]
        return np.array(places, dtype=np.intp), np.array(values, dtype=np.float32)


def _places(vectorizer: TfidfVectorizer, first: int) -> dict[str, int]:
    return {ngram: first + int(place) for ngram, place in vectorizer.vocabulary_.items()}


def _in_a_row(words: list[str], shortest: int, longest: int) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _inside_words(text: str, shortest: int, longest: int) -> Iterator[str]:
    for word in text.split():
        padded = f" {word} "
        for length in range(shortest, longest + 1):
            yield padded[:length]
            for start in range(1, len(padded) - length + 1):
                yield padded[start : start + length]
            if length >= len(padded):
                break  # a short word counts once, not once per length
