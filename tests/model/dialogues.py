"""How whole dialogues go: each turn of tests/utterances/dialogues is said to the real server with the real actions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.language import LANGUAGES
from tests.agent import MODEL
from tests.conftest import find_free_port, rasa_command, running, running_actions
from tests.talk import Answer, Conversation

FOLDER = Path(__file__).parents[1] / "utterances" / "dialogues"


@dataclass(frozen=True)
class Turn:
    """What was said, what a good answer would be about and in, and what came."""

    language_of_dialogue: str
    said: str
    topics: frozenset[str]
    language: str
    answers: tuple[Answer, ...]

    @property
    def is_on_topic(self) -> bool:
        return bool({answer.topic for answer in self.answers} & self.topics)

    @property
    def is_in_language(self) -> bool:
        return {answer.language for answer in self.answers} == {self.language}


def hold_all() -> list[Turn]:
    """Hold every dialogue on servers started for it. `clarify` and `fallback` count where out_of_scope is expected."""
    with rasa_with_actions() as (address, _):
        return [
            _turn(language, turn, conversation)
            for language in LANGUAGES
            for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
            for conversation in [Conversation(address)]
            for turn in json.loads(line)["turns"]
        ]


def _turn(language: str, turn: dict[str, Any], conversation: Conversation) -> Turn:
    topics = set(turn["expect"]["topic"])
    if "out_of_scope" in topics:
        topics |= {"clarify", "fallback"}
    answers = tuple(conversation.say(turn["user"]))
    return Turn(language, turn["user"], frozenset(topics), turn["expect"]["lang"], answers)


@contextmanager
def rasa_with_actions() -> Iterator[tuple[str, int]]:
    """The real Rasa with the real actions, started for this: its address, and the port of the actions."""
    rasa = find_free_port()
    with tempfile.TemporaryDirectory() as logs:
        for actions in running_actions(Path(logs) / "actions"):
            command, status = rasa_command(MODEL, rasa), f"http://127.0.0.1:{rasa}/version"
            for _ in running(command, rasa, status, Path(logs) / "rasa", ACTIONS_PORT=str(actions)):
                yield f"http://127.0.0.1:{rasa}", actions
