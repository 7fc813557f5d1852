"""Danger is marked as the gateway or the reader hears it, and never because an expert thinks of it."""

from __future__ import annotations

from math import inf, log
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.conversation.turns import HEARD
from bot.nlu import danger_detector
from bot.nlu.conversation_reader import READING, Reading
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


def hinted(monkeypatch: pytest.MonkeyPatch, hint: float, likely: float | None, text: str = "…") -> str | None:
    """What is heard of a text that hints so much at a crisis, and after what was said before is so likely one."""
    listens = SimpleNamespace(hint=lambda _: hint, denies=lambda *_, **__: False)
    monkeypatch.setattr(danger_detector, "read_danger", lambda *_, **__: "crisis")
    monkeypatch.setattr(danger_detector, "danger_reader", lambda: listens)
    monkeypatch.setattr(danger_detector, "only_hints", lambda _: hint < inf)
    message = Message({"text": text, "metadata": {}})
    if likely is not None:
        topics = {"crisis": log(likely), "in_danger": log(1e-9), "report_fraud": log(1 - likely)}
        message.set(READING, Reading(topics, {}))
    add_opinion(message, TOPICS, np.array([3.0, 1.0, 0.0]), 1.0, 1.0)
    heard = DangerDetector({}).process([message], DialogueStateTracker.from_events("x", []))[0].get(HEARD)
    return None if heard is None else str(heard)


def test_what_was_said_before_speaks_against_a_hint_and_never_against_plain_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert hinted(monkeypatch, 0.3, None) == "crisis", "nothing was said before"
    assert hinted(monkeypatch, 0.3, 0.5) == "crisis"
    assert hinted(monkeypatch, 0.3, 0.01) is None
    assert hinted(monkeypatch, 1.4, 0.02) == "crisis", "the stronger the hint, the more must speak against it"
    assert hinted(monkeypatch, inf, 1e-6) == "crisis"


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
