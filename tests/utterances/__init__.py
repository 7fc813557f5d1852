"""Messages that measure and never train: `eval/` (given to us), `own/` and `kinds/` (written apart from the training lines)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from bot.language import LANGUAGES, Language

FOLDER = Path(__file__).parent
Source = Literal["eval", "own", "kinds"]
SOURCES: tuple[Source, ...] = get_args(Source)


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
            topic=row["topic"],
            accept=frozenset(row.get("accept", ())),
            style=row["style"],
            data_type_answer=row.get("data_type_answer"),
        )
        for language in LANGUAGES
        for row in map(json.loads, (FOLDER / source / f"{language}.jsonl").read_text(encoding="utf-8").splitlines())
    ]
