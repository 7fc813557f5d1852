"""Agents as the desk shows them: with where they are and how much they have to do."""

from __future__ import annotations

import time
from typing import Any

from bot.gateway.database import Cursor
from bot.gateway.desk.agent_rows import Agent, all_agents
from bot.gateway.desk.presence import Presence, presences


def people(cursor: Cursor) -> list[dict[str, Any]]:
    """Everybody whose account is open, as JSON."""
    there = presences(cursor, time.time())
    held: dict[str, int] = dict(
        cursor.all("SELECT person_id, COUNT(*) FROM handoffs WHERE person_id IS NOT NULL GROUP BY person_id")
    )
    return [
        _wire(agent, there.get(agent.id, Presence.OFFLINE), held.get(agent.id, 0))
        for agent in all_agents(cursor)
        if not agent.disabled
    ]


def person(cursor: Cursor, agent: Agent) -> dict[str, Any]:
    """One of them."""
    there = presences(cursor, time.time())
    row = cursor.one("SELECT COUNT(*) FROM handoffs WHERE person_id = ?", (agent.id,))
    return _wire(agent, there.get(agent.id, Presence.OFFLINE), row[0] if row else 0)


def _wire(agent: Agent, presence: Presence, conversations: int) -> dict[str, Any]:
    return {
        "id": agent.id,
        "name": agent.name,
        "display_name": agent.display_name,
        "role": agent.role,
        "languages": list(agent.languages),
        "presence": presence.value,
        "conversations": conversations,
    }
