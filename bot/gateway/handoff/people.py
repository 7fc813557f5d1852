"""The people who can answer: who they are, and who of the desk is there now."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.gateway.database import Cursor
from bot.language import Language

SEEN_LATELY = 20.0  # seconds since an agent's desk was last seen open: a reload or a restart is no absence


@dataclass(frozen=True)
class Person:
    """Who acts: an agent of the desk (`id` is the agent's), or somebody in an outside helpdesk ("chatwoot:12")."""

    id: str
    display_name: str


@dataclass(frozen=True)
class Colleague:
    """An agent of the desk who is there."""

    person: Person
    languages: tuple[Language, ...]


def has_agents(cursor: Cursor) -> bool:
    """Whether the desk has anybody at all."""
    return cursor.one("SELECT 1 FROM agents WHERE disabled = 0 LIMIT 1") is not None


def colleagues_there(cursor: Cursor, now: float) -> list[Colleague]:
    """The agents who want conversations and whose desk is open."""
    rows = cursor.all(
        "SELECT id, display_name, languages FROM agents JOIN agent_presence ON agent_id = id "
        "WHERE disabled = 0 AND wants = 1 AND seen_at BETWEEN ? AND ? ORDER BY display_name, id",
        seen_lately(now),
    )
    return [Colleague(Person(row[0], row[1]), tuple(json.loads(row[2]))) for row in rows]


def seen_lately(now: float) -> tuple[float, float]:
    """When who is there was last seen: not in the future, from where a clock was put back."""
    return now - SEEN_LATELY, now + SEEN_LATELY


def at_their_desks(cursor: Cursor, since: float) -> set[str]:
    """The ids of the agents whose desk was open at `since` or later, whether they want conversations or not."""
    rows = cursor.all(
        "SELECT id FROM agents JOIN agent_presence ON agent_id = id WHERE disabled = 0 AND seen_at >= ?", (since,)
    )
    return {row[0] for row in rows}
