"""Messages that measure and never train: `eval/` (given to us); `own/`, `kinds/`, `danger/` and `everyday/` (written apart
from the training lines). What each is for stands in docs/quality.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from bot.danger.kinds import is_danger_kind
from bot.language import LANGUAGES, Language

FOLDER = Path(__file__).parent
Source = Literal["eval", "own", "kinds", "danger", "everyday"]
ALL_SOURCES: tuple[Source, ...] = get_args(Source)
SOURCES: tuple[Source, ...] = ("eval", "own", "kinds")  # of all topics


@dataclass(frozen=True)
class Utterance:
    """One message, the topic a fair judge gives it, and what else would be right."""

    id: str
    source: Source
    text: str
    language: Language
    topic: str
    accept: frozenset[str]
    style: str
    data_type_answer: str | None
    topics: tuple[str, ...] = ()  # where several questions are asked; each of them is right
    half: str | None = None  # of danger/: "sealed" was not looked at while hearing danger was built

    @property
    def means_danger(self) -> bool:
        return is_danger_kind(self.topic)

    @property
    def may_mean_danger(self) -> bool:
        return any(is_danger_kind(topic) for topic in (self.topic, *self.accept, *self.topics))

    def is_right(self, topic: str | None) -> bool:
        return topic == self.topic or topic in self.accept


def held_out(source: Source) -> list[Utterance]:
    """All messages of one source, by language."""
    return [
        Utterance(
            id=row["id"],
            source=source,
            text=row["text"],
            language=row["lang"],
            topic=row.get("topic") or row["topics"][0],
            accept=frozenset([*row.get("accept", ()), *row.get("topics", ())]),
            style=row.get("style") or row["kind"],
            data_type_answer=row.get("data_type_answer"),
            topics=tuple(row.get("topics", ())),
            half=row.get("half"),
        )
        for language in LANGUAGES
        for row in map(json.loads, (FOLDER / source / f"{language}.jsonl").read_text(encoding="utf-8").splitlines())
    ]


def all_that_measures() -> set[str]:
    """The held-out messages, and what customers say in the held-out conversations."""
    held = {utterance.text for source in ALL_SOURCES for utterance in held_out(source)}
    for folder in ("several", "talks", "dialogues", "turns", "answers"):
        for file in (FOLDER / folder).glob("*.jsonl"):
            for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
                held |= {turn["user"] for turn in row["turns"]} if "turns" in row else {row["text"]}
    return held
