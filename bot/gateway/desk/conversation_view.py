"""One conversation as the desk shows it: all that was said, and what helps to understand it quickly."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.content import danger_procedure, incident
from bot.danger.kinds import DangerKind
from bot.gateway.conversations.model import Message, iso, message_id
from bot.gateway.conversations.rows import rating_of, select_messages
from bot.gateway.db.database import Cursor
from bot.gateway.desk.auth.access import HandedOff
from bot.gateway.errors import WrongState
from bot.gateway.handoff.model import Handoff, Person
from bot.gateway.handoff.rows import was_helped
from bot.gateway.handoff.tickets import phones_left
from bot.language import Language
from bot.privacy.masking import mask
from bot.topics import NOT_UNDERSTOOD, WITHOUT_MATTER

MAX_MESSAGES = 2_000  # the latest; nobody reads more
NO_TOPICS = (*NOT_UNDERSTOOD, *WITHOUT_MATTER, "handoff")

NOTE = "notes.text"
MAX_NOTES = 200  # of one conversation

# By their names in incident.yml, in the order in which they are shown.
_LINES: dict[DangerKind, tuple[str, ...]] = {
    "crisis": ("crisis_line", "emergency", "crisis_site", "crisis_chat_site", "police"),
    "in_danger": ("emergency", "police", "violence_line", "second_violence_line", "emergency_app"),
}


def conversation_view(cursor: Cursor, case: HandedOff, agents_language: Language) -> dict[str, Any]:
    """The conversation as JSON; its `messages`, which are long, come last."""
    conversation, handoff, danger = case.conversation, case.handoff, case.conversation.danger
    client, started_at, last_seq = cursor.all(
        "SELECT client, started_at, last_seq FROM conversations WHERE id = ?", (conversation.id,)
    )[0]
    messages = select_messages(cursor, conversation.id, max(0, last_seq - MAX_MESSAGES), limit=MAX_MESSAGES)
    rating = rating_of(cursor, conversation.id)
    return {
        "conversation_id": conversation.id,
        "state": conversation.state.value,
        "language": conversation.language,
        "client": client,
        "started_at": iso(started_at),
        "priority": handoff.priority if handoff else "normal",
        "danger": conversation.danger,
        **({"help": help_at_hand(danger, conversation.language, agents_language)} if danger else {}),
        "since": iso(handoff.since) if handoff else None,
        "agent": holder(handoff),
        "topics": topics(messages),
        "unsure": unsure(messages),
        "helped_before": was_helped(cursor, conversation.id),
        "rating": {"stars": rating[0], "comment": rating[1]} if rating else None,
        "notes": [note.to_json() for note in notes_of(cursor, conversation.id)],
        "messages": [message.to_json() for message in messages],
    }


def holder(handoff: Handoff | None) -> dict[str, str] | None:
    person = handoff.person if handoff else None
    return {"id": person.id, "display_name": person.display_name} if person else None


def topics(messages: Sequence[Message]) -> list[str]:
    """What the assistant spoke about, in order, each once."""
    spoken = (message.topic for message in messages if message.sender == "bot")
    return list(dict.fromkeys(topic for topic in spoken if topic and topic not in NO_TOPICS))


def unsure(messages: Sequence[Message]) -> list[str]:
    """The customer's messages that the assistant could not answer: it asked back or gave up."""
    found: list[str] = []
    said: Message | None = None
    for message in messages:
        if message.sender == "customer":
            said = message
        elif message.sender == "bot" and message.topic in NOT_UNDERSTOOD and said:
            found.append(message_id(said.seq))
            said = None
    return found


@dataclass(frozen=True)
class Note:
    id: str
    person: Person
    text: str
    at: float  # seconds since 1970

    def to_json(self) -> dict[str, Any]:
        agent = {"id": self.person.id, "display_name": self.person.display_name}
        return {"id": self.id, "agent": agent, "text": self.text, "at": iso(self.at)}


def insert_note(cursor: Cursor, conversation_id: str, person: Person, text: str) -> Note:
    """Keep a note, masked. Raises `WrongState` at the limit of notes."""
    row = cursor.one("SELECT COUNT(*) FROM notes WHERE conversation_id = ?", (conversation_id,))
    if row and row[0] >= MAX_NOTES:
        raise WrongState("There are too many notes on this conversation.")
    text = mask(text, phones_left(cursor, conversation_id))
    note = Note(secrets.token_urlsafe(12), person, text, round(time.time(), 3))
    sealed = cursor.vault.cipher(conversation_id).seal(NOTE, note.id, text)
    cursor.run(
        "INSERT INTO notes (id, conversation_id, person_id, person_name, text, at) VALUES (?, ?, ?, ?, ?, ?)",
        (note.id, conversation_id, person.id, person.display_name, sealed, note.at),
    )
    return note


def notes_of(cursor: Cursor, conversation_id: str) -> list[Note]:
    """The conversation's notes, oldest first."""
    rows = cursor.all(
        "SELECT id, person_id, person_name, text, at FROM notes WHERE conversation_id = ? ORDER BY at, id",
        (conversation_id,),
    )
    cipher = cursor.vault.cipher(conversation_id)
    return [Note(row[0], Person(row[1], row[2]), cipher.open(NOTE, row[0], row[3]), row[4]) for row in rows]


def help_at_hand(kind: DangerKind, customer: Language, agent: Language) -> dict[str, Any]:
    """The help lines in the customer's language, with their titles and the procedure in the agent's."""
    words = danger_procedure()[agent]
    facts = incident().danger_help.facts()
    lines: dict[str, dict[str, str]] = {}  # by where they lead: some languages have one line for two things
    for name in _LINES[kind]:
        title, link = words["lines"].get(name), facts[name].link(customer)
        if title and link:
            number = link["title"] if link["url"].startswith("tel:") else ""
            lines.setdefault(link["url"], {"title": title, "number": number, "url": link["url"]})
    return {"lines": list(lines.values()), "procedure": words["procedure"]}
