"""Holds a conversation with a real Rasa over its REST channel."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from typing import Any

from bot.language import Language


@dataclass(frozen=True)
class Answer:
    """One message of the assistant."""

    text: str
    topic: str
    language: str
    details: dict[str, Any]
    buttons: list[dict[str, str]]
    links: list[dict[str, str]]
    handoff: dict[str, str]
    offers: str | None = None
    ticket: bool = False


@dataclass
class Conversation:
    """A customer talking to the server at `address`; `hint` is the language their page is in.

    What the gateway tells with a message beside that goes into `told`: `people` and `helped`.
    """

    address: str
    hint: Language | None = None
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    def say(self, text: str, **told: Any) -> list[Answer]:
        body: dict[str, Any] = {"sender": self.sender, "message": text}
        metadata = {"language": self.hint, **told} if self.hint else told
        if metadata:
            body["metadata"] = metadata
        return [_answer(message) for message in post(self.address, body)]

    def press(self, title: str, offered: list[Answer], **told: Any) -> list[Answer]:
        """Press the button that says `title` under one of the answers `offered`."""
        buttons = {button["title"]: button["payload"] for answer in offered for button in answer.buttons}
        return self.say(buttons[title], **told)


def post(address: str, body: Any) -> Any:
    """Send one raw body to the webhook and return the decoded answer."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{address}/webhooks/rest/webhook", data=data, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def _answer(message: dict[str, Any]) -> Answer:
    custom = message["custom"]
    return Answer(
        text=message["text"],
        topic=custom["topic"],
        language=custom["language"],
        details=custom.get("details", {}),
        buttons=message.get("buttons", []),
        links=custom.get("links", []),
        handoff=custom.get("handoff", {}),
        offers=custom.get("offers"),
        ticket=custom.get("ticket", False),
    )
