"""The lines of data/nlu: what customers write on each topic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from bot.language import Language

FOLDER = Path(__file__).parents[1] / "data" / "nlu"


def topics_with_lines(folder: Path = FOLDER) -> list[str]:
    return sorted({path.stem for path in folder.glob("*/*.yml")})


def lines_of(topic: str, language: Language, folder: Path = FOLDER) -> list[str]:
    """In the order of the file; a new language may have none yet."""
    path = folder / language / f"{topic}.yml"
    if not path.exists():
        return []
    (entry,) = YAML(typ="safe").load(path)["nlu"]
    return [line.removeprefix("- ").strip() for line in entry["examples"].splitlines() if line.strip()]


def all_lines(language: Language, folder: Path = FOLDER) -> Iterator[tuple[str, str]]:
    """Each line and its topic."""
    for topic in topics_with_lines(folder):
        for text in lines_of(topic, language, folder):
            yield text, topic
