"""Danger is marked as the gateway or the reader hears it, and never because an expert thinks of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.turns import HEARD
from bot.nlu import danger_detector
from bot.nlu.danger_detector import DangerDetector
from bot.nlu.topic_scores import add_opinion, belief, settle_on

TOPICS = ["crisis", "in_danger", "thank"]


def detected(text: str, told: dict[str, Any] | None = None) -> Message:
    """The message after the detector, in which the experts were sure of a crisis."""
    message = Message({"text": text, "metadata": told or {}})
    add_opinion(message, TOPICS, np.array([3.0, 1.0, 0.0]), 1.0, 1.0)
    tracker = DialogueStateTracker.from_events("x", [])
    return DangerDetector({}).process([message], tracker)[0]


def best(message: Message) -> str:
    topics, chances = belief(message)
    return topics[int(chances.argmax())]


@pytest.mark.parametrize("kind", ["crisis", "in_danger"])
def test_what_the_gateway_heard_counts(kind: str) -> None:
    assert detected("…", {"danger": kind, "danger_now": True}).get(HEARD) == kind


def test_where_the_gateway_heard_nothing_nobody_listens_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danger_detector, "read_danger", lambda *_: pytest.fail("listened twice"))
    message = detected("je veux mourir", {"danger": "crisis", "danger_now": False})
    assert message.get(HEARD) is None


def test_without_a_gateway_the_reader_is_asked() -> None:
    assert detected("I want to kill myself").get(HEARD) == "crisis"


def test_an_expert_alone_raises_no_alarm() -> None:
    message = detected("merci bien", {"danger_now": False})
    assert message.get(HEARD) is None
    assert best(message) == "thank"


def test_a_button_is_not_listened_to() -> None:
    assert detected("/crisis").get(HEARD) is None


def test_nonsense_from_outside_is_none() -> None:
    assert detected("…", {"danger": ["crisis"], "danger_now": True}).get(HEARD) is None


def test_the_component_is_made_as_rasa_makes_it() -> None:
    context = ExecutionContext(GraphSchema({}))
    assert isinstance(DangerDetector.create({}, None, None, context), DangerDetector)


def test_a_talk_settles_on_danger_although_it_was_ruled_out_before() -> None:
    message = detected("…", {"danger_now": False})
    settle_on(message, "crisis")
    assert best(message) == "crisis"
    settle_on(message, "unknown_topic")
    assert best(message) == "crisis"
