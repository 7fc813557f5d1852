"""The interface of an outside helpdesk: entries of the outbox are delivered to it, and its webhooks are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.gateway.conversations.model import Sender
from bot.gateway.handoff.model import ClosingReason
from bot.language import Language


class TemporaryFailure(Exception):
    """Try again later. `kind` says why, in a word or two; `seconds` is how long the helpdesk asked us to wait."""

    def __init__(self, kind: str, seconds: float = 0.0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.seconds = seconds


class PermanentFailure(Exception):
    """The helpdesk will never take this entry. `kind` says why, in a word or two."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class TicketGone(PermanentFailure):
    """It is not there: somebody deleted it, where a ticket is known."""


@dataclass(frozen=True)
class TicketRef:
    """The helpdesk's ticket of one of our conversations.

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
class TranscriptLine:
    """One message of the conversation so far, masked."""

    sender: Sender
    text: str
    at: float


@dataclass(frozen=True)
class Requested:
    """The customer asked for a person; `lines` are the messages not delivered before, in order."""

    key: str
    language: Language
    urgent: bool
    topic: str | None
    lines: tuple[TranscriptLine, ...]
    defrauded: bool = False  # why it is urgent, where that is told


@dataclass(frozen=True)
class MessageAdded:
    """The customer or the assistant said this while a person was asked for or there."""

    key: str
    language: Language
    line: TranscriptLine


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
Entry = Requested | MessageAdded | Cancelled | Ended | CallBack | Erased

KEY_PREFIX = "breachline-"  # every key begins so


@dataclass(frozen=True)
class HelpdeskAgent:
    """Somebody in the helpdesk; `id` begins with the helpdesk's name."""

    id: str
    name: str


@dataclass(frozen=True)
class Replied:
    """An agent wrote to the customer; `id` is the helpdesk's id of this message. It may have `files`, and no text."""

    agent: HelpdeskAgent
    text: str
    id: str
    files: bool = False


@dataclass(frozen=True)
class Withdrawn:
    """An agent deleted what they had written; `id` is that message's."""

    agent: HelpdeskAgent | None
    id: str


@dataclass(frozen=True)
class Taken:
    """This agent has the ticket; `just_now` if that is what changed, otherwise it may have been so for long."""

    agent: HelpdeskAgent
    just_now: bool = True


@dataclass(frozen=True)
class Returned:
    """The agent gives it back to the assistant."""

    agent: HelpdeskAgent | None


@dataclass(frozen=True)
class Closed:
    agent: HelpdeskAgent | None
    reason: ClosingReason = "solved"


@dataclass(frozen=True)
class Reopened:
    """The ticket is open again. Nothing follows from this alone; a reply or a message will follow."""


Event = Replied | Withdrawn | Taken | Returned | Closed | Reopened


@dataclass(frozen=True)
class WebhookReport:
    """What one webhook reports about one conversation.

    The conversation is identified by `ticket` or, while the ticket is being created, by `reference`. `at` is the time
    by the helpdesk's clock; `id` is the same when the same report is sent again.
    """

    id: str
    at: float
    events: tuple[Event, ...]
    ticket: str | None = None
    reference: str | None = None


class UnreadableWebhook(Exception):
    """The webhook's body is not in the helpdesk's format."""


class Helpdesk(Protocol):
    @property
    def name(self) -> str:
        """The name in BREACHLINE_HELPDESK and in the address of its webhooks."""

    @property
    def is_only_ours(self) -> bool:
        """Whether all its webhooks are about our conversations; if not, an unknown ticket is somebody else's."""

    async def deliver(self, entry: Entry, ref: TicketRef, again: bool) -> TicketRef:
        """Deliver an entry; `again` if an earlier attempt may have arrived. Returns the updated reference.

        Raises `TemporaryFailure` and `PermanentFailure`.
        """

    def is_authentic(self, headers: Mapping[str, str], body: bytes, now: float) -> bool:
        """Whether a webhook was signed with our secret and, where it carries a time, is fresh."""

    def read(self, parsed: Mapping[str, Any]) -> WebhookReport | None:
        """What an authentic webhook reports; null when it does not concern us. Raises `UnreadableWebhook`."""

    async def close(self) -> None:
        """Close the connections to it."""
