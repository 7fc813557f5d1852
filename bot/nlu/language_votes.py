"""Who votes on a text's language: lingua, langdetect, and the words of our own training lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from bot.features.ngram_features import NgramFeatures
from bot.language import LANGUAGES

if TYPE_CHECKING:
    from lingua import LanguageDetector as LinguaDetector

Votes = npt.NDArray[np.float64]  # one probability per language, in the order of LANGUAGES

NO_OPINION: Votes = np.full(len(LANGUAGES), 1 / len(LANGUAGES))
NEVER = -20.0  # the score of a language that has no training lines
WORD_NGRAMS, LETTER_NGRAMS = (1, 1), (1, 4)  # of our own words
# Spoken in Belgium and written in Latin letters like ours; others are told by their script.
NEIGHBOURS = ("de", "es", "it", "pt", "pl", "ro", "tr", "sq", "sv")

_NOISE = re.compile(r"(?:https?|hxxps?)\S+|\bwww\.\S+|\S+@\S+|\b\w[\w-]*\.[a-z]{2,}\b\S*|\d+", re.IGNORECASE)


class OtherLanguages(Exception):
    """The model was trained for other languages than the current ones."""


def without_noise(text: str) -> str:
    """The text without links, addresses and numbers: they have no language."""
    return _NOISE.sub(" ", text.lower())


class OwnWords:
    """A linear classifier on the words and letters of our own training lines: the best judge of short messages."""

    def __init__(self) -> None:
        self._features = NgramFeatures(WORD_NGRAMS, 2, LETTER_NGRAMS, 3)
        self._weights = np.zeros((0, len(LANGUAGES)), dtype=np.float32)
        self._bias = np.zeros(len(LANGUAGES), dtype=np.float32)

    def learn(self, texts: list[str], languages: list[str]) -> None:
        from sklearn.linear_model import SGDClassifier

        classifier = SGDClassifier(loss="log_loss", alpha=1e-6, random_state=0, max_iter=8, tol=None, average=True)
        classifier.fit(self._features.learn([without_noise(text) for text in texts]), languages)
        weights, bias = classifier.coef_, classifier.intercept_
        if len(classifier.classes_) == 2:  # then there is one boundary, which both share
            weights, bias = np.concatenate([-weights, weights]), np.concatenate([-bias, bias])
        self._weights = np.zeros((weights.shape[1], len(LANGUAGES)), dtype=np.float32)
        self._bias = np.full(len(LANGUAGES), NEVER, dtype=np.float32)
        for row, language in enumerate(classifier.classes_):
            column = LANGUAGES.index(language)
            self._weights[:, column], self._bias[column] = weights[row], bias[row]

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What was learnt, to be kept in a file."""
        return {**self._features.arrays(), "weights": self._weights, "bias": self._bias}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> OwnWords:
        """The classifier that was learnt before, from its `arrays()`."""
        own_words = cls()
        own_words._features = NgramFeatures.from_arrays(WORD_NGRAMS, LETTER_NGRAMS, arrays)
        own_words._weights, own_words._bias = arrays["weights"], arrays["bias"]
        if len(own_words._bias) != len(LANGUAGES):
            raise OtherLanguages("The model was trained for other languages than those of content/languages.yml.")
        return own_words

    def vote(self, text: str) -> Votes:
        places, values = self._features.of(without_noise(text))
        scores = (values @ self._weights[places] + self._bias).astype(np.float64)
        votes = 1.0 / (1.0 + np.exp(-scores))  # one language against the others, each for itself
        return np.asarray(votes / votes.sum())


def lingua_vote(text: str) -> Votes:
    """What lingua thinks, restricted to our languages."""
    found = {
        value.language.iso_code_639_1.name.lower(): value.value
        for value in _lingua().compute_language_confidence_values(text)
    }
    return np.array([found.get(language, 0.0) for language in LANGUAGES])


def langdetect_vote(text: str) -> Votes:
    """What langdetect thinks, knowing our languages only; made repeatable by its seed."""
    from langdetect import LangDetectException

    detector = _langdetect().create()
    detector.append(text)
    try:
        found = {value.lang: value.prob for value in detector.get_probabilities()}
    except LangDetectException:  # nothing in the text to go by
        return NO_OPINION
    return np.array([found.get(language, 0.0) for language in LANGUAGES])


def other_language(text: str, certainty: float) -> str | None:
    """The ISO code of a language we do not speak, when the text is in one with at least this `certainty` (0 to 1)."""
    best = max(_lingua_with_neighbours().compute_language_confidence_values(text), key=lambda value: value.value)
    code = best.language.iso_code_639_1.name.lower()
    return code if code not in LANGUAGES and best.value >= certainty else None


def foreign_script(text: str) -> str | None:
    """The ISO code for "some other language", when most letters are not Latin ones."""
    letters = [character for character in text if character.isalpha()]
    foreign = sum(1 for character in letters if ord(character) > 0x036F and not 0x1E00 <= ord(character) <= 0x1EFF)
    return "und" if letters and foreign > len(letters) / 2 else None


@cache
def _lingua() -> LinguaDetector:
    return _new_lingua(*LANGUAGES)


@cache
def _lingua_with_neighbours() -> LinguaDetector:
    return _new_lingua(*dict.fromkeys((*LANGUAGES, *NEIGHBOURS)))


def _new_lingua(*codes: str) -> LinguaDetector:
    """A detector for those of `codes` that lingua knows, in its lower accuracy: beside our own words the full models
    decide nothing better, and take 110 MB more.
    """
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    known = [code.upper() for code in codes if hasattr(IsoCode639_1, code.upper())]
    return (
        LanguageDetectorBuilder.from_iso_codes_639_1(*(getattr(IsoCode639_1, code) for code in known))
        .with_low_accuracy_mode()
        .build()
    )


@cache
def _langdetect():  # type: ignore[no-untyped-def]
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.set_seed(0)
    profiles = [Path(PROFILES_DIRECTORY) / language for language in LANGUAGES]
    factory.load_json_profile([profile.read_text("utf-8") for profile in profiles if profile.exists()])
    return factory
