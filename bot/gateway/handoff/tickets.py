"""Messages that customers leave with a number to call back, for when somebody is there."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from bot.gateway.conversations.model import Conversation
from bot.gateway.db.database import Cursor, Row
from bot.gateway.errors import ConversationGone, TooMany
from bot.language import Language

MAX_OPEN = 10  # of one conversation at once
TOO_MANY_FOR = 60 * 60  # seconds

TEXT, PHONE, CLIENT_ID = "tickets.text", "tickets.phone", "tickets.client_message_id"
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
    """A new, open ticket; not stored yet."""
    return Ticket(secrets.token_urlsafe(12), conversation.id, conversation.language, text, phone, time.time())


def insert_ticket(cursor: Cursor, ticket: Ticket, client_message_id: str | None) -> bool:
    """Store it, once per client_message_id; returns whether it was new. Raises `TooMany`."""
    cipher = cursor.vault.cipher(ticket.conversation_id)
    text, phone = cipher.seal(TEXT, ticket.id, ticket.text), cipher.seal(PHONE, ticket.id, ticket.phone)
    key = cipher.digest(CLIENT_ID, client_message_id)
    values = (ticket.id, ticket.conversation_id, key, ticket.language, text, phone)
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
    """Open tickets, then done ones, each newest first; of more open ones than `limit`, the oldest."""
    to_do = cursor.all(f"SELECT {_COLUMNS} FROM tickets WHERE done_at IS NULL ORDER BY at LIMIT ?", (limit,))
    done = cursor.all(
        f"SELECT {_COLUMNS} FROM tickets WHERE done_at IS NOT NULL ORDER BY at DESC LIMIT ?", (limit - len(to_do),)
    )
    return [ticket for row in (*reversed(to_do), *done) if (ticket := _ticket(cursor, row))]


def ticket_of(cursor: Cursor, ticket_id: str) -> Ticket | None:
    row = cursor.one(f"SELECT {_COLUMNS} FROM tickets WHERE id = ?", (ticket_id,))
    return _ticket(cursor, row) if row else None


def tickets_of(cursor: Cursor, conversation_id: str) -> list[Ticket]:
    """Those of one conversation, in the order in which they were left."""
    rows = cursor.all(f"SELECT {_COLUMNS} FROM tickets WHERE conversation_id = ? ORDER BY at", (conversation_id,))
    return [ticket for row in rows if (ticket := _ticket(cursor, row))]


def open_tickets(cursor: Cursor, conversation_id: str | None = None) -> int:
    """How many tickets are open, of this conversation or of all."""
    of, values = ("AND conversation_id = ?", (conversation_id,)) if conversation_id else ("", ())
    row = cursor.one(f"SELECT COUNT(*) FROM tickets WHERE done_at IS NULL {of}", values)
    return int(row[0]) if row else 0


def phones_left(cursor: Cursor, conversation_id: str) -> list[str]:
    """The numbers that the customer left, for the agent who calls."""
    rows = cursor.all("SELECT id, phone FROM tickets WHERE conversation_id = ?", (conversation_id,))
    cipher = cursor.vault.cipher(conversation_id)
    return [cipher.open(PHONE, row[0], row[1]) for row in rows]


def set_done(cursor: Cursor, ticket_id: str, person_name: str) -> bool:
    """Mark a ticket as done; returns whether there was such an open one."""
    return bool(
        cursor.run(
            "UPDATE tickets SET done_at = ?, done_by = ? WHERE id = ? AND done_at IS NULL",
            (time.time(), person_name, ticket_id),
        )
    )


def _ticket(cursor: Cursor, row: Row) -> Ticket | None:
    """A ticket from its row; None when its conversation was just erased."""
    try:
        cipher = cursor.vault.cipher(row[1])
    except ConversationGone:
        return None
    return Ticket(
        id=row[0],
        conversation_id=row[1],
        language=row[2],
        text=cipher.open(TEXT, row[0], row[3]),
        phone=cipher.open(PHONE, row[0], row[4]),
        at=row[5],
        done_at=row[6],
        done_by=row[7],
    )
