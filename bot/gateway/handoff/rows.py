"""The statements on hand-offs under way, on the log of what happened to them, and on who is there to answer.

All within a transaction of the caller.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence

from bot.gateway.conversations.rows import LAST_SPOKEN
from bot.gateway.db.database import Cursor, Row
from bot.gateway.handoff.model import Colleague, Handoff, Person
from bot.handoff.expected_wait import PastWait
from bot.handoff.queue import Priority, in_order
from bot.handoff.states import Move, State
from bot.language import Language

_COLUMNS = "conversation_id, urgent, topic, languages, since, place, limit_told, person_id, person_name, taken_at"
# No join: of many conversations, few are handed off.
_HANDOFFS = f"SELECT {_COLUMNS}, (SELECT danger FROM conversations WHERE id = conversation_id) FROM handoffs"
_OF_STATE = f"{_HANDOFFS} WHERE (SELECT state FROM conversations WHERE id = conversation_id) = ? ORDER BY since"
# How urgent a request was, as the column `urgent` has it.
_URGENCY: dict[Priority, int] = {"normal": 0, "urgent": 1, "danger": 2}
_ASKED: dict[int, Priority] = {urgency: asked for asked, urgency in _URGENCY.items()}

RECENT_WAITS = 20
RECENT_SECONDS = 2 * 60 * 60  # what is older tells little of now
HELPED = (Move.GIVE_BACK.value, Move.CLOSE.value)

SEEN_LATELY = 20.0  # seconds since an agent's desk was last seen open: a reload or a restart is no absence


def handoff_of(cursor: Cursor, conversation_id: str) -> Handoff | None:
    row = cursor.one(f"{_HANDOFFS} WHERE conversation_id = ?", (conversation_id,))
    return _handoff(row) if row else None


def all_waiting(cursor: Cursor) -> list[Handoff]:
    """The waiting conversations, in the order of the queue."""
    found = {row[0]: _handoff(row) for row in cursor.all(_OF_STATE, (State.WAITING.value,))}
    return [found[waiting.conversation_id] for waiting in in_order(one.waiting for one in found.values())]


def all_held(cursor: Cursor) -> list[Handoff]:
    """The conversations that agents have, by when the customer's wait began."""
    return [_handoff(row) for row in cursor.all(_OF_STATE, (State.AGENT.value,))]


def unanswered_since(cursor: Cursor, before: float) -> set[str]:
    """Conversations that an agent has and in which the customer wrote last, before the time `before`."""
    rows = cursor.all(
        "SELECT conversation_id FROM handoffs WHERE person_id IS NOT NULL AND EXISTS (SELECT 1 FROM conversations "
        f"JOIN messages ON messages.conversation_id = conversations.id AND {LAST_SPOKEN} "
        "WHERE conversations.id = handoffs.conversation_id AND sender = 'customer' AND at < ?)",
        (before,),
    )
    return {row[0] for row in rows}


def insert_handoff(cursor: Cursor, handoff: Handoff) -> None:
    cursor.run(
        f"INSERT INTO handoffs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            handoff.conversation_id,
            _URGENCY[handoff.asked],
            handoff.topic,
            json.dumps(handoff.languages),
            handoff.since,
            handoff.place,
            handoff.limit_told,
            handoff.person.id if handoff.person else None,
            handoff.person.display_name if handoff.person else None,
            handoff.taken_at,
        ),
    )


def delete_handoff(cursor: Cursor, conversation_id: str) -> None:
    cursor.run("DELETE FROM handoffs WHERE conversation_id = ?", (conversation_id,))


def set_person(cursor: Cursor, conversation_id: str, person: Person | None, at: float | None) -> None:
    """Set the agent who has it, and since when; null while it waits."""
    cursor.run(
        "UPDATE handoffs SET person_id = ?, person_name = ?, taken_at = ? WHERE conversation_id = ?",
        (person.id if person else None, person.display_name if person else None, at, conversation_id),
    )


def set_asked(cursor: Cursor, conversation_id: str, asked: Priority) -> None:
    cursor.run("UPDATE handoffs SET urgent = ? WHERE conversation_id = ?", (_URGENCY[asked], conversation_id))


def set_limit_told(cursor: Cursor, conversation_id: str, times: int) -> None:
    cursor.run("UPDATE handoffs SET limit_told = ? WHERE conversation_id = ?", (times, conversation_id))


