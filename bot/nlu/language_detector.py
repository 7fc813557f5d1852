"""Decides which language a message is in and is answered in."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content import incident, is_offered
from bot.dialogue.tracker_turns import newest_turn, situation_for
from bot.language import LANGUAGES, Language, is_language
from bot.nlu.language_votes import (
    OwnWords,
    Votes,
    foreign_script,
    langdetect_vote,
    lingua_vote,
    other_language,
    without_noise,
)
from bot.text_folding import MAX_CHARACTERS, fold, has_words

MODEL_FILE = "language_detector.npz"
# Added to each probability, so that no vote is ever beyond what a conversation so far can outweigh.
LEAST = 0.02
INTRODUCTION_WORDS = 4  # before a colon: "what do you think of this text: ..."
QUOTED = re.compile(r"[\"“”«»].{15,}[\"“”«»]?", re.DOTALL)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Sets `language` on each message, and `other_language` when it is in none that we speak.

    The evidence of a text grows with its number of words, and is weighed against the language of the conversation so
    far, or else the client's hint. So "ok", a name or a quoted text does not change the language, and a clear sentence
    does.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # The other voters are asked when our own words are less sure than this.
            "ask_others_below": 0.9,
            # The slowest is asked when the other two together are less sure than this.
            "ask_langdetect_below": 0.98,
            "lingua_weight": 0.6,
            "langdetect_weight": 0.2,
            # A text of this many words says all it can about its language.
            "full_words": 5,
            # Without a conversation or a hint, a language that is less likely than chance, so many times over, is no
            # better than the default one.
            "guess_below": 1.26,
            # How much more likely the conversation's and the hinted language are than another (natural logarithm).
            "conversation_trust": 2.6,
            "hint_trust": 1.8,
            # A language we do not speak is named only for texts of this many words, few of them known to us.
            "other_min_words": 3,
            "other_max_known": 0.5,
            "other_certainty": 0.7,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        return cls(config, model_storage, resource)

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._own_words = OwnWords()
        self._known_words: frozenset[str] = frozenset()

    def train(self, training_data: TrainingData) -> Resource:
        lines = [
            (str(message.get(TEXT)), _label(message)) for message in training_data.intent_examples if message.get(TEXT)
        ]
        labelled = [(text, language) for text, language in lines if language]
        self._own_words.learn([text for text, _ in labelled], [language for _, language in labelled])
        lines_with = Counter(word for text, _ in labelled for word in set(fold(text).split()))
        self._known_words = frozenset(word for word, lines in lines_with.items() if lines > 1)
        with self._model_storage.write_to(self._resource) as folder:
            # In order, so that the same lines make the same file.
            known_words = np.array("\n".join(sorted(self._known_words)))
            np.savez(folder / MODEL_FILE, known_words=known_words, **self._own_words.arrays())
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            spoken = situation_for(message, tracker).language
            conversation = spoken if is_offered(spoken) else None
            hint = newest_turn(message).told.language
            text = (message.get(TEXT) or "")[:MAX_CHARACTERS]
            message.set("language", self._answer_language(text, conversation, hint), add_to_output=True)
            other = self._other_language(text)
            if other:
                message.set("language", conversation or hint or incident().default_language, add_to_output=True)
                message.set("other_language", other, add_to_output=True)
        return messages

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageDetector:
        detector = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / MODEL_FILE) as learnt:
            detector._own_words = OwnWords.from_arrays(learnt)
            detector._known_words = frozenset(str(learnt["known_words"]).split("\n"))
        return detector

    def _answer_language(self, text: str, conversation: Language | None, hint: Language | None) -> Language:
        expected = conversation or hint
        own = _own_part(text)
        words = len(fold(without_noise(own)).split())
        if not has_words(own) or not any(map(str.isalpha, own)) or text.startswith("/"):
            return expected or incident().default_language
        votes = self._votes(own, expected)
        if not expected and votes.max() < self._config["guess_below"] / len(LANGUAGES):
            return incident().default_language
        scores = np.log(votes + LEAST)
        if expected:
            trust = self._config["conversation_trust" if conversation else "hint_trust"]
            scores = scores * min(1.0, words / self._config["full_words"])
            scores[LANGUAGES.index(expected)] += trust
        likeliest = LANGUAGES[int(scores.argmax())]
        return likeliest if is_offered(likeliest) else expected or incident().default_language

    def _votes(self, text: str, expected: Language | None) -> Votes:
        """Probabilities by language: from our own words and, if unsure or a surprise, the two libraries."""
        votes = self._own_words.vote(text)
        is_surprise = expected is not None and LANGUAGES[int(votes.argmax())] != expected
        if votes.max() >= self._config["ask_others_below"] and not is_surprise:
            return votes
        plain = without_noise(text)
        votes = _joined(np.log(votes + 1e-4) + self._config["lingua_weight"] * np.log(lingua_vote(plain) + 1e-3))
        if votes.max() >= self._config["ask_langdetect_below"]:
            return votes
        return _joined(np.log(votes) + self._config["langdetect_weight"] * np.log(langdetect_vote(plain) + 1e-2))

    def _other_language(self, text: str) -> str | None:
        script = foreign_script(text)
        words = without_noise(text).split()
        if script or len(words) < self._config["other_min_words"] or text.startswith("/"):
            return script
        folded = fold(" ".join(words)).split()
        known = sum(1 for word in folded if word.strip('.,;:!?()"') in self._known_words)
        if known > self._config["other_max_known"] * len(folded):
            return None
        return other_language(text, self._config["other_certainty"])


def _joined(scores: Votes) -> Votes:
    """Probabilities from summed log-probabilities."""
    votes = np.exp(scores - scores.max())
    return np.asarray(votes / votes.sum())


def _label(message: Message) -> str | None:
    """The language that a training file states for its lines."""
    metadata = message.get("metadata") or {}
    language = (metadata.get("intent") or {}).get("language") or metadata.get("language")
    return language if is_language(language) else None


def _own_part(text: str) -> str:
    """The customer's own words around a quoted text, if there are enough; otherwise the whole text."""
    outside = QUOTED.sub(" ", text)
    if len(fold(outside).split()) < 2:
        outside = text
    before_colon, colon, _ = outside.partition(":")
    return before_colon if colon and len(before_colon.split()) >= INTRODUCTION_WORDS else outside
