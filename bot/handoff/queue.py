"""The order in which customers get a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeGuard, get_args

from bot.language import Language

# Whose life or safety is in danger; who was defrauded; everybody else. Who stands first in this list comes first.
Priority = Literal["danger", "urgent", "normal"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)


@dataclass(frozen=True)
class Waiting:
    """A customer in the queue; `languages` are those in which they accept an answer, their own first."""

    conversation_id: str
    priority: Priority
    since: float  # seconds since 1970
    languages: tuple[Language, ...]

    def speaks_with(self, languages: Iterable[Language]) -> bool:
        """Whether a person with these languages can answer."""
        return not set(self.languages).isdisjoint(languages)


def is_priority(value: object) -> TypeGuard[Priority]:
    """Tell whether `value` is one of the words of `Priority`."""
    return value in PRIORITIES


def higher(one: Priority, other: Priority) -> Priority:
    """The more urgent of the two."""
    return min(one, other, key=PRIORITIES.index)


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The order of the queue: by priority, then the longest wait first."""
    return sorted(waiting, key=lambda one: (PRIORITIES.index(one.priority), one.since, one.conversation_id))


def place_of_new(priority: Priority, waiting: Iterable[Waiting]) -> int:
    """The place of a customer who joins the queue now; 1 is next."""
    return 1 + sum(PRIORITIES.index(one.priority) <= PRIORITIES.index(priority) for one in waiting)
