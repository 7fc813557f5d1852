"""Says each message of tests/utterances/answers in the situation it was said in, and tells whether a right answer comes.

People who played customers held these talks with an earlier build and named, before they saw each answer, the one that
would be best and others that would do as well. Each message is said by itself, with the situation as it was then, so one
wrong answer costs one message and not the rest of its talk. None of them trains.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.conversation.situation import read_situation
from bot.conversation.subtopics import topic_of
from bot.danger.kinds import is_danger_kind
from bot.language import LANGUAGES, Language
from tests.model.dialogues import rasa_with_actions
from tests.talk import post

FOLDER = Path(__file__).parents[1] / "utterances" / "answers"


@dataclass(frozen=True)
class Answered:
    """A message, the names of the answers that would be right, and of those that came."""

    language: Language
    said: str
    is_first: bool  # of its talk
    best: tuple[str, ...]
    fits: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def is_best(self) -> bool:
        """Whether the best answer came; of two, all."""
        return {*self.best} <= {*self.names}

    @property
    def is_fitting(self) -> bool:
        return not {*self.best, *self.fits}.isdisjoint(self.names)

    @property
    def may_be_danger(self) -> bool:
        return any(is_danger_kind(topic_of(name)) for name in (*self.best, *self.fits))

    @property
    def tells_of_danger(self) -> bool:
        """Whether the answer is one to danger."""
        return any(is_danger_kind(topic_of(name)) for name in self.names)


def say_all() -> list[Answered]:
    """Every message, to a real Rasa that is started for it."""
    with rasa_with_actions() as (address, _):
        return [
            _said(address, language, turn)
            for language in LANGUAGES
            for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
            for turn in json.loads(line)["turns"]
        ]


def _said(address: str, language: Language, turn: dict[str, Any]) -> Answered:
    told = {"language": language, "situation": turn["situation"]}
    answers = post(address, {"sender": "measured", "message": turn["user"], "metadata": told})
    given = read_situation(answers[-1]["custom"]["situation"]).turns[-1].answers
    names = {name for one in given for name in _names(one.response.removeprefix("utter_"), one.topic)}
    is_first = not read_situation(turn["situation"]).turns
    return Answered(language, turn["user"], is_first, tuple(turn["best"]), tuple(turn["fits"]), tuple(sorted(names)))


def _names(response: str, topic: str) -> tuple[str, ...]:
    """What an answer counts as: a topic's many general answers, which rules choose from, are one."""
    return (response,) if topic_of(response) != response else (response, topic)
