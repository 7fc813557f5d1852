"""What was said before, as an opinion on what a message means now."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import follow_ups, incident
from bot.danger.kinds import DangerKind, is_danger_kind
from bot.danger.talk import HEARD, READ_AS, Turn, danger_heard
from bot.data_kinds.recogniser import recognise_kinds
from bot.dialogue.conversation_language import conversation_language
from bot.dialogue.danger_talk import BESIDE, danger_of
from bot.nlu.language_votes import language_of_code
from bot.nlu.meant_in_context import (
    NAMED_KIND,
    PERSON,
    meant_in_context,
    meant_in_danger,
    meant_of_erasing,
    meant_of_the_steps,
    meant_of_the_wait,
)
from bot.nlu.topic_scores import add_bonus, belief, settle_on
from bot.phrases import contains_phrase
from bot.text_folding import plain_words

PASTED = "check_message"
MEMORY = 8  # turns
QUESTION_PENALTY = -2.5
BESIDE_MIN = 0.25  # how likely a topic must be to be kept beside danger
DATA_TOPICS = ("data_affected", "data_not_affected", "data_type")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConversationContext(GraphComponent):
    """Makes likelier what customers tend to say after the topic before, by content/follow_ups.yml.

    "And the PIN?" after a question on passwords, "he is calling again" after a report of fraud: read alone they could
    be anything. A long message says what it means by itself, so the bonus fades with length.

    Danger comes before all of it: a message in which it was heard is about nothing else, and in a talk about danger
    what is no question of its own is about the danger still.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # A message of this many words gets half the bonus.
            "half_bonus_words": 12,
            # A named kind of data makes `data_type` likelier, and much more so in a talk about data.
            "kind_bonus": 0.7,
            "kind_bonus_in_context": 3.0,
            # "Say it shorter", "what do you mean": the topic before is meant once more.
            "say_again_bonus": 16.0,
            "say_again_max_words": 10,
            # In a talk about danger, how likely a topic must be to be answered as itself.
            "sure_in_danger": 0.8,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConversationContext:
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        earlier = _earlier_topics(tracker)
        for message in messages:
            topics, _ = belief(message)
            if not topics:
                continue
            text = message.get(TEXT) or ""
            bonus = self._bonus(text, next((topic for topic in earlier if topic not in _courtesies()), None))
            add_bonus(message, np.array([bonus.get(topic, 0.0) for topic in topics]))
            best = topics[int(belief(message)[1].argmax())]
            heard = danger_heard(_as_turn(message))
            meant = heard or self._meant(best, message, tracker)
            if is_danger_kind(meant):
                self._keep_beside(meant, message)
            if meant != best:
                if not heard:
                    message.set(READ_AS, best, add_to_output=True)
                settle_on(message, meant)
            if best == PASTED:
                self._keep_language(message, tracker)
        return messages

    def _meant(self, best: str, message: Message, tracker: DialogueStateTracker) -> str:
        """What the topic read means in this conversation."""
        text = message.get(TEXT) or ""
        talk = danger_of(tracker, _as_turn(message))
        waits = (message.get("metadata") or {}).get("people") == "waiting"
        of_the_wait = meant_of_the_wait(best, text) if waits else None
        if of_the_wait and (talk is None or of_the_wait == PERSON):
            return of_the_wait
        words, offered = plain_words(text), _last_offer(tracker)
        earlier = _earlier_topics(tracker)
        answers = meant_of_erasing(best, words, offered) or meant_of_the_steps(best, words, earlier)
        if answers:
            return answers
        if talk:
            is_sure = float(belief(message)[1].max()) >= self._config["sure_in_danger"]
            return meant_in_danger(talk, best, words, earlier, offered=offered, is_sure=is_sure)
        return meant_in_context(best, words, _read_as(tracker))

    def _keep_beside(self, danger: DangerKind, message: Message) -> None:
        """What else a message about danger may be about, such as money that is still leaving."""
        likely = {topic: float(chance) for topic, chance in zip(*belief(message), strict=True) if topic != danger}
        beside = max(likely, key=lambda topic: likely[topic])
        if likely[beside] >= BESIDE_MIN:
            message.set(BESIDE, beside, add_to_output=True)

    def _keep_language(self, message: Message, tracker: DialogueStateTracker) -> None:
        """A pasted message is in the fraudster's language, not in the customer's."""
        hint = language_of_code((message.get("metadata") or {}).get("language"))
        expected = conversation_language(tracker) or hint
        if expected:
            message.set("language", expected, add_to_output=True)

    def _bonus(self, text: str, previous: str | None) -> dict[str, float]:
        """What is likelier now, by topic, after `previous`."""
        fading = 1 / (1 + len(text.split()) / self._config["half_bonus_words"])
        bonus = {topic: fading * value for topic, value in follow_ups().get(previous or "", {}).items()}
        if "?" in text:
            # A question is hardly ever a yes or a no.
            bonus["affirm"] = bonus["deny"] = QUESTION_PENALTY
        is_short = len(text.split()) <= self._config["say_again_max_words"]
        if previous and is_short and contains_phrase(text, "say_again"):
            bonus[previous] = self._config["say_again_bonus"]
        if recognise_kinds(text, incident().involvement):
            in_context = previous in DATA_TOPICS
            kind_bonus = self._config["kind_bonus_in_context" if in_context else "kind_bonus"]
            bonus[NAMED_KIND] = bonus.get(NAMED_KIND, 0.0) + fading * kind_bonus
        return bonus


def _as_turn(message: Message) -> Turn:
    """A message that the tracker does not hold yet."""
    return message.get("metadata"), {HEARD: message.get(HEARD)}


def _last_offer(tracker: DialogueStateTracker) -> str | None:
    """What the answer before offered."""
    newest = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
    offered = newest.metadata.get("offers") if newest else None
    return str(offered) if offered else None


def _courtesies() -> dict[str, float]:
    return follow_ups()["courtesies"]


def _earlier_topics(tracker: DialogueStateTracker) -> list[str]:
    """The topics of the customer's messages, newest first, as many as the context may need."""
    newest = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    return [str(event.intent_name) for event in islice(newest, MEMORY) if event.intent_name]


def _read_as(tracker: DialogueStateTracker) -> list[str]:
    """The same, as each was read by itself: a topic stays fresh by being spoken of, not by being meant in context."""
    newest = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    told = ((event.parse_data or {}).get(READ_AS) or event.intent_name for event in islice(newest, MEMORY))
    return [str(topic) for topic in told if topic]
