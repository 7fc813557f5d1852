"""Agents, the people of the desk, into rows and back."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bot.gateway.database import Cursor, Row
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
    """`name` as it is kept and compared: case, width and white space around it make no other agent."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def agent_of(row: Row) -> Agent:
    """An agent from `COLUMNS`."""
    return Agent(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), bool(row[5]))


def agent_with(cursor: Cursor, agent_id: str) -> Agent | None:
    row = cursor.one(f"SELECT {COLUMNS} FROM agents WHERE id = ?", (agent_id,))
    return agent_of(row) if row else None


def all_agents(cursor: Cursor) -> list[Agent]:
    return [agent_of(row) for row in cursor.all(f"SELECT {COLUMNS} FROM agents ORDER BY name")]
