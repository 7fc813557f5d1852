"""A customer's copy tells every column that is kept of their conversation, but for those that stand here."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from bot.gateway.data.access import everything
from bot.gateway.db.database import Cursor
from bot.gateway.db.sealing import ONLY_ROW, SEALED
from bot.gateway.handoff.rows import MoveLog
from bot.handoff.states import Move
from tests.gateway.data.conftest import Places, Words, keep_a_conversation

# What the copy leaves out, by its reason. Whoever adds a column tells it in `data/access.py`, or argues here.
LEFT_OUT = {
    # Repeats what it tells elsewhere; a digest of an id that the message tells.
    *("conversations.last_seq", "turns.answer_seq", "turns.last_seq", "tickets.language", "tickets.client_message_id"),
    *("outbox.kind", "outbox.body"),
    # How we keep, show and deliver it, and which gateway answers just now.
    *("conversations.turn", "conversations.turn_at"),
    *("conversations.sealed", "buttons.place", "buttons.payload", "buttons.expires_at"),
    *("outbox.tries", "outbox.next_at", "outbox.parked", "helpdesk_threads.told", "helpdesk_threads.changed_at"),
    # The helpdesk's number for what the reference leads to.
    "helpdesk_threads.customer",
    # Of a hand-off under way, and gone with it: the moves tell what happened.
    *("handoffs.urgent", "handoffs.topic", "handoffs.languages", "handoffs.since", "handoffs.place"),
    *("handoffs.limit_told", "handoffs.taken_at"),
    # For reports on the desk: how long, and from which place; and when somebody rated.
    *("handoff_log.seconds", "handoff_log.place", "ratings.at"),
    # Who works for the company.
    *("handoffs.person_id", "handoffs.person_name", "handoff_log.person_id"),
    *("notes.person_id", "notes.person_name", "tickets.done_by"),
}
# Another value for columns that do not take any.
OTHER = {
    "conversations.language": "nl",
    "conversations.state": "closed",
    "conversations.danger": "crisis",
    "conversations.situation": json.dumps({"memory": "another"}),
    "messages.language": "nl",
    "messages.details": json.dumps({"what": "another"}),
    "messages.links": json.dumps([{"title": "another", "url": "tel:110"}]),
}
SEALED_BY = {f"{table}.{column}": row for table, row, columns in SEALED for column in columns}


async def test_the_copy_changes_with_every_column_that_is_not_left_out(tmp_path: Path, words: Words) -> None:
    database = Places("", tmp_path / "data", tmp_path).open()
    conversation_id = await keep_a_conversation(database, words)

    def untold(cursor: Cursor) -> set[str]:
        _hand_over(cursor, conversation_id)
        copy = everything(cursor, conversation_id)
        found = set()
        for table, column, kind in _columns(cursor):
            cursor.run("SAVEPOINT before")
            _change(cursor, conversation_id, table, column, kind)
            if everything(cursor, conversation_id) == copy:
                found.add(f"{table}.{column}")
            cursor.run("ROLLBACK TO before")
        return found

    assert await database.transaction(untold) == LEFT_OUT
    await database.close()


def _hand_over(cursor: Cursor, conversation_id: str) -> None:
    """Rows of what else a conversation can have."""
    MoveLog(lambda move, seconds: None).add(cursor, conversation_id, Move.REQUEST, time.time())
    cursor.run(
        "INSERT INTO handoffs (conversation_id, urgent, languages, since, place, limit_told) "
        "VALUES (?, 0, '[\"fr\"]', 1790000000, 1, 0)",
        (conversation_id,),
    )
    cursor.run(
        "INSERT INTO helpdesk_threads (conversation_id, reference, told, changed_at) VALUES (?, 'reference', 0, 0)",
        (conversation_id,),
    )


def _columns(cursor: Cursor) -> list[tuple[str, str, str]]:
    """Table, name and type of every column on a conversation, without keys."""
    tables = [row[0] for row in cursor.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {table: cursor.all(f"PRAGMA table_info({table})") for table in tables}
    return [
        (table, name, kind)
        for table, rows in columns.items()
        if table == "conversations" or any(row[1] == "conversation_id" for row in rows)
        for _, name, kind, _, _, key in rows
        if not key and name != "conversation_id" and table != "erasures"  # which is used no more
    ]


def _change(cursor: Cursor, conversation_id: str, table: str, column: str, kind: str) -> None:
    """Give the column another value in all rows of the conversation."""
    name, owner = f"{table}.{column}", "id" if table == "conversations" else "conversation_id"
    row_column = SEALED_BY.get(name) or owner
    rows = cursor.all(f"SELECT {row_column}, {column} FROM {table} WHERE {owner} = ?", (conversation_id,))
    assert rows, f"nothing is in {table}"
    for row, value in rows:
        other: Any = OTHER.get(name, "another")
        if kind != "TEXT":
            other = (value or 0) + 1
        elif name in SEALED_BY:
            other = cursor.vault.cipher(conversation_id).seal(name, row if SEALED_BY[name] else ONLY_ROW, other)
        cursor.run(
            f"UPDATE {table} SET {column} = ? WHERE {owner} = ? AND {row_column} = ?", (other, conversation_id, row)
        )
