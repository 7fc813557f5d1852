"""Conversations on the trained model with the real actions, from tests/conversations/{fr,nl,en}.yml.

Each turn names what the customer says and what must come back: the topic (or topics that are right), the language if it
is not the file's, what the text must and must not contain, and the answer on a kind of data. In people/{fr,nl,en}.yml a person
may take over: `people` and `helped` are what the gateway tells with the message, and `handoff` (a priority or "none"), `offers`
and `ticket` are what it gets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.language import LANGUAGES
from tests.talk import Answer, Conversation

FOLDER = Path(__file__).parent
CASES = [
    pytest.param(language, case, id=f"{language}: {case['case']}")
    for language in LANGUAGES
    for file in (FOLDER / f"{language}.yml", FOLDER / "people" / f"{language}.yml")
    for case in YAML(typ="safe").load(file)["cases"]
]
TOLD = ("people", "helped")
MIN_CASES = 60  # per language; the best public suite has 83 in one


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_conversations(language: str) -> None:
    assert len([case for case in CASES if case.values[0] == language]) >= MIN_CASES


@pytest.mark.parametrize(("language", "case"), CASES)
def test_the_conversation_goes_as_written(rasa_server: str, language: str, case: dict[str, Any]) -> None:
    conversation = Conversation(rasa_server, hint=case.get("page"))
    answers: list[Answer] = []
    for number, turn in enumerate(case["turns"], 1):
        said = turn.get("say", turn.get("press"))
        told = {name: turn[name] for name in TOLD if name in turn}
        answers = conversation.press(said, answers, **told) if "press" in turn else conversation.say(said, **told)
        where = f"turn {number}, {said!r}: {[(answer.topic, answer.language, answer.text) for answer in answers]}"
        assert answers, where
        _check(turn, answers, turn.get("language", language), where)


def _check(turn: dict[str, Any], answers: list[Answer], language: str, where: str) -> None:
    text = "\n".join(answer.text for answer in answers)
    topics = turn["topic"] if isinstance(turn["topic"], list) else [turn["topic"]]
    assert {answer.topic for answer in answers} & set(topics), where
    assert {answer.language for answer in answers} == {language}, where
    for wanted in turn.get("has", ()):
        assert wanted.lower() in text.lower(), f"lacks {wanted!r}; {where}"
    for unwanted in turn.get("lacks", ()):
        assert unwanted.lower() not in text.lower(), f"has {unwanted!r}; {where}"
    if "involved" in turn:
        assert {answer.details["involved"] for answer in answers if answer.details} == set(_listed(turn["involved"])), (
            where
        )
    if "button" in turn:
        assert turn["button"] in [button["title"] for answer in answers for button in answer.buttons], where
    if "no_button" in turn:
        assert turn["no_button"] not in [button["title"] for answer in answers for button in answer.buttons], where
    if "handoff" in turn:
        assert [answer.handoff.get("priority", "none") for answer in answers] == [turn["handoff"]], where
    if "offers" in turn:
        assert [answer.offers or "none" for answer in answers] == [turn["offers"]], where
    if "ticket" in turn:
        assert [answer.ticket for answer in answers] == [turn["ticket"]], where
    assert "/" not in "".join(button["title"] for answer in answers for button in answer.buttons), where


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
