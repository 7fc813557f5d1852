"""Every text that the store keeps is sealed, or stands here with the reason why it may be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.gateway.db.sealing import DIGESTED, SEALED

# What stays readable: how the service is used, who of the desk did what, and ids; never what a customer said or who
# they are. Whoever adds a column of texts seals it (`SEALED`, and `cipher.seal` where it is written), or argues here.
READABLE = {
    # names of ours: languages, states, kinds, topics, moves and reasons, of which each comes from a list in code
    "conversations.language",
    "conversations.client",
    "conversations.state",
    "conversations.danger",
    "messages.sender",
    "messages.language",
    "messages.topic",
    "tickets.language",
    "handoffs.topic",
    "handoffs.languages",
    "handoff_log.move",
    "handoff_log.reason",
    "outbox.kind",
    "outbox.body",  # refers to what is kept, and never repeats it
    "audit_log.action",
    "audit_log.counts",
    # ids and random names that we, or an outside helpdesk, give
    "conversations.id",
    "conversations.turn",
    "gateways.id",
    "messages.conversation_id",
    "turns.conversation_id",
    "buttons.id",
    "buttons.conversation_id",
    "ratings.conversation_id",
    "erasures.conversation_id",
    "handoffs.conversation_id",
    "handoff_log.id",
    "handoff_log.conversation_id",
    "notes.id",
    "notes.conversation_id",
    "tickets.id",
    "tickets.conversation_id",
    "outbox.id",
    "outbox.conversation_id",
    "helpdesk_threads.conversation_id",
    "helpdesk_threads.reference",
    "helpdesk_threads.customer",
    "helpdesk_threads.ticket",
    "helpdesk_receipts.id",
    "audit_log.id",
    "audit_log.conversation_hash",
    "key_store.id",
    "alembic_version.version_num",
    # people of the desk, who are no customers
    "handoffs.person_id",
    "handoffs.person_name",
    "handoff_log.person_id",
    "notes.person_id",
    "notes.person_name",
    "tickets.done_by",
    "agents.id",
    "agents.name",
    "agents.display_name",
    "agents.password_hash",
    "agents.role",
    "agents.languages",
    "agents.openid_subject",
    "agents.totp_salt",
    "desk_sessions.token_hash",
    "desk_sessions.agent_id",
    "desk_attempts.name_hash",
    "desk_attempts.times",
    "agent_presence.agent_id",
}
NUMBERS = {"BIGINT", "DOUBLE PRECISION"}  # hold no text; every other type may


def texts(store: Path) -> set[str]:
    """The columns of all tables that can hold a text, as "table.column"."""
    with closing(sqlite3.connect(store)) as connection:
        return {
            f"{table}.{name}"
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall()
            if kind not in NUMBERS
        }


def test_every_text_is_sealed_or_holds_nothing_personal(sqlite_with_tables: Path) -> None:
    sealed = {f"{table}.{column}" for table, _, columns in SEALED for column in columns}
    sealed |= {f"{table}.{column}" for table, column in DIGESTED}
    assert not sealed & READABLE
    assert texts(sqlite_with_tables) == sealed | READABLE
