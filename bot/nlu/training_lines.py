"""The training lines of a run, as the experts want them."""

from __future__ import annotations

from dataclasses import dataclass

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData


@dataclass(frozen=True)
class TrainingLines:
    """Messages and their topics, in the same order."""

    texts: list[str]
    topics: list[str]

    @classmethod
    def of(cls, training_data: TrainingData) -> TrainingLines:
        lines = [
            (str(message.get(TEXT)), str(message.get(INTENT)))
            for message in training_data.intent_examples
            if message.get(TEXT)
        ]
        return cls([text for text, _ in lines], [topic for _, topic in lines])
