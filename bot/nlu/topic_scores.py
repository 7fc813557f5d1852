"""The experts' opinions on a message's topic, and how they add up (a product of experts).

Each expert of the pipeline adds its opinion: a vector of log-probabilities, one per topic. The normalised sum is the
belief so far; an expensive expert is asked only while that belief is weak. The expert on the conversation replaces the
belief of the others by its own.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.training_data.message import Message

Vector = npt.NDArray[np.float64]

DECISIVE = 50.0  # a log-odds that nothing outweighs

_KEY = "topic_scores"


def add_opinion(message: Message, topics: list[str], margins: Vector, sharpness: float, weight: float) -> None:
    """Add one expert's margins (shape: topics), turned into log-probabilities by `sharpness` and weighed."""
    opinion = weight * log_softmax(sharpness * margins)
    earlier = message.get(_KEY)
    if earlier:
        opinion = earlier["scores"] + opinion
    message.set(_KEY, {"topics": topics, "scores": opinion})


def belief(message: Message) -> tuple[list[str], Vector]:
    """The topics and their probabilities so far; empty before the first expert."""
    return calibrated_belief(message, 1.0)


def calibrated_belief(message: Message, temperature: float) -> tuple[list[str], Vector]:
    """The belief with a temperature; above 1 it is less sure of itself."""
    scores: dict[str, Any] | None = message.get(_KEY)
    if not scores:
        return [], np.zeros(0)
    return scores["topics"], np.exp(log_softmax(scores["scores"] / temperature))


def log_belief(message: Message) -> Vector:
    """The belief as log-probabilities, in the order of the topics."""
    scores: dict[str, Any] = message.get(_KEY)
    return log_softmax(scores["scores"])


def replace_belief(message: Message, scores: Vector) -> None:
    """Replace the belief by these log-probabilities, in the order of the topics."""
    message.set(_KEY, {"topics": message.get(_KEY)["topics"], "scores": scores})


def settle_on(message: Message, topic: str) -> None:
    """Make one topic the best by far, whatever was added or ruled out before; the others keep their order.

    A topic that no expert knows changes nothing.
    """
    earlier = message.get(_KEY)
    best = earlier["scores"].max() + DECISIVE
    scores = np.array(
        [best if one == topic else score for one, score in zip(earlier["topics"], earlier["scores"], strict=True)]
    )
    message.set(_KEY, {"topics": earlier["topics"], "scores": scores})


def rule_out(message: Message, topics: Collection[str]) -> None:
    """Rule out `topics`, unless one of them is settled on later."""
    earlier = message.get(_KEY)
    if earlier:
        add_bonus(message, np.array([-DECISIVE if topic in topics else 0.0 for topic in earlier["topics"]]))


def log_softmax(values: Vector) -> Vector:
    shifted = values - values.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))


def add_bonus(message: Message, bonus: Vector) -> None:
    """Add a bonus for what the conversation makes likelier (log-probabilities, in the order of `belief`)."""
    earlier = message.get(_KEY)
    message.set(_KEY, {"topics": earlier["topics"], "scores": earlier["scores"] + bonus})
