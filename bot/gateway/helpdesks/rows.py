"""The statements on the outbox, on the helpdesk's tickets of our conversations, and on the webhooks that were applied.

An outbox row refers to messages, which are masked and read at delivery. A `TicketRef` outlives its conversation until
the helpdesk has been told of the end. Transactions write to tables in the order of the first migration, so as not to
deadlock with an upgrade, which locks them in that order.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from typing import Any

from bot.content import offered
from bot.gateway.conversations.rows import select_messages
from bot.gateway.db.database import Cursor, Row
from bot.gateway.handoff.tickets import ticket_of
from bot.gateway.helpdesks.helpdesk import (
    KEY_PREFIX,
    CallBack,
    Cancelled,
    Ended,
    Entry,
    Erased,
    MessageAdded,
    Requested,
    TicketRef,
    TranscriptLine,
    WebhookReport,
)
from bot.handoff.states import Move
from bot.language import Language

MAX_LINES = 500  # messages of a conversation that go along with a request; the last ones

_OUTBOX_COLUMNS = "id, conversation_id, kind, body, tries"
_FIRST = (
    "NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.conversation_id = outbox.conversation_id "
    "AND earlier.parked = 0 AND earlier.id < outbox.id)"
)

RECEIPTS_KEPT = 7 * 24 * 60 * 60  # seconds; what a helpdesk tells again, it does within the hour

_REF_COLUMNS = "reference, customer, ticket, told, changed_at"


@dataclass(frozen=True)
class OutboxRow:
    """A row of the outbox. The id begins with the nanosecond since 1970 in which it was written."""

    id: str
    conversation_id: str
    kind: str
    body: dict[str, Any]
    tries: int

    @property
    def at(self) -> float:
        return int(self.id.split("-")[0]) / 1e9


@dataclass(frozen=True)
class Prepared:
    """An entry to deliver, and the ticket reference to use. A null entry: nothing is left to deliver."""

    entry: Entry | None
    ref: TicketRef


def due_rows(cursor: Cursor, now: float, limit: int) -> list[OutboxRow]:
    """The first row of each conversation, if it is due; the oldest first."""
    rows = cursor.all(
        f"SELECT {_OUTBOX_COLUMNS} FROM outbox WHERE parked = 0 AND next_at <= ? AND {_FIRST} ORDER BY id LIMIT ?",
        (now, limit),
    )
    return [_row(row) for row in rows]


def next_row(cursor: Cursor, conversation_id: str, now: float) -> OutboxRow | None:
    """The conversation's first row, if it is due."""
    row = cursor.one(
        f"SELECT {_OUTBOX_COLUMNS} FROM outbox WHERE parked = 0 AND next_at <= ? AND conversation_id = ? AND {_FIRST}",
        (now, conversation_id),
    )
    return _row(row) if row else None


def claim(cursor: Cursor, row: OutboxRow, until: float) -> bool:
    """Claim the row for this gateway until `until`; false when another gateway was quicker."""
    return bool(
        cursor.run(
            "UPDATE outbox SET tries = tries + 1, next_at = ? WHERE id = ? AND tries = ? AND parked = 0",
            (until, row.id, row.tries),
        )
    )


def put_off(cursor: Cursor, row: OutboxRow, until: float) -> None:
    cursor.run("UPDATE outbox SET next_at = ? WHERE id = ?", (until, row.id))


def park(cursor: Cursor, row: OutboxRow) -> None:
    cursor.run("UPDATE outbox SET parked = 1 WHERE id = ?", (row.id,))


def remove(cursor: Cursor, row: OutboxRow) -> None:
    cursor.run("DELETE FROM outbox WHERE id = ?", (row.id,))


def pending(cursor: Cursor, conversation_id: str) -> list[OutboxRow]:
    """The rows of a conversation that are not delivered yet."""
    rows = cursor.all(
        f"SELECT {_OUTBOX_COLUMNS} FROM outbox WHERE parked = 0 AND conversation_id = ? ORDER BY id", (conversation_id,)
    )
    return [_row(row) for row in rows]


def prepare(cursor: Cursor, row: OutboxRow) -> Prepared:
    """Read a row's entry. Raises `KeyError`, `TypeError` or `ValueError` when it is unreadable."""
    ref = ticket_ref_of(cursor, row.conversation_id)
    found = cursor.one("SELECT language, last_seq FROM conversations WHERE id = ?", (row.conversation_id,))
    key = KEY_PREFIX + row.id
    language = offered(found[0] if found else None)
    match row.kind:
        case "cancelled":
            return Prepared(Cancelled(key, language), ref)
        case "ended":
            return Prepared(Ended(key, closed=row.body["move"] == Move.CLOSE), ref)
        case "erased":
            return Prepared(Erased(key), ref)
    if not found:
        return Prepared(None, ref)  # what was erased meanwhile is told to nobody
    match row.kind:
        case "requested":
            return _request(cursor, row, ref, language, last=found[1])
        case "message":
            return _message(cursor, row, ref, language)
        case "ticket":
            ticket = ticket_of(cursor, row.body["ticket"])
            entry = CallBack(key, offered(ticket.language), ticket.text, ticket.phone) if ticket else None
            return Prepared(entry, ref)
    raise ValueError


