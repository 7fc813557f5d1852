"""What an outside helpdesk is to the gateway: it is told entries of the outbox, and its webhooks become reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.gateway.messages import Sender
from bot.language import Language

Name = Literal["chatwoot", "zammad", "webhook"]


class Away(Exception):
    """The helpdesk cannot be told now. `kind` says why, in a word or two; `seconds` is how long it asked to be left."""

    def __init__(self, kind: str, seconds: float = 0.0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.seconds = seconds


class Refused(Exception):
    """The helpdesk will never take this entry as it is. `kind` says why, in a word or two."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Thread:
    """What a conversation is called outside.

    `reference` is made by us for this purpose and opens nothing; `customer` and `ticket` are the helpdesk's own ids,
    not known before it made them. What it reports about a moment before `changed_at` (seconds since 1970, by its
    clock) is out of date: the ticket was changed since.
    """

    reference: str
    customer: str | None = None
    ticket: str | None = None
    told: int = 0  # the number of the last message that it was told
    changed_at: float = 0.0


@dataclass(frozen=True)
class Line:
    """One message of the conversation so far, masked."""

    sender: Sender
    text: str
    at: float


@dataclass(frozen=True)
class Requested:
    """The customer asked for a person; `lines` is what was said and not told before, in order."""

    key: str
    language: Language
    urgent: bool
    topic: str | None
    lines: tuple[Line, ...]
    defrauded: bool = False  # why it is urgent, where that is told


@dataclass(frozen=True)
class Said:
    """The customer or the assistant said this while a person was asked for or there."""

    key: str
    language: Language
    line: Line


@dataclass(frozen=True)
class Cancelled:
    """The customer does not want a person any more, or nobody is there."""

    key: str
    language: Language


@dataclass(frozen=True)
class Ended:
    """The hand-off is over: closed, or else given back to the assistant."""

    key: str
    closed: bool


@dataclass(frozen=True)
class CallBack:
    """A message left with a number to call: the only entry with a customer's number in it."""

    key: str
    language: Language
    text: str
    phone: str


@dataclass(frozen=True)
class Erased:
    """The customer erased the conversation: nothing of it may be kept."""

    key: str


# `key` is the same each time an entry is tried, and of no other entry: helpdesks that can, use it to take it once.
Entry = Requested | Said | Cancelled | Ended | CallBack | Erased

OURS = "breachline-"  # every key begins so


@dataclass(frozen=True)
class Agent:
    """Somebody in the helpdesk; `id` begins with the helpdesk's name."""

    id: str
    name: str


@dataclass(frozen=True)
class Replied:
    """An agent wrote to the customer; `id` is the helpdesk's id of this message."""

    agent: Agent
    text: str
    id: str


@dataclass(frozen=True)
class Taken:
    """It is this agent's; `just_now` when it became so with this report, else perhaps long ago."""

    agent: Agent
    just_now: bool = True


@dataclass(frozen=True)
class Returned:
    """The assistant shall go on."""

    agent: Agent | None


Reason = Literal["solved", "hotline", "bank_or_police", "no_answer", "abuse", "other"]


@dataclass(frozen=True)
class Closed:
    agent: Agent | None
    reason: Reason = "solved"


@dataclass(frozen=True)
class Reopened:
    """It is open there again. Nothing follows from this alone: whoever opened it will write or be written to."""


Event = Replied | Taken | Returned | Closed | Reopened


@dataclass(frozen=True)
class Report:
    """What one webhook tells about one conversation.

    Named by `ticket` or, for one that we are just making, by `reference`. `at` is when it was so, by the helpdesk's
    clock; `id` is the same when the same thing is told again.
    """

    id: str
    at: float
    events: tuple[Event, ...]
    ticket: str | None = None
    reference: str | None = None


class Garbled(Exception):
    """A webhook is not what the helpdesk is known to send."""


class Helpdesk(Protocol):
    @property
    def name(self) -> Name: ...

    async def deliver(self, entry: Entry, thread: Thread, again: bool) -> Thread:
        """Tell the helpdesk; `again` when an earlier try may have arrived. Raises `Away` and `Refused`."""

    def is_authentic(self, headers: Mapping[str, str], body: bytes, now: float) -> bool:
        """Whether a webhook was signed with our secret, and is fresh where that can be told."""

    def read(self, parsed: Mapping[str, Any]) -> Report | None:
        """What an authentic webhook reports; null when it is none of our business. Raises `Garbled`."""
