"""The customer's copy of the conversation, as plain text in their language."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from bot.content import incident, read_content
from bot.gateway.conversations.model import Message
from bot.language import Language


def transcript(conversation_id: str, messages: list[Message], language: Language) -> str:
    """All messages, each with its sender and local time, and the reference by which to ask the company for it."""
    words = _words()[language]
    company, zone = incident().company, incident().people.zone
    title = "title_with_people" if any(message.sender == "agent" for message in messages) else "title"
    lines = [words[title].format(company=company), words["times"].format(zone=zone)]
    lines += [words["reference"].format(id=conversation_id), ""]
    for message in messages:
        at = datetime.datetime.fromtimestamp(message.at, zone)
        lines += [f"[{at:%Y-%m-%d %H:%M:%S}] {_speaker(message, words)}:", message.text]
        lines += [f"{link['title']}: {link['url']}" for link in message.links]
        lines.append("")
    return "\n".join(lines)


def _speaker(message: Message, words: dict[str, str]) -> str:
    """A person by the name they showed."""
    agent = (message.details or {}).get("agent") if message.sender == "agent" else None
    return agent or words[message.sender]


@cache
def _words() -> dict[Language, dict[str, str]]:
    words: dict[Language, dict[str, Any]] = read_content("transcript.yml")
    return words
