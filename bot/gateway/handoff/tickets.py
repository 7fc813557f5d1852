"""Messages that customers leave with a number to call back, for when somebody is there."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from bot.gateway.conversation_rows import Conversation
from bot.gateway.database import Cursor, Row
from bot.language import Language

_COLUMNS = "id, conversation_id, language, text, phone, at, done_at, done_by"


@dataclass(frozen=True)
class Ticket:
    """`text` is masked like all that customers write; `phone` is not, because it is there to be called."""

    id: str
    conversation_id: str
    language: Language
    text: str
    phone: str
    at: float  # seconds since 1970
    done_at: float | None = None
    done_by: str | None = None  # the person's name


def new_ticket(conversation: Conversation, text: str, phone: str) -> Ticket:
    """A ticket that is to do, not kept yet."""
    return Ticket(secrets.token_urlsafe(12), conversation.id, conversation.language, text, phone, time.time())


def insert_ticket(cursor: Cursor, ticket: Ticket, client_message_id: str | None) -> bool:
    """Keep it, unless this client_message_id left one already; whether it was kept."""
    values = (ticket.id, ticket.conversation_id, client_message_id, ticket.language, ticket.text, ticket.phone)
    added = cursor.run(
        "INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL) "
        "ON CONFLICT (conversation_id, client_message_id) DO NOTHING",
        (*values, ticket.at),
    )
    return bool(added)


def select_tickets(cursor: Cursor, limit: int) -> list[Ticket]:
    """Those to do first, each part newest first."""
    rows = cursor.all(
        f"SELECT {_COLUMNS} FROM tickets ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, at DESC LIMIT ?",
        (limit,),
    )
    return [_ticket(row) for row in rows]


def ticket_of(cursor: Cursor, ticket_id: str) -> Ticket | None:
    row = cursor.one(f"SELECT {_COLUMNS} FROM tickets WHERE id = ?", (ticket_id,))
    return _ticket(row) if row else None


def open_tickets(cursor: Cursor) -> int:
    """How many are to do."""
    row = cursor.one("SELECT COUNT(*) FROM tickets WHERE done_at IS NULL")
    return int(row[0]) if row else 0


def has_open_ticket(cursor: Cursor, conversation_id: str) -> bool:
    """Whether this customer left a message that nobody has dealt with yet."""
    asked = "SELECT 1 FROM tickets WHERE conversation_id = ? AND done_at IS NULL LIMIT 1"
    return cursor.one(asked, (conversation_id,)) is not None


def set_done(cursor: Cursor, ticket_id: str, person_name: str) -> bool:
    """Whether there was such a ticket to do."""
    return bool(
        cursor.run(
            "UPDATE tickets SET done_at = ?, done_by = ? WHERE id = ? AND done_at IS NULL",
            (time.time(), person_name, ticket_id),
        )
    )


def _ticket(row: Row) -> Ticket:
    return Ticket(*row)