def _request(cursor: Cursor, row: OutboxRow, ref: TicketRef, language: Language, last: int) -> Prepared:
    # The same each time it is tried: what has a row of its own behind this one is told by that.
    later = [one.body.get("seq") for one in pending(cursor, row.conversation_id) if one.kind == "message"]
    up_to = min([*(seq - 1 for seq in later if isinstance(seq, int) and seq > ref.told), last])
    messages = select_messages(cursor, row.conversation_id, max(ref.told, up_to - MAX_LINES), up_to)
    lines = tuple(TranscriptLine(one.sender, one.text, one.at) for one in messages if one.sender != "system")
    urgent = bool(row.body.get("urgent"))
    defrauded = bool(row.body.get("defrauded", urgent))  # rows of older versions know no other reason
    entry = Requested(KEY_PREFIX + row.id, language, urgent, row.body.get("topic"), lines, defrauded)
    return Prepared(entry, replace(ref, told=max(ref.told, up_to)))


def _message(cursor: Cursor, row: OutboxRow, ref: TicketRef, language: Language) -> Prepared:
    seq = int(row.body["seq"])
    if seq <= ref.told:
        return Prepared(None, ref)
    said = select_messages(cursor, row.conversation_id, seq - 1, seq)
    if not said:
        return Prepared(None, ref)
    line = TranscriptLine(said[0].sender, said[0].text, said[0].at)
    return Prepared(MessageAdded(KEY_PREFIX + row.id, language, line), replace(ref, told=seq))


def _row(row: Row) -> OutboxRow:
    try:
        body = json.loads(row[3])
    except ValueError:
        body = None
    return OutboxRow(row[0], row[1], row[2], body if isinstance(body, dict) else {}, row[4])


def ticket_ref_of(cursor: Cursor, conversation_id: str) -> TicketRef:
    """The conversation's ticket reference, made now if there is none."""
    row = cursor.one(f"SELECT {_REF_COLUMNS} FROM helpdesk_threads WHERE conversation_id = ?", (conversation_id,))
    if row:
        return _ticket_ref(row)
    ref = TicketRef(secrets.token_hex(12))
    cursor.run(
        f"INSERT INTO helpdesk_threads (conversation_id, {_REF_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        (conversation_id, ref.reference, None, None, ref.told, ref.changed_at),
    )
    return ref


def ticket_ref_reported(cursor: Cursor, report: WebhookReport) -> tuple[str, TicketRef] | None:
    """The conversation that a report is about, and its ticket reference; null when it is none of ours."""
    row = cursor.one(
        f"SELECT conversation_id, {_REF_COLUMNS} FROM helpdesk_threads "
        "WHERE ticket = ? OR (reference = ? AND (ticket IS NULL OR ticket = reference))",
        (report.ticket, report.reference),
    )
    return (row[0], _ticket_ref(row[1:])) if row else None


def update_ticket_ref(cursor: Cursor, conversation_id: str, ref: TicketRef) -> None:
    """Store the helpdesk's ids; a later `changed_at` that was reported meanwhile is kept."""
    cursor.run(
        "UPDATE helpdesk_threads SET customer = ?, ticket = ?, told = ? WHERE conversation_id = ?",
        (ref.customer, ref.ticket, ref.told, conversation_id),
    )
    set_changed(cursor, conversation_id, ref.changed_at)


def forget_ticket(cursor: Cursor, conversation_id: str) -> None:
    """Somebody deleted it there: the next request makes another one, and tells all that was said."""
    cursor.run(
        "UPDATE helpdesk_threads SET customer = NULL, ticket = NULL, told = 0 WHERE conversation_id = ?",
        (conversation_id,),
    )


def set_changed(cursor: Cursor, conversation_id: str, at: float) -> None:
    """Move `changed_at` forward to `at`; it never goes back."""
    cursor.run(
        "UPDATE helpdesk_threads SET changed_at = ? WHERE conversation_id = ? AND changed_at < ?",
        (at, conversation_id, at),
    )


def was_applied(cursor: Cursor, conversation_id: str, report: WebhookReport) -> bool:
    return cursor.one("SELECT 1 FROM helpdesk_receipts WHERE id = ?", (_receipt(conversation_id, report),)) is not None


def set_applied(cursor: Cursor, conversation_id: str, report: WebhookReport, now: float) -> None:
    cursor.run(
        "INSERT INTO helpdesk_receipts (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
        (_receipt(conversation_id, report), now),
    )


def prune(cursor: Cursor, now: float) -> None:
    """Forget old receipts, and references of conversations that are gone when nothing is left to tell of them."""
    cursor.run(
        # NOT IN would have PostgreSQL look through all conversations for each thread, once they are many.
        "DELETE FROM helpdesk_threads WHERE NOT EXISTS (SELECT 1 FROM conversations WHERE id = conversation_id) "
        "AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = helpdesk_threads.conversation_id)"
    )
    cursor.run("DELETE FROM helpdesk_receipts WHERE at < ?", (now - RECEIPTS_KEPT,))


def _receipt(conversation_id: str, report: WebhookReport) -> str:
    return f"{conversation_id} {report.id}"


def _ticket_ref(row: Row) -> TicketRef:
    return TicketRef(reference=row[0], customer=row[1], ticket=row[2], told=row[3], changed_at=row[4])
