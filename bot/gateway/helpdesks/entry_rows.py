"""Rows of the outbox, and the entries that they refer to: what is told is read when it is told, and is masked."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.content import incident
from bot.gateway.database import Cursor, Row
from bot.gateway.handoff.tickets import ticket_of
from bot.gateway.helpdesks.helpdesk import (
    OURS,
    CallBack,
    Cancelled,
    Ended,
    Entry,
    Erased,
    Line,
    Requested,
    Said,
    Thread,
)
from bot.gateway.helpdesks.thread_rows import thread_of
from bot.gateway.message_rows import select_messages
from bot.handoff.states import Move
from bot.language import Language

MAX_LINES = 500  # messages of a conversation that go along with a request; the last ones

_COLUMNS = "id, conversation_id, kind, body, tries"
_FIRST = (
    "NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.conversation_id = outbox.conversation_id "
    "AND earlier.parked = 0 AND earlier.id < outbox.id)"
)


@dataclass(frozen=True)
class OutboxRow:
    """One thing to tell. The id begins with the nanosecond since 1970 in which it was written."""

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
    """`thread` is how it stands when the entry was told; without an entry there is nothing to tell any more."""

    entry: Entry | None
    thread: Thread


def due_rows(cursor: Cursor, now: float, limit: int) -> list[OutboxRow]:
    """The first row of each conversation, if it is due; the oldest first."""
    rows = cursor.all(
        f"SELECT {_COLUMNS} FROM outbox WHERE parked = 0 AND next_at <= ? AND {_FIRST} ORDER BY id LIMIT ?",
        (now, limit),
    )
    return [_row(row) for row in rows]


def next_row(cursor: Cursor, conversation_id: str, now: float) -> OutboxRow | None:
    """The conversation's first row, if it is due."""
    row = cursor.one(
        f"SELECT {_COLUMNS} FROM outbox WHERE parked = 0 AND next_at <= ? AND conversation_id = ? AND {_FIRST}",
        (now, conversation_id),
    )
    return _row(row) if row else None


def claim(cursor: Cursor, row: OutboxRow, until: float) -> bool:
    """Take the row for this gateway until then; false when another gateway was quicker."""
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
    """What the helpdesk was not told yet about a conversation."""
    rows = cursor.all(
        f"SELECT {_COLUMNS} FROM outbox WHERE parked = 0 AND conversation_id = ? ORDER BY id", (conversation_id,)
    )
    return [_row(row) for row in rows]


def prepare(cursor: Cursor, row: OutboxRow) -> Prepared:
    """What a row tells. Raises `KeyError`, `TypeError` or `ValueError` when it is none of ours."""
    thread = thread_of(cursor, row.conversation_id)
    found = cursor.one("SELECT language, last_seq FROM conversations WHERE id = ?", (row.conversation_id,))
    key = OURS + row.id
    language: Language = found[0] if found else incident().default_language
    match row.kind:
        case "cancelled":
            return Prepared(Cancelled(key, language), thread)
        case "ended":
            return Prepared(Ended(key, closed=row.body["move"] == Move.CLOSE), thread)
        case "erased":
            return Prepared(Erased(key), thread)
    if not found:
        return Prepared(None, thread)  # what was erased meanwhile is told to nobody
    match row.kind:
        case "requested":
            return _request(cursor, row, thread, language, last=found[1])
        case "message":
            return _message(cursor, row, thread, language)
        case "ticket":
            ticket = ticket_of(cursor, row.body["ticket"])
            entry = CallBack(key, ticket.language, ticket.text, ticket.phone) if ticket else None
            return Prepared(entry, thread)
    raise ValueError


def _request(cursor: Cursor, row: OutboxRow, thread: Thread, language: Language, last: int) -> Prepared:
    # The same each time it is tried: what has a row of its own behind this one is told by that.
    later = [one.body.get("seq") for one in pending(cursor, row.conversation_id) if one.kind == "message"]
    up_to = min([*(seq - 1 for seq in later if isinstance(seq, int) and seq > thread.told), last])
    messages = select_messages(cursor, row.conversation_id, max(thread.told, up_to - MAX_LINES), up_to)
    lines = tuple(Line(one.sender, one.text, one.at) for one in messages if one.sender != "system")
    urgent = bool(row.body.get("urgent"))
    defrauded = bool(row.body.get("defrauded", urgent))  # rows of older versions know no other reason
    entry = Requested(OURS + row.id, language, urgent, row.body.get("topic"), lines, defrauded)
    return Prepared(entry, replace(thread, told=max(thread.told, up_to)))


def _message(cursor: Cursor, row: OutboxRow, thread: Thread, language: Language) -> Prepared:
    seq = int(row.body["seq"])
    if seq <= thread.told:
        return Prepared(None, thread)
    said = select_messages(cursor, row.conversation_id, seq - 1, seq)
    if not said:
        return Prepared(None, thread)
    line = Line(said[0].sender, said[0].text, said[0].at)
    return Prepared(Said(OURS + row.id, language, line), replace(thread, told=seq))


def _row(row: Row) -> OutboxRow:
    try:
        body = json.loads(row[3])
    except ValueError:
        body = None
    return OutboxRow(row[0], row[1], row[2], body if isinstance(body, dict) else {}, row[4])
