"""Reads tests/utterances/subtopics: precise questions that others wrote and that never trained, each within its topic."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.conversation.subtopics import NONE, topic_of
from bot.features.sentence_encoder import sentence_encoder
from bot.language import LANGUAGES, Language
from bot.nlu.question_reader import question_reader
from bot.nlu.subtopic_expert import SubtopicExpert

FOLDER = Path(__file__).parents[1] / "utterances" / "subtopics"


@dataclass(frozen=True)
class PreciselyAsked:
    """A message, what it asks, and what was read: `NONE` where the topic is answered in general."""

    language: Language
    text: str
    subtopic: str
    read: str

    @property
    def is_answered(self) -> bool:
        return self.read != NONE

    @property
    def is_right(self) -> bool:
        return self.read == self.subtopic


def read_subtopics() -> list[PreciselyAsked]:
    sure = SubtopicExpert.get_default_config()["sure"]
    read = []
    for language in LANGUAGES:
        for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
            asked = json.loads(line)
            vector = sentence_encoder().encode(asked["text"])
            best, likely = question_reader().likeliest_within(topic_of(asked["subtopic"]), asked["text"], vector)
            read.append(PreciselyAsked(language, asked["text"], asked["subtopic"], best if likely >= sure else NONE))
    return read
