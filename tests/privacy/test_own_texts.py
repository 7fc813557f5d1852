"""What the assistant says by itself is kept as it is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.content import ROOT, incident, read_content
from bot.language import LANGUAGES, Language
from bot.privacy.masking import mask, mask_repeated


def texts(part: object) -> Iterator[str]:
    """All texts of a file's content, with the incident's names filled in for each language."""
    if isinstance(part, dict):
        for one in part.values():
            yield from texts(one)
    elif isinstance(part, list):
        for one in part:
            yield from texts(one)
    elif isinstance(part, str):
        yield part


def filled(text: str, language: Language) -> str:
    for name, value in incident().variables(language).items():
        text = text.replace(f"{{{name}}}", value)
    return text


@pytest.mark.parametrize("file", sorted((ROOT / "domain").rglob("*.yml")), ids=lambda file: file.stem)
def test_answers_are_kept_as_they_are(file: Path) -> None:
    for text in texts(YAML(typ="safe").load(file).get("responses")):
        for language in LANGUAGES:
            said = filled(text, language)
            assert mask_repeated(said) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_canned_replies_of_agents_are_kept_as_they_are(language: Language) -> None:
    for reply in read_content("canned_replies.yml")["replies"]:
        said = filled(reply["text"][language], language)
        assert mask(said) == said
