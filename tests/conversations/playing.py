"""Plays the conversations of this folder on a real Rasa and tells what was wrong with each answer.

Each turn names what the customer says and what must come back: the topic (or topics that are right), the language if it
is not the file's, what the text must and must not contain, and the answer on a kind of data. In people/{fr,nl,en}.yml a person
may take over: `people` and `helped` are what the gateway tells with the message, and `handoff` (a priority or "none"), `offers`
and `ticket` are what it gets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.gateway.typed_text import never_a_command
from bot.language import LANGUAGES, Language
from tests.talk import Answer, Conversation

FOLDER = Path(__file__).parent
FILES = {"alone": FOLDER, "people": FOLDER / "people"}  # by kind
TOLD = ("people", "helped")


@dataclass(frozen=True)
class Case:
    """One conversation of one file; a counted one may go wrong now and then (see test_conversations.py)."""

    kind: str
    language: str
    name: str
    is_counted: bool
    turns: list[dict[str, Any]]
    page: Language | None


@dataclass(frozen=True)
class Played:
    """One turn: where it stands and what came, what is wrong with that, and what was heard that nobody may hear."""

    where: str
    faults: list[str]
    forbidden: list[str]


@cache
def all_cases() -> list[Case]:
    return [
        Case(kind, language, case["case"], bool(case.get("counted")), case["turns"], case.get("page"))
        for kind, folder in FILES.items()
        for language in LANGUAGES
        for case in YAML(typ="safe").load(folder / f"{language}.yml")["cases"]
    ]


def play(address: str, case: Case) -> list[Played]:
    """Hold the conversation to its end, also where an answer is wrong."""
    conversation = Conversation(address, hint=case.page)
    answers: list[Answer] = []
    played = []
    for number, turn in enumerate(case.turns, 1):
        said: str = turn["press"] if "press" in turn else turn["say"]
        told = {name: turn[name] for name in TOLD if name in turn}
        if "press" in turn and said not in [button["title"] for answer in answers for button in answer.buttons]:
            played.append(Played(f"turn {number}, {said!r}", ["there is no such button"], []))
            continue
        if "press" in turn:
            answers = conversation.press(said, answers, **told)
        else:
            answers = conversation.say(never_a_command(said), **told)  # as the gateway passes on what is typed
        where = f"turn {number}, {said!r}: {[(answer.topic, answer.language, answer.text) for answer in answers]}"
        faults = list(_faults(turn, answers, turn.get("language", case.language)))
        played.append(Played(where, faults, list(_forbidden(turn, answers))))
    return played


def _faults(turn: dict[str, Any], answers: list[Answer], language: str) -> Iterator[str]:
    text = "\n".join(answer.text for answer in answers).lower()
    titles = [button["title"] for answer in answers for button in answer.buttons]
    if not {answer.topic for answer in answers} & set(_listed(turn["topic"])):
        yield f"the topic is not {turn['topic']}"
    if {answer.language for answer in answers} != {language}:
        yield f"the language is not {language}"
    yield from (f"lacks {wanted!r}" for wanted in turn.get("has", ()) if wanted.lower() not in text)
    involved = {answer.details["involved"] for answer in answers if "involved" in answer.details}
    if "involved" in turn and involved != set(_listed(turn["involved"])):
        yield f"involved is {involved}"
    if "button" in turn and turn["button"] not in titles:
        yield f"no button {turn['button']!r}"
    if "no_button" in turn and turn["no_button"] in titles:
        yield f"there is a button {turn['no_button']!r}"
    if "handoff" in turn and [answer.handoff.get("priority", "none") for answer in answers] != [turn["handoff"]]:
        yield f"handoff is not {turn['handoff']}"
    if "offers" in turn and [answer.offers or "none" for answer in answers] != [turn["offers"]]:
        yield f"offers is not {turn['offers']}"
    if "ticket" in turn and [answer.ticket for answer in answers] != [turn["ticket"]]:
        yield f"ticket is not {turn['ticket']}"


def _forbidden(turn: dict[str, Any], answers: list[Answer]) -> Iterator[str]:
    """Silence, what the turn must not contain, and commands."""
    text = "\n".join(answer.text for answer in answers).lower()
    if not answers:
        yield "silence"
    yield from (f"has {unwanted!r}" for unwanted in turn.get("lacks", ()) if unwanted.lower() in text)
    yield from ("a command" for answer in answers for button in answer.buttons if "/" in button["title"])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
