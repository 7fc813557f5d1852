"""A conversation and its messages: as they are kept, and as clients see them."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.conversation.answer import Stated
from bot.danger.kinds import DangerKind
from bot.handoff.states import State
from bot.language import Language
from bot.privacy.masking import PersonalKind

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
class Incoming:
    """What a customer sends, by whatever channel: a typed text, or the id of a button that was pressed."""

    text: str | None = None
    button: str | None = None
    client_message_id: str | None = None  # the same when the client sends it again
    address: str = ""  # where it comes from, so that one place takes no time from others


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
    stated: Stated = field(default_factory=Stated)  # by the assistant's response: what is to follow


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

    def to_json(self) -> dict[str, Any]:
        """The message as JSON; what it does not have is left out."""
        found: dict[str, Any] = {
            "id": message_id(self.seq),
            "from": self.sender,
            "text": self.text,
            "language": self.language,
            "at": iso(self.at),
        }
        if self.topic:
            found["topic"] = self.topic
        if self.details:
            found["details"] = self.details
        if self.buttons:
            found["buttons"] = [{"id": button.id, "title": button.title} for button in self.buttons]
        if self.links:
            found["links"] = list(self.links)
        if self.client_message_id:
            found["client_message_id"] = self.client_message_id
        return found


def unsaved_message(draft: Draft, seq: int) -> Message:
    """A message that is shown and not stored; it has no buttons."""
    at = round(time.time(), 3)
    return Message(seq, draft.sender, draft.text, draft.language, at, draft.topic, draft.details, draft.links)


def message_id(seq: int) -> str:
    """Ids sort as text in the order of the conversation."""
    return f"{seq:08d}"


def iso(at: float) -> str:
    """A time in seconds since 1970, as JSON carries it."""
    moment = datetime.datetime.fromtimestamp(at, datetime.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Conversation:
    id: str
    language: Language
    state: State
    danger: DangerKind | None = None  # heard in it, now or earlier
    situation: str | None = None  # what the assistant remembers of it, as `Situation.written`


@dataclass(frozen=True)
class Page:
    """Messages in their order, and how the conversation stands."""

    conversation: Conversation
    messages: list[Message]
    more: bool = False


def outranks(heard: DangerKind, before: DangerKind | None) -> bool:
    """Whether the danger `heard` replaces the one kept `before`: a risk to life stays above all else."""
    return before is None or (heard == "crisis" and before != "crisis")


@dataclass(frozen=True)
class Begun:
    """A turn that has begun. `answer` is set if it was answered before, under the same client_message_id."""

    conversation: Conversation
    answer: Page | None = None
    helped: bool = False  # by a person, earlier
    hidden: frozenset[PersonalKind] = frozenset()  # in the customer's message, and not told of before


@dataclass(frozen=True)
class KeptButton:
    title: str
    payload: str
    expired: bool
