"""Whether somebody is in danger: looked for in every message, apart from what else it may be about."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.danger.kinds import DANGER_KINDS, DangerKind, is_danger_kind
from bot.danger.reader import read_danger
from bot.danger.talk import HEARD
from bot.dialogue.danger_talk import danger_of
from bot.nlu.topic_scores import rule_out


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(GraphComponent):
    """Marks a message in which danger is heard; in others, what the experts say of danger counts for nothing.

    The gateway has listened already and tells; where nobody did, as in `rasa shell`, the reader is asked here.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerDetector:
        return cls()

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            kind = None if text.startswith("/") else _heard(text, message.get("metadata") or {}, tracker)
            if kind:
                message.set(HEARD, kind, add_to_output=True)
                continue
            rule_out(message, DANGER_KINDS)
        return messages


def _heard(text: str, told: dict[str, Any], tracker: DialogueStateTracker) -> DangerKind | None:
    if "danger_now" in told:
        kind = told.get("danger") if told["danger_now"] is True else None
        return kind if is_danger_kind(kind) else None
    return read_danger(text, danger_of(tracker))
