"""What happened to hand-offs: a line per move, from which waits are expected and reports are made."""

from __future__ import annotations

import secrets

from bot.gateway.database import Cursor
from bot.handoff.expected_wait import PastWait
from bot.handoff.states import Move

RECENT_WAITS = 20
RECENT_SECONDS = 2 * 60 * 60  # what is older tells little of now
HELPED = (Move.GIVE_BACK.value, Move.CLOSE.value)


def log_move(
    cursor: Cursor,
    conversation_id: str,
    move: Move,
    at: float,
    *,
    person_id: str | None = None,
    seconds: float | None = None,
    place: int | None = None,
    reason: str | None = None,
) -> None:
    """Write it down. `seconds` is how long the wait (of a take) or the conversation (of an end) took."""
    took = None if seconds is None else max(0.0, seconds)  # clocks go back
    cursor.run(
        "INSERT INTO handoff_log (id, conversation_id, at, move, person_id, seconds, place, reason) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (secrets.token_urlsafe(12), conversation_id, at, move.value, person_id, took, place, reason),
    )


def recent_waits(cursor: Cursor, now: float) -> list[PastWait]:
    """The latest waits that ended with a person."""
    rows = cursor.all(
        "SELECT seconds, place FROM handoff_log WHERE move = ? AND at > ? AND place IS NOT NULL "
        "ORDER BY at DESC LIMIT ?",
        (Move.TAKE.value, now - RECENT_SECONDS, RECENT_WAITS),
    )
    return [PastWait(row[0], row[1]) for row in rows]


def had_person(cursor: Cursor, conversation_id: str, since: float) -> bool:
    """Whether somebody took the conversation at `since` or later."""
    row = cursor.one(
        "SELECT 1 FROM handoff_log WHERE conversation_id = ? AND move IN (?, ?) AND at >= ? LIMIT 1",
        (conversation_id, Move.TAKE.value, Move.JOIN.value, since),
    )
    return row is not None


def was_helped(cursor: Cursor, conversation_id: str) -> bool:
    """Whether a person has helped in this conversation before."""
    row = cursor.one(
        "SELECT 1 FROM handoff_log WHERE conversation_id = ? AND move IN (?, ?) LIMIT 1", (conversation_id, *HELPED)
    )
    return row is not None


def was_handed_off(cursor: Cursor, conversation_id: str) -> bool:
    """Whether this conversation ever waited for a person or had one."""
    row = cursor.one(
        "SELECT 1 FROM handoff_log WHERE conversation_id = ? AND move <> ? LIMIT 1",
        (conversation_id, Move.NOBODY_THERE.value),
    )
    return row is not None
