"""The agents of the desk: who they are, whether they are there, and how much they have to do."""

from __future__ import annotations

import json
import time
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from bot.gateway.db.database import Cursor, Row
from bot.gateway.handoff.rows import seen_lately
from bot.language import Language

Role = Literal["agent", "supervisor"]

MAX_NAME = 320  # characters: as long as an e-mail address may be
COLUMNS = "id, name, display_name, role, languages, disabled"


@dataclass(frozen=True)
class Agent:
    id: str
    name: str  # folded
    display_name: str  # what customers and colleagues read
    role: Role
    languages: tuple[Language, ...]
    disabled: bool

    @property
    def supervises(self) -> bool:
        return self.role == "supervisor"


def folded(name: str) -> str:
    """`name` in the form in which it is stored and compared: case, width and surrounding white space do not matter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def agent_of(row: Row) -> Agent:
    """An agent from a row of `COLUMNS`."""
    return Agent(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), bool(row[5]))


def agent_with(cursor: Cursor, agent_id: str) -> Agent | None:
    row = cursor.one(f"SELECT {COLUMNS} FROM agents WHERE id = ?", (agent_id,))
    return agent_of(row) if row else None


def all_agents(cursor: Cursor) -> list[Agent]:
    return [agent_of(row) for row in cursor.all(f"SELECT {COLUMNS} FROM agents ORDER BY name")]


class Presence(StrEnum):
    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


def set_available(cursor: Cursor, agent_id: str, wants: bool) -> None:
    """Set whether the agent wants conversations; whether their desk is open is another matter."""
    cursor.run(
        "INSERT INTO agent_presence (agent_id, wants, seen_at) VALUES (?, ?, 0) "
        "ON CONFLICT (agent_id) DO UPDATE SET wants = excluded.wants",
        (agent_id, int(wants)),
    )


def mark_seen(cursor: Cursor, agent_id: str, now: float) -> None:
    """The agent's desk is open now."""
    cursor.run(
        "INSERT INTO agent_presence (agent_id, wants, seen_at) VALUES (?, 0, ?) "
        "ON CONFLICT (agent_id) DO UPDATE SET seen_at = excluded.seen_at",
        (agent_id, now),
    )


def mark_left(cursor: Cursor, agent_id: str) -> None:
    """The agent signed out of their last desk."""
    cursor.run("DELETE FROM agent_presence WHERE agent_id = ?", (agent_id,))


def presences(cursor: Cursor, now: float) -> dict[str, Presence]:
    """The presence of each agent who is not offline, by id."""
    rows = cursor.all("SELECT agent_id, wants FROM agent_presence WHERE seen_at BETWEEN ? AND ?", seen_lately(now))
    return {agent_id: Presence.ONLINE if wants else Presence.AWAY for agent_id, wants in rows}


def all_agents_as_json(cursor: Cursor) -> list[dict[str, Any]]:
    """The enabled agents, as JSON."""
    there = presences(cursor, time.time())
    held: dict[str, int] = dict(
        cursor.all("SELECT person_id, COUNT(*) FROM handoffs WHERE person_id IS NOT NULL GROUP BY person_id")
    )
    return [
        _agent_json(agent, there.get(agent.id, Presence.OFFLINE), held.get(agent.id, 0))
        for agent in all_agents(cursor)
        if not agent.disabled
    ]


def agent_as_json(cursor: Cursor, agent: Agent) -> dict[str, Any]:
    """One agent, as JSON."""
    there = presences(cursor, time.time())
    row = cursor.one("SELECT COUNT(*) FROM handoffs WHERE person_id = ?", (agent.id,))
    return _agent_json(agent, there.get(agent.id, Presence.OFFLINE), row[0] if row else 0)


def _agent_json(agent: Agent, presence: Presence, conversations: int) -> dict[str, Any]:
    return {
        "id": agent.id,
        "name": agent.name,
        "display_name": agent.display_name,
        "role": agent.role,
        "languages": list(agent.languages),
        "presence": presence.value,
        "conversations": conversations,
    }
