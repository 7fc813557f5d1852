"""Threads into rows and back: what our conversations are called in the helpdesk, and what of its webhooks was applied.

A thread outlives its conversation until the helpdesk was told of the end. Transactions write to tables in the order of
`bot.gateway.tables`: a connection that is just being made locks them in that order.
"""

from __future__ import annotations

import secrets

from bot.gateway.database import Cursor, Row
from bot.gateway.helpdesks.helpdesk import Report, Thread

RECEIPTS_KEPT = 7 * 24 * 60 * 60  # seconds; what a helpdesk tells again, it does within the hour

_COLUMNS = "reference, customer, ticket, told, changed_at"


def thread_of(cursor: Cursor, conversation_id: str) -> Thread:
    """The conversation's thread, begun now if there is none."""
    row = cursor.one(f"SELECT {_COLUMNS} FROM helpdesk_threads WHERE conversation_id = ?", (conversation_id,))
    if row:
        return _thread(row)
    thread = Thread(secrets.token_hex(12))
    cursor.run(
        f"INSERT INTO helpdesk_threads (conversation_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        (conversation_id, thread.reference, None, None, thread.told, thread.changed_at),
    )
    return thread


def thread_reported(cursor: Cursor, report: Report) -> tuple[str, Thread] | None:
    """The conversation that a report is about, and its thread; null when it is none of ours."""
    row = cursor.one(
        f"SELECT conversation_id, {_COLUMNS} FROM helpdesk_threads "
        "WHERE ticket = ? OR (reference = ? AND (ticket IS NULL OR ticket = reference))",
        (report.ticket, report.reference),
    )
    return (row[0], _thread(row[1:])) if row else None


def keep_thread(cursor: Cursor, conversation_id: str, thread: Thread) -> None:
    """Keep what the helpdesk made of it; a later moment of change that was reported meanwhile stands."""
    cursor.run(
        "UPDATE helpdesk_threads SET customer = ?, ticket = ?, told = ? WHERE conversation_id = ?",
        (thread.customer, thread.ticket, thread.told, conversation_id),
    )
    set_changed(cursor, conversation_id, thread.changed_at)


def set_changed(cursor: Cursor, conversation_id: str, at: float) -> None:
    """The ticket was changed at `at`, if not later."""
    cursor.run(
        "UPDATE helpdesk_threads SET changed_at = ? WHERE conversation_id = ? AND changed_at < ?",
        (at, conversation_id, at),
    )


def was_applied(cursor: Cursor, conversation_id: str, report: Report) -> bool:
    return cursor.one("SELECT 1 FROM helpdesk_receipts WHERE id = ?", (_receipt(conversation_id, report),)) is not None


def set_applied(cursor: Cursor, conversation_id: str, report: Report, now: float) -> None:
    cursor.run(
        "INSERT INTO helpdesk_receipts (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
        (_receipt(conversation_id, report), now),
    )


def prune(cursor: Cursor, now: float) -> None:
    """Forget old receipts, and threads of conversations that are gone when nothing is left to tell of them."""
    cursor.run(
        "DELETE FROM helpdesk_threads WHERE conversation_id NOT IN (SELECT id FROM conversations) "
        "AND conversation_id NOT IN (SELECT conversation_id FROM outbox)"
    )
    cursor.run("DELETE FROM helpdesk_receipts WHERE at < ?", (now - RECEIPTS_KEPT,))


def _receipt(conversation_id: str, report: Report) -> str:
    return f"{conversation_id} {report.id}"


def _thread(row: Row) -> Thread:
    return Thread(reference=row[0], customer=row[1], ticket=row[2], told=row[3], changed_at=row[4])
