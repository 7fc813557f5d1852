"""Reads tests/utterances/several: messages with two or three questions, which others wrote and which never trained."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.conversation.subtopics import topic_of
from bot.conversation.turns import ALSO, LEFT, SUBTOPICS
from bot.language import LANGUAGES, Language
from tests.agent import load_agent
from tests.model.reading import parse

FOLDER = Path(__file__).parents[1] / "utterances" / "several"


@dataclass(frozen=True)
class SeveralRead:
    """A message, the topics that would each answer one of its questions, and those that are answered."""

    language: Language
    text: str
    questions: tuple[frozenset[str], ...]
    answered: frozenset[str]
    is_said_to_be_left: bool

    @property
    def count(self) -> int:
        """How many of the questions are answered."""
        return sum(not question.isdisjoint(self.answered) for question in self.questions)

    @property
    def is_right(self) -> bool:
        return self.count == len(self.questions)


def read_several() -> list[SeveralRead]:
    return asyncio.run(_read_all())


async def _read_all() -> list[SeveralRead]:
    agent = load_agent()
    rows = [
        (language, json.loads(line))
        for language in LANGUAGES
        for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [_reading(language, row, await parse(agent, row["text"], {"language": language})) for language, row in rows]


def _reading(language: Language, row: dict[str, Any], parsed: dict[str, Any]) -> SeveralRead:
    precisely = [topic_of(one) for one in parsed.get(SUBTOPICS) or ()]
    return SeveralRead(
        language=language,
        text=row["text"],
        questions=tuple(map(frozenset, row["questions"])),
        answered=frozenset([parsed["intent"]["name"], *(parsed.get(ALSO) or ()), *precisely]),
        is_said_to_be_left=bool(parsed.get(LEFT)),
    )
