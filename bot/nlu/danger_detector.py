"""Detects danger in every message, apart from its topic."""

from __future__ import annotations

from math import exp, log

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.turns import DENIES, HEARD, danger_talk
from bot.danger.kinds import DANGER_KINDS, DangerKind
from bot.danger.reader import danger_reader, only_hints, read_danger
from bot.dialogue.tracker_turns import newest_turn, situation_for
from bot.nlu.conversation_reader import READING, Reading
from bot.nlu.step import Step
from bot.nlu.topic_scores import rule_out

# A hint counts the less the unlikelier danger is after what was said before: by so much of the logarithm of how likely
# it is, against this.
DOUBT, AS_LIKELY = 0.5, 0.2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(Step):
    """Marks messages in which danger is detected; in all others, rules the topics of danger out.

    The gateway has detected it already and says so. What it hears only in hints it leaves to this step, which knows
    what was said before; so it is in `rasa shell`, where nobody else listens.
    """

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            kind = None if text.startswith("/") else _heard(message, tracker)
            if kind:
                message.set(HEARD, kind, add_to_output=True)
                continue
            before = situation_for(message, tracker)
            if danger_talk(newest_turn(message), before) and danger_reader().denies(text, plainly_heard=before.plainly):
                message.set(DENIES, True, add_to_output=True)
            rule_out(message, DANGER_KINDS)
        return messages


def _heard(message: Message, tracker: DialogueStateTracker) -> DangerKind | None:
    told = newest_turn(message).told
    if told.danger_now is not None:
        return told.heard
    text, before = message.get(TEXT), situation_for(message, tracker)
    earlier = told.danger or before.danger
    heard = before.heard_as(read_danger(text, earlier, plainer=before.doubts_danger_in(text)))
    return None if heard and earlier is None and _is_unlikely(text, message.get(READING)) else heard


def _is_unlikely(text: str, reading: Reading | None) -> bool:
    """Whether what was said before speaks more against danger than the words of `text` hint at it."""
    if reading is None or not only_hints(text):
        return False
    likely = sum(exp(reading.topics[kind]) for kind in DANGER_KINDS)
    return danger_reader().hint(text) + DOUBT * log(likely / AS_LIKELY) < 0
