"""What agents note for each other about a conversation; customers never see it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from bot.gateway.database import Cursor
from bot.gateway.handoff.people import Person
from bot.gateway.messages import iso
from bot.gateway.problems import WrongState

MAX_NOTES = 200  # of one conversation


@dataclass(frozen=True)
class Note:
    id: str
    person: Person
    text: str
    at: float  # seconds since 1970

    def wire(self) -> dict[str, Any]:
        agent = {"id": self.person.id, "display_name": self.person.display_name}
        return {"id": self.id, "agent": agent, "text": self.text, "at": iso(self.at)}


def insert_note(cursor: Cursor, conversation_id: str, person: Person, text: str) -> Note:
    """Keep it. Raises `WrongState` when there are as many as there may be."""
    row = cursor.one("SELECT COUNT(*) FROM notes WHERE conversation_id = ?", (conversation_id,))
    if row and row[0] >= MAX_NOTES:
        raise WrongState("There are too many notes on this conversation.")
    note = Note(secrets.token_urlsafe(12), person, text, round(time.time(), 3))
    cursor.run(
        "INSERT INTO notes (id, conversation_id, person_id, person_name, text, at) VALUES (?, ?, ?, ?, ?, ?)",
        (note.id, conversation_id, person.id, person.display_name, text, note.at),
    )
    return note


def notes_of(cursor: Cursor, conversation_id: str) -> list[Note]:
    """The oldest first."""
    rows = cursor.all(
        "SELECT id, person_id, person_name, text, at FROM notes WHERE conversation_id = ? ORDER BY at, id",
        (conversation_id,),
    )
    return [Note(row[0], Person(row[1], row[2]), row[3], row[4]) for row in rows]
