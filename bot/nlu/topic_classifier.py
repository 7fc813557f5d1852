"""Turns the experts' opinions into Rasa's intent and ranking, and decides when a message is unclear."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.situation import TOLD_OF
from bot.fraud.pasted import looks_pasted
from bot.nlu.context_expert import ALONE, ALONE_SURE
from bot.nlu.ngram_expert import NO_KNOWN_WORD
from bot.nlu.step import Step
from bot.nlu.topic_scores import Vector, calibrated_belief
from bot.text_folding import MAX_CHARACTERS
from bot.topics import OUT_OF_SCOPE

PASTED = "check_message"
SURE_ALONE, MIN_WORDS_ALONE = 0.75, 3
# Topics of which either answer helps who meant another of them.
FAMILIES = (TOLD_OF, frozenset(("data_type", "data_affected", "am_i_affected")))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TopicClassifier(Step, IntentClassifier):
    """Decides to answer, to clarify or to turn away, whichever has the lowest expected cost for the customer.

    So a message that may well be out of scope needs a surer topic than another one. A message to clarify gets the
    intent `nlu_fallback`, followed by the likely topics in the ranking; so does a message without words.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # How many of the likeliest topics are reported.
            "ranking_length": 10,
            # Divides the experts' summed logarithms: makes the probabilities true; see docs/quality.md.
            "temperature": 1.22,
            # What each mistake costs, where a wrong answer costs 1: a needless clarifying question,
            "cost_of_clarifying": 0.5,
            # a clarifying question to one who asked something else,
            "cost_of_clarifying_out_of_scope": 0.1,
            # and to be told that one's question is out of scope.
            "cost_of_turning_away": 0.7,
        }

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            topics, probabilities = calibrated_belief(message, self._config["temperature"])
            order = probabilities.argsort()[::-1]
            # In a language we do not speak the experts may understand, but the customer would not understand us.
            if (
                not topics
                or message.get("other_language")
                or _is_too_long(message, topics[order[0]])
                or (message.get(NO_KNOWN_WORD) and topics[order[0]] == OUT_OF_SCOPE)  # nobody knows what it is about
                or (
                    self._is_unclear(topics, _of_one_kind(topics, probabilities))
                    and not _is_clear_alone(message, topics[order[0]])
                )
            ):
                ranking = [_entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0 - float(probabilities.max(initial=0.0)))]
            else:
                ranking = []
            ranking += [
                _entry(topics[place], float(probabilities[place])) for place in order[: self._config["ranking_length"]]
            ]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _is_unclear(self, topics: list[str], probabilities: Vector) -> bool:
        """Whether a clarifying question is expected to cost less than an answer and than turning away."""
        out_of_scope = np.array([topic == OUT_OF_SCOPE for topic in topics])
        elsewhere = float(probabilities[out_of_scope].sum())
        answering = 1.0 - float(probabilities[~out_of_scope].max(initial=0.0))
        turning_away = self._config["cost_of_turning_away"] * (1.0 - elsewhere)
        clarifying = (
            self._config["cost_of_clarifying"] * (1.0 - elsewhere)
            + self._config["cost_of_clarifying_out_of_scope"] * elsewhere
        )
        return bool(clarifying < min(answering, turning_away))


def _of_one_kind(topics: list[str], probabilities: Vector) -> Vector:
    """The probabilities, with those added to the best one's whose answers help who meant the best, and the reverse."""
    best = int(probabilities.argmax())
    family = next((one for one in FAMILIES if topics[best] in one), ())
    kin = [place for place, topic in enumerate(topics) if place != best and topic in family]
    together = probabilities.copy()
    together[best] += probabilities[kin].sum()
    together[kin] = 0.0
    return together


def _is_clear_alone(message: Message, best: str) -> bool:
    """Whether it surely means the same without its conversation, which only made it less sure."""
    says_enough = len((message.get(TEXT) or "").split()) >= MIN_WORDS_ALONE
    return says_enough and message.get(ALONE) == best and (message.get(ALONE_SURE) or 0.0) >= SURE_ALONE


def _is_too_long(message: Message, best: str) -> bool:
    """Whether only the beginning of a long message is read; pasted messages may be long."""
    text = message.get(TEXT) or ""
    return best != PASTED and len(text) > MAX_CHARACTERS and not looks_pasted(text)


def _entry(topic: str, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: confidence}
