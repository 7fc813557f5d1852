"""A hand-off under way, and the people in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.content import incident
from bot.danger.kinds import DangerKind
from bot.handoff.queue import Priority, Waiting
from bot.language import Language

ClosingReason = Literal["solved", "hotline", "bank_or_police", "no_answer", "abuse", "other"]


@dataclass(frozen=True)
class Person:
    """An agent who acts: of our desk (`id` is the account's), or of an outside helpdesk ("chatwoot:12")."""

    id: str
    display_name: str


@dataclass(frozen=True)
class Colleague:
    """An agent of the desk who is there."""

    person: Person
    languages: tuple[Language, ...]


@dataclass(frozen=True)
class Handoff:
    """A hand-off under way; `person` has it, or it waits. Times are seconds since 1970."""

    conversation_id: str
    asked: Priority  # how the person was asked for
    topic: str | None
    languages: tuple[Language, ...]  # in which the customer accepts to be answered, their own first
    since: float
    place: int  # in the queue, when it began
    limit_told: int  # how often the customer was told that it takes long
    person: Person | None = None
    taken_at: float | None = None
    danger: DangerKind | None = None  # heard in the conversation, whenever that was

    @property
    def priority(self) -> Priority:
        return "danger" if self.danger else self.asked

    @property
    def waiting(self) -> Waiting:
        """As the queue sees it."""
        return Waiting(self.conversation_id, self.priority, self.since, self.languages)

    def limits_passed(self, now: float) -> int:
        """How many times the limit the wait has lasted, at `now`."""
        return max(0, int((now - self.since) // (incident().people.wait_limit)))
