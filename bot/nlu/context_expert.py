"""An expert that reads a message in its conversation: what "yes", "why?" or "and hers?" means depends on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import phrases
from bot.conversation.said_before import has_begun
from bot.conversation.situation import Situation
from bot.conversation.turns import ACTS as DOES
from bot.conversation.turns import danger_talk
from bot.danger.kinds import DANGER_KINDS
from bot.dialogue.tracker_turns import newest_turn, situation_for
from bot.nlu.context_features import features_of
from bot.nlu.conversation_reader import READING, conversation_reader
from bot.nlu.step import Step
from bot.nlu.topic_scores import Vector, belief, log_belief, log_softmax, replace_belief
from bot.text_folding import has_words, plain_words

FILE = Path(__file__).parents[2] / "models" / "context.npz"
# What is asked of us and not of the incident, and means the same after anything; a cry for help is no such question.
HELP = "help"
PLAINLY, SURELY = ("ask_human", "change_language", "erase_chat", HELP), 0.95
ALONE = "read_alone"  # the likeliest topic of a message before its conversation was looked at, danger aside
ALONE_SURE = "read_alone_sure"  # and how likely it was
# What a message may do or tell, whatever it is about, and the label of data/conversations that says so.
ACTS = {
    "corrects": ("acts", "corrects"),
    "thanks": ("acts", "thanks"),
    "card_done": ("done", "card_stop"),
    "bank_done": ("done", "bank"),
    "cannot_phone": ("phone", "no"),
}
# So that a feature that is there and a log-probability weigh about as much; what is less likely than e^-12 is unlikely.
FEATURE, LOG_PROBABILITY, UNLIKELY = 0.3, 1 / 6, -12.0


class ContextUnlearnt(RasaException):
    """There is no learnt file; `make train` makes it."""


class ContextReader:
    """What was learnt from data/conversations: one linear classifier for each topic (`bot.nlu.learn_context`)."""

    def __init__(self, file: Path = FILE) -> None:
        if not file.exists():
            raise ContextUnlearnt(f"{file} is missing, which tells how to read a conversation. `make train` makes it.")
        with np.load(file) as learnt:
            self.topics: list[str] = str(learnt["topics"]).split("\n")
            self._places = {name: place for place, name in enumerate(str(learnt["features"]).split("\n"))}
            self._weights, self._of_alone, self._bias = (learnt[name] for name in ("weights", "of_alone", "bias"))
            self._act_weights, self._act_bias = learnt["act_weights"], learnt["act_bias"]

    def read(self, text: str, before: Situation, alone: str, scores: Vector) -> tuple[Vector, dict[str, float]]:
        """The log-probabilities of `topics`, and the probabilities of `ACTS`.

        `scores` are the log-probabilities of the message read alone, in the same order.
        """
        found = features_of(text, before, alone, float(np.exp(scores.max())))
        places = [self._places[name] for name in found if name in self._places]
        margins = FEATURE * self._weights[places].sum(axis=0) + scaled(scores) @ self._of_alone + self._bias
        # Of independent classifiers: how much each believes in its topic, made to add up to one.
        believed = -np.logaddexp(0.0, -margins.astype(np.float64))
        acts = FEATURE * self._act_weights[places].sum(axis=0) + self._act_bias
        likely = np.exp(-np.logaddexp(0.0, -acts.astype(np.float64)))
        return np.asarray(believed - np.logaddexp.reduce(believed)), dict(zip(ACTS, likely.tolist(), strict=True))


def scaled(scores: Vector) -> Vector:
    """Log-probabilities as the classifiers read them."""
    return np.maximum(scores, UNLIKELY) * LOG_PROBABILITY


@cache
def context_reader() -> ContextReader:
    return ContextReader()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextExpert(Step):
    """Replaces the belief about a message read alone by one in its conversation, from the second turn on.

    Two readers add up: one on words and what came before as features, one whose encoder sees both at once.
    Not in a conversation about danger, which has rules of its own. Nor for plain requests for a person, another
    language, the menu or erasing, which mean the same whatever came before.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Makes the classifiers as sure as they are right; see docs/quality.md for how it was measured.
            "sharpness": 1.2,
            # What the encoder's reading weighs beside the other's.
            "weight_of_encoder": 0.7,
            # How likely it must be that a message does or tells each of `ACTS`.
            "sure_of": {"corrects": 0.7, "thanks": 0.7, "card_done": 0.5, "bank_done": 0.5, "cannot_phone": 0.6},
        }

    @staticmethod
    def prepare() -> None:
        context_reader()
        conversation_reader()

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._sharpness, self._sure_of = float(config["sharpness"]), config["sure_of"]
        self._weight = float(config["weight_of_encoder"])

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            topics, probabilities = belief(message)
            if not topics:
                continue
            alone = topics[int(probabilities.argmax())]
            # Whether there is danger is not for the experts to say: who hears it does (`danger_detector.py`).
            harmless = np.where([topic in DANGER_KINDS for topic in topics], -1.0, probabilities)
            message.set(ALONE, topics[int(np.argmax(harmless))])
            message.set(ALONE_SURE, float(harmless.max()))
            before, text = situation_for(message, tracker), message.get(TEXT) or ""
            danger = danger_talk(newest_turn(message), before)
            is_plain = alone in PLAINLY and probabilities.max() >= SURELY and (alone != HELP or "?" in text)
            is_plain |= any(plain_words(text) in listed for listed in phrases("only_ok").values())
            if not has_begun(before) or not has_words(text):
                continue
            reading = conversation_reader().read(text, before)
            message.set(READING, reading)
            if danger or is_plain:
                continue
            reader = context_reader()
            order = [topics.index(topic) for topic in reader.topics]
            scores = np.full(len(topics), self._sharpness * UNLIKELY)
            believed, acts = reader.read(text, before, alone, log_belief(message)[order])
            believed = log_softmax(believed + self._weight * reading.of_topics(reader.topics))
            scores[order] = self._sharpness * believed
            replace_belief(message, scores)
            message.set(DOES, [act for act in ACTS if acts[act] >= self._sure_of[act]], add_to_output=True)
        return messages
