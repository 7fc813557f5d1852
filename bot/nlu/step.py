"""A step of config.yml's pipeline that learns nothing and keeps nothing but its settings."""

from __future__ import annotations

from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

PART_OF = "part_of"  # in a question that was cut out of a message: that message


class Step(GraphComponent):
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
    ) -> Self:
        cls.prepare()
        return cls(config)

    @staticmethod
    def prepare() -> None:
        """Load what the step reads with, before the first customer comes; nothing, for most."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
