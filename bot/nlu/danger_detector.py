"""Detects danger in every message, apart from its topic."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.turns import DENIES, HEARD, danger_talk
from bot.danger.kinds import DANGER_KINDS, DangerKind
from bot.danger.reader import danger_reader, read_danger
from bot.dialogue.tracker_turns import newest_turn, situation_for
from bot.nlu.step import Step
from bot.nlu.topic_scores import rule_out


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(Step):
    """Marks messages in which danger is detected; in all others, rules the topics of danger out.

    The gateway has usually detected it already and says so; otherwise, as in `rasa shell`, the detector runs here.
    """

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            kind = None if text.startswith("/") else _heard(message, tracker)
            if kind:
                message.set(HEARD, kind, add_to_output=True)
                continue
            before = situation_for(message, tracker)
            talk = danger_talk(newest_turn(message), before)
            if talk and danger_reader().denies(text, talk, plainly_heard=before.plainly):
                message.set(DENIES, True, add_to_output=True)
            rule_out(message, DANGER_KINDS)
        return messages


def _heard(message: Message, tracker: DialogueStateTracker) -> DangerKind | None:
    told = newest_turn(message).told
    if told.danger_now is not None:
        return told.heard
    text, before = message.get(TEXT), situation_for(message, tracker)
    heard = read_danger(text, told.danger or before.danger, plainer=before.doubts_danger_in(text))
    return before.heard_as(heard)
