"""The customer's copy of the conversation, as plain text in their language."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from bot.content import incident, read_content
from bot.gateway.messages import Message
from bot.language import Language


def transcript(messages: list[Message], language: Language) -> str:
    """All messages, each with who said it and when (UTC)."""
    words = _words()[language]
    lines = [words["title"].format(company=incident().company), words["times"], ""]
    for message in messages:
        at = datetime.datetime.fromtimestamp(message.at, datetime.UTC)
        lines += [f"[{at:%Y-%m-%d %H:%M:%S}] {words[message.sender]}:", message.text]
        lines += [f"{link['title']}: {link['url']}" for link in message.links]
        lines.append("")
    return "\n".join(lines)


@cache
def _words() -> dict[Language, dict[str, str]]:
    words: dict[Language, dict[str, Any]] = read_content("transcript.yml")
    return words
