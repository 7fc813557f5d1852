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

from bot.content import follow_ups, in_context, incident
from bot.danger.kinds import DangerKind, is_danger_kind
from bot.danger.talk import HEARD, READ_AS, Turn, danger_heard
from bot.data_kinds.recogniser import recognise_kinds
from bot.dialogue.conversation_language import conversation_language
from bot.dialogue.danger_talk import BESIDE, danger_of
from bot.nlu.language_votes import language_of_code
from bot.nlu.topic_scores import add_bonus, belief
from bot.phrases import contains_phrase
from bot.text_folding import plain_words

PASTED = "check_message"
NAMED_KIND = "data_type"
PERSON = "ask_human"
ERASE = "erase"
YES_OR_NO = ("affirm", "deny")
MEMORY = 8  # turns
DECISIVE = 50.0  # a log-odds that nothing outweighs
QUESTION_PENALTY = -2.5
BESIDE_MIN = 0.1  # how likely a topic must be to be kept beside danger
BEFORE_THE_WAIT = ("report_fraud", "suspicious_contact", "check_message")
WAIT_MAX_WORDS = 9
BY_THE_WAY_MAX_WORDS = 6
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
                add_bonus(message, np.array([DECISIVE if topic == meant else 0.0 for topic in topics]))
            if best == PASTED:
                self._keep_language(message, tracker)
        return messages

    def _meant(self, best: str, message: Message, tracker: DialogueStateTracker) -> str:
        """What the topic read means in this conversation."""
        text = message.get(TEXT) or ""
        talk = danger_of(tracker, _as_turn(message))
        waits = (message.get("metadata") or {}).get("people") == "waiting"
        of_the_wait = _of_the_wait(best, text) if waits else None
        if of_the_wait and (talk is None or of_the_wait == PERSON):
            return of_the_wait
        words, offered = plain_words(text), _last_offer(tracker)
        if talk:
            return _meant_in_danger(talk, best, words, _earlier_topics(tracker), offered)
        if offered == ERASE and best in YES_OR_NO:
            return best
        return _meant_in_context(best, words, _read_as(tracker))

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


def _meant_in_danger(talk: DangerKind, best: str, words: str, earlier: list[str], offered: str | None) -> str:
    """What the topic read means in a talk about danger, given the topics answered before (newest first)."""
    rule = in_context()[talk]
    for topic, phrase in rule["asked_for"].items():
        if contains_phrase(words, phrase) and topic in (best, *earlier):
            return str(topic)
        if best == topic and earlier[:1] == [topic]:
            return best
    if offered in rule["answers"].get(best, ()):
        return best
    return talk if best in rule["means_it_again"] else best


def _meant_in_context(best: str, words: str, earlier: list[str]) -> str:
    """What the topic read means, given the topics of the turns before (newest first)."""
    for fresh, rule in in_context().items():
        if fresh not in earlier[: rule.get("fresh_for", 0)]:
            continue
        if best == NAMED_KIND and _asks_by_the_way(words) and best in rule.get("answers_by_the_way", ()):
            return best
        if best in rule["means"]:
            return str(rule["means"][best])
        is_long = len(words.split()) >= rule["long_words"] and not contains_phrase(
            words.split(maxsplit=1)[0], "plain_no"
        )
        if is_long and best in rule["means_if_long"]:
            return str(rule["means_if_long"][best])
    return best


def _of_the_wait(best: str, text: str) -> str | None:
    """What somebody in the queue means who speaks of the wait; fraud and questions on the incident come first."""
    if best in BEFORE_THE_WAIT or len(text.split()) > WAIT_MAX_WORDS or contains_phrase(text, "not_the_wait"):
        return None
    if contains_phrase(text, "wait_no_more"):
        return "deny"
    return "ask_human" if contains_phrase(text, "about_the_wait") else None


def _asks_by_the_way(words: str) -> bool:
    """ "And my bank?": a short question of their own, not what the suspicious caller wants."""
    is_short = 0 < len(words.split()) <= BY_THE_WAY_MAX_WORDS
    return (
        is_short and contains_phrase(words.split(maxsplit=1)[0], "and_also") and not contains_phrase(words, "they_want")
    )


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
