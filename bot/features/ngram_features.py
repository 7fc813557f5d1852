"""Words in a row and letters in a row as features, weighed by their rarity (tf-idf).

scikit-learn learns the vocabulary. A single message is then vectorised here, in plain Python: scikit-learn's
vectorizers are made for whole corpora, and their overhead costs more than the work. A test compares both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from math import log, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from bot.features.known_ngrams import KnownNgrams

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

WORD = re.compile(r"\w+|[^\w\s]")

Places = npt.NDArray[np.intp]
Values = npt.NDArray[np.float32]
Ngrams = tuple[str, list[int], list[int]]  # a text, where each n-gram begins, and before where it ends


class NgramFeatures:
    """Learns from folded lines which n-grams there are; then tells those of a message."""

    def __init__(
        self, word_ngrams: tuple[int, int], word_min_lines: int, letter_ngrams: tuple[int, int], letter_min_lines: int
    ) -> None:
        self._word_ngrams, self._word_min_lines = word_ngrams, word_min_lines
        self._letter_ngrams, self._letter_min_lines = letter_ngrams, letter_min_lines
        self._words: KnownNgrams
        self._letters: KnownNgrams
        self._rarities: Values  # of the words, then of the letters

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
        self._learnt = {
            "words": _lines(words),
            "letters": _lines(letters),
            "rarities": np.array([*words.idf_, *letters.idf_], dtype=np.float32),
        }
        self._keep(self._learnt)
        return matrix

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What `learn` learnt: the n-grams of words and of letters, one a line, and their idf weights in that order."""
        return self._learnt

    @classmethod
    def from_arrays(
        cls, word_ngrams: tuple[int, int], letter_ngrams: tuple[int, int], arrays: Mapping[str, npt.NDArray[Any]]
    ) -> NgramFeatures:
        """Features that were learnt before, from their `arrays()`."""
        features = cls(word_ngrams, 0, letter_ngrams, 0)
        features._keep(arrays)
        return features

    def _keep(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._words, self._letters = KnownNgrams(str(arrays["words"])), KnownNgrams(str(arrays["letters"]))
        self._rarities = arrays["rarities"]

    def knows_a_word(self, folded: str) -> bool:
        """Whether any word of a message is in the vocabulary; nobody can say what "flarp" is about."""
        words = [word for word in WORD.findall(folded) if word.isalnum()]
        return bool(self._words.places(*_in_a_row(words, 1, 1)))

    def of(self, folded: str) -> tuple[Places, Values]:
        """The indices of a message's features, each once, and their values (tf-idf)."""
        places: list[int] = []
        values: list[float] = []
        for known, first, ngrams in (
            (self._words, 0, _in_a_row(WORD.findall(folded), *self._word_ngrams)),
            (self._letters, len(self._words), _inside_words(folded.split(), *self._letter_ngrams)),
        ):
            times = Counter(known.places(*ngrams))
            found = [first + place for place in times]
            rarities = self._rarities[found].tolist()
            weights = [(1.0 + log(often)) * rarity for often, rarity in zip(times.values(), rarities, strict=True)]
            length = sqrt(sum(weight * weight for weight in weights)) or 1.0
            places += found
            values += [weight / length for weight in weights]
        return np.array(places, dtype=np.intp), np.array(values, dtype=np.float32)


def _lines(vectorizer: TfidfVectorizer) -> npt.NDArray[np.str_]:
    places: dict[str, int] = vectorizer.vocabulary_
    return np.array("\n".join(sorted(places, key=places.__getitem__)))


def _in_a_row(words: list[str], shortest: int, longest: int) -> Ngrams:
    """So many words in a row, with a space between them."""
    ends = list(accumulate((len(word) + 1 for word in words), initial=-1))[1:]
    begins = [end - len(word) for end, word in zip(ends, words, strict=True)]
    lengths = range(shortest, longest + 1)
    return (
        " ".join(words),
        [begin for length in lengths for begin in begins[: max(0, len(words) - length + 1)]],
        [end for length in lengths for end in ends[length - 1 :]],
    )


def _inside_words(words: list[str], shortest: int, longest: int) -> Ngrams:
    """So many letters in a row of each word, the spaces around it included."""
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    for word in words:
        end = begin + len(word) + 2
        for length in range(shortest, longest + 1):
            last = max(begin, end - length)
            starts += range(begin, last + 1)
            ends += range(min(begin + length, end), end + 1)
            if begin + length >= end:
                break  # a short word counts once, not once per length
        begin = end - 1  # the space after a word is that before the next
    return f" {' '.join(words)} ", starts, ends
