"""The training lines of a run, as the experts want them."""

from __future__ import annotations

import hashlib
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

    def sample(self, per_topic: int) -> TrainingLines:
        """At most `per_topic` lines of each topic; a line's chance is its own, so new ones change little."""
        by_topic: dict[str, list[str]] = {}
        for text, topic in zip(self.texts, self.topics, strict=True):
            by_topic.setdefault(topic, []).append(text)
        texts: list[str] = []
        topics: list[str] = []
        for topic, lines in sorted(by_topic.items()):
            chosen = sorted(lines, key=lambda line: hashlib.sha1(line.encode()).digest())[:per_topic]
            texts += chosen
            topics += [topic] * len(chosen)
        return TrainingLines(texts, topics)
