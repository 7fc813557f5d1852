"""Messages that customers leave with a number to call back, for when somebody is there."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from bot.gateway.conversation_rows import Conversation
from bot.gateway.database import Cursor, Row
from bot.gateway.problems import TooMany
from bot.language import Language

MAX_OPEN = 10  # of one conversation at once
TOO_MANY_FOR = 60 * 60  # seconds

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
    """Keep it, unless this client_message_id left one already; whether it was kept. Raises `TooMany`."""
    values = (ticket.id, ticket.conversation_id, client_message_id, ticket.language, ticket.text, ticket.phone)
    added = cursor.run(
        "INSERT INTO tickets (id, conversation_id, client_message_id, language, text, phone, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (conversation_id, client_message_id) DO NOTHING",
        (*values, ticket.at),
    )
    if added and open_tickets(cursor, ticket.conversation_id) > MAX_OPEN:
        raise TooMany("Enough messages wait to be called back about here.", TOO_MANY_FOR)
    return bool(added)


def select_tickets(cursor: Cursor, limit: int) -> list[Ticket]:
    """Those to do first, each part newest first; of more to do than `limit`, those that were left longest ago."""
    to_do = cursor.all(f"SELECT {_COLUMNS} FROM tickets WHERE done_at IS NULL ORDER BY at LIMIT ?", (limit,))
    done = cursor.all(
        f"SELECT {_COLUMNS} FROM tickets WHERE done_at IS NOT NULL ORDER BY at DESC LIMIT ?", (limit - len(to_do),)
    )
    return [_ticket(row) for row in (*reversed(to_do), *done)]


def ticket_of(cursor: Cursor, ticket_id: str) -> Ticket | None:
    row = cursor.one(f"SELECT {_COLUMNS} FROM tickets WHERE id = ?", (ticket_id,))
    return _ticket(row) if row else None


def open_tickets(cursor: Cursor, conversation_id: str | None = None) -> int:
    """How many are to do, of this conversation or of all."""
    row = cursor.one(
        "SELECT COUNT(*) FROM tickets WHERE done_at IS NULL AND (conversation_id = ? OR ?)",
        (conversation_id, conversation_id is None),
    )
    return int(row[0]) if row else 0


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
