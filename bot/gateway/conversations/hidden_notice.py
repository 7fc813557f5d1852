"""What customers are told when something in their message was hidden; the words are in content/hidden.yml."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import get_args

from bot.content import read_content
from bot.gateway.conversations.model import Draft
from bot.gateway.conversations.rows import HIDDEN
from bot.language import Language
from bot.privacy.masking import PersonalKind


def hidden_notice(kinds: Collection[PersonalKind], language: Language) -> Draft:
    """What was hidden, and why."""
    words = _words()[language]
    ordered = [kind for kind in get_args(PersonalKind) if kind in kinds]
    text = words["sentence"].format(kinds=", ".join(words[kind] for kind in ordered))
    return Draft("system", text, language, topic=HIDDEN, details={"hidden": ordered})


@cache
def _words() -> dict[Language, dict[str, str]]:
    words: dict[Language, dict[str, str]] = read_content("hidden.yml")
    return words
