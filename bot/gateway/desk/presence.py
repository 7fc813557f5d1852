"""Who is there: who said so and has the desk open, or had it a moment ago, so that a restart sends nobody away."""

from __future__ import annotations

from enum import StrEnum

from bot.gateway.database import Cursor
from bot.gateway.handoff.people import seen_lately


class Presence(StrEnum):
    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


def say(cursor: Cursor, agent_id: str, wants: bool) -> None:
    """The agent wants conversations, or none for a while; where their desk is open does not change."""
    cursor.run(
        "INSERT INTO agent_presence (agent_id, wants, seen_at) VALUES (?, ?, 0) "
        "ON CONFLICT (agent_id) DO UPDATE SET wants = excluded.wants",
        (agent_id, int(wants)),
    )


def see(cursor: Cursor, agent_id: str, now: float) -> None:
    """The agent's desk is open now."""
    cursor.run(
        "INSERT INTO agent_presence (agent_id, wants, seen_at) VALUES (?, 0, ?) "
        "ON CONFLICT (agent_id) DO UPDATE SET seen_at = excluded.seen_at",
        (agent_id, now),
    )


def leave(cursor: Cursor, agent_id: str) -> None:
    """The agent signed out of their last desk."""
    cursor.run("DELETE FROM agent_presence WHERE agent_id = ?", (agent_id,))


def presences(cursor: Cursor, now: float) -> dict[str, Presence]:
    """By agent's id, those who are there; who is not in it is offline."""
    rows = cursor.all("SELECT agent_id, wants FROM agent_presence WHERE seen_at BETWEEN ? AND ?", seen_lately(now))
    return {agent_id: Presence.ONLINE if wants else Presence.AWAY for agent_id, wants in rows}
