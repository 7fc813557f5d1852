"""The order in which customers get a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.language import Language


@dataclass(frozen=True)
class Waiting:
    """Somebody in the queue; `languages` are those in which they accept to be answered, their own first."""

    conversation_id: str
    urgent: bool
    since: float  # seconds since 1970
    languages: tuple[Language, ...]

    def speaks_with(self, languages: Iterable[Language]) -> bool:
        """Whether a person with these languages can answer."""
        return not set(self.languages).isdisjoint(languages)


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Who was defrauded first, then who has waited longest."""
    return sorted(waiting, key=lambda one: (not one.urgent, one.since, one.conversation_id))