def set_languages(cursor: Cursor, conversation_id: str, languages: Sequence[Language]) -> None:
    cursor.run(
        "UPDATE handoffs SET languages = ? WHERE conversation_id = ?", (json.dumps(list(languages)), conversation_id)
    )


def answer_in(cursor: Cursor, conversation_id: str, language: Language) -> None:
    """Add the language in which the customer writes now to those in which an agent may answer."""
    handoff = handoff_of(cursor, conversation_id)
    if handoff and language not in handoff.languages:
        set_languages(cursor, conversation_id, (language, *handoff.languages))


def _handoff(row: Row) -> Handoff:
    return Handoff(
        conversation_id=row[0],
        asked=_ASKED[row[1]],
        topic=row[2],
        languages=tuple(json.loads(row[3])),
        since=row[4],
        place=row[5],
        limit_told=row[6],
        person=Person(row[7], row[8]) if row[7] else None,
        taken_at=row[9],
        danger=row[10],
    )


class MoveLog:
    """The log of what happened to hand-offs; `moved` hears of each move, and of how long it took."""

    def __init__(self, moved: Callable[[Move, float | None], object]) -> None:
        self._moved = moved

    def add(
        self,
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
        """Add a line. `seconds` is how long the wait (of a take) or the conversation (of an end) took."""
        took = None if seconds is None else max(0.0, seconds)  # clocks go back
        cursor.run(
            "INSERT INTO handoff_log (id, conversation_id, at, move, person_id, seconds, place, reason) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (secrets.token_urlsafe(12), conversation_id, at, move.value, person_id, took, place, reason),
        )
        self._moved(move, took)


def recent_waits(cursor: Cursor, now: float) -> list[PastWait]:
    """The latest waits that ended with a person."""
    rows = cursor.all(
        "SELECT seconds, place, at FROM handoff_log WHERE move = ? AND at > ? AND place IS NOT NULL "
        "ORDER BY at DESC LIMIT ?",
        (Move.TAKE.value, now - RECENT_SECONDS, RECENT_WAITS),
    )
    return [PastWait(*row) for row in rows]


def had_person(cursor: Cursor, conversation_id: str, since: float) -> bool:
    """Whether somebody took the conversation at `since` or later."""
    row = cursor.one(
        "SELECT 1 FROM handoff_log WHERE conversation_id = ? AND move IN (?, ?) AND at >= ? LIMIT 1",
        (conversation_id, Move.TAKE.value, Move.JOIN.value, since),
    )
    return row is not None


def queued_again_at(cursor: Cursor, conversation_id: str, since: float) -> float | None:
    """When a hand-off that began at `since` last came back to the queue, from an agent or without one."""
    row = cursor.one(
        "SELECT MAX(at) FROM handoff_log WHERE conversation_id = ? AND move IN (?, ?) AND at >= ?",
        (conversation_id, Move.QUEUE.value, Move.AGENT_LEFT.value, since),
    )
    return row[0] if row else None


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


def has_agents(cursor: Cursor) -> bool:
    """Whether the desk has anybody at all."""
    return cursor.one("SELECT 1 FROM agents WHERE disabled = 0 LIMIT 1") is not None


def colleagues_there(cursor: Cursor, now: float) -> list[Colleague]:
    """The agents who want conversations and whose desk is open."""
    rows = cursor.all(
        "SELECT id, display_name, languages FROM agents JOIN agent_presence ON agent_id = id "
        "WHERE disabled = 0 AND wants = 1 AND seen_at BETWEEN ? AND ? ORDER BY display_name, id",
        seen_lately(now),
    )
    return [Colleague(Person(row[0], row[1]), tuple(json.loads(row[2]))) for row in rows]


def seen_lately(now: float) -> tuple[float, float]:
    """The interval in which a desk must have been seen to count as open; bounded, in case a clock was set back."""
    return now - SEEN_LATELY, now + SEEN_LATELY


def at_their_desks(cursor: Cursor, since: float) -> set[str]:
    """The ids of the agents whose desk was open at `since` or later, whether they want conversations or not."""
    rows = cursor.all(
        "SELECT id FROM agents JOIN agent_presence ON agent_id = id WHERE disabled = 0 AND seen_at >= ?", (since,)
    )
    return {row[0] for row in rows}
