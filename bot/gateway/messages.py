"""A message as it is kept, and as clients see it."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass
from typing import Any, Literal

from bot.language import Language

Sender = Literal["customer", "bot", "agent", "system"]


@dataclass(frozen=True)
class Offer:
    """A button as the assistant makes it; `payload` is for the assistant only and never leaves the store."""

    title: str
    payload: str


@dataclass(frozen=True)
class Button:
    """A button as a client sees it."""

    id: str
    title: str


@dataclass(frozen=True)
class Draft:
    """A message that has no place in a conversation yet."""

    sender: Sender
    text: str
    language: Language
    topic: str | None = None
    details: dict[str, Any] | None = None
    links: tuple[dict[str, str], ...] = ()
    offers: tuple[Offer, ...] = ()
    client_message_id: str | None = None
    handoff: str | None = None  # the assistant asks for a person: a `Priority`; or the place is told: "standing"
    offers_person: bool = False  # a later "yes" would ask for one
    erases: bool = False  # it says that the conversation is erased, which is to be done


@dataclass(frozen=True)
class Message:
    """A message of a conversation; `seq` counts from 1 in each conversation."""

    seq: int
    sender: Sender
    text: str
    language: Language
    at: float  # seconds since 1970
    topic: str | None = None
    details: dict[str, Any] | None = None
    links: tuple[dict[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    client_message_id: str | None = None

    def wire(self) -> dict[str, Any]:
        """The message as JSON; what it does not have is left out."""
        wire: dict[str, Any] = {
            "id": message_id(self.seq),
            "from": self.sender,
            "text": self.text,
            "language": self.language,
            "at": iso(self.at),
        }
        if self.topic:
            wire["topic"] = self.topic
        if self.details:
            wire["details"] = self.details
        if self.buttons:
            wire["buttons"] = [{"id": button.id, "title": button.title} for button in self.buttons]
        if self.links:
            wire["links"] = list(self.links)
        if self.client_message_id:
            wire["client_message_id"] = self.client_message_id
        return wire


def unkept(draft: Draft, seq: int) -> Message:
    """A message that is shown and not kept; nothing can be pressed in it."""
    at = round(time.time(), 3)
    return Message(seq, draft.sender, draft.text, draft.language, at, draft.topic, draft.details, draft.links)


def message_id(seq: int) -> str:
    """Ids sort as text in the order of the conversation."""
    return f"{seq:08d}"


def iso(at: float) -> str:
    """A time in seconds since 1970, as JSON carries it."""
    moment = datetime.datetime.fromtimestamp(at, datetime.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
