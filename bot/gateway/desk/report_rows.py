"""What the report is made from: lines of the hand-off log and ratings since a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from bot.gateway.database import Cursor
from bot.handoff.states import Move
from bot.language import Language

MAX_ROWS = 100_000
ENDS = (Move.GIVE_BACK.value, Move.CLOSE.value)
GOT = (Move.TAKE.value, Move.TAKE_OVER.value, Move.TRANSFER.value, Move.JOIN.value)
LEFT = (Move.CANCEL.value, Move.NOBODY_THERE.value)


@dataclass(frozen=True)
class End:
    """A conversation that a person ended; how long they had it, in seconds."""

    person_id: str | None
    seconds: float | None
    reason: str | None


@dataclass(frozen=True)
class Rated:
    """What a customer thought of a conversation, and who had ended it."""

    stars: int
    comment: str | None
    language: Language
    at: float
    person_id: str | None


def waits_taken(cursor: Cursor, since: float) -> list[float]:
    """Seconds of the waits that ended with a person."""
    rows = cursor.all(
        "SELECT seconds FROM handoff_log WHERE move = ? AND at > ? AND seconds IS NOT NULL ORDER BY at DESC LIMIT ?",
        (Move.TAKE.value, since, MAX_ROWS),
    )
    return [row[0] for row in rows]


def waits_left(cursor: Cursor, since: float) -> int:
    """How many waits ended without a person; who was told at once that nobody is there did not wait."""
    row = cursor.one(
        "SELECT COUNT(*) FROM handoff_log WHERE move IN (?, ?) AND at > ? AND seconds IS NOT NULL", (*LEFT, since)
    )
    return int(row[0]) if row else 0


def conversations_by_person(cursor: Cursor, since: float) -> Counter[str]:
    """How many conversations each person got, each once."""
    rows = cursor.all(
        "SELECT person_id, COUNT(DISTINCT conversation_id) FROM handoff_log "
        "WHERE move IN (?, ?, ?, ?) AND at > ? AND person_id IS NOT NULL GROUP BY person_id",
        (*GOT, since),
    )
    return Counter({row[0]: row[1] for row in rows})


def ends(cursor: Cursor, since: float) -> list[End]:
    rows = cursor.all(
        "SELECT person_id, seconds, reason FROM handoff_log WHERE move IN (?, ?) AND at > ? ORDER BY at DESC LIMIT ?",
        (*ENDS, since, MAX_ROWS),
    )
    return [End(*row) for row in rows]


def rated(cursor: Cursor, since: float) -> list[Rated]:
    """The ratings of conversations in which a person helped, the newest first."""
    rows = cursor.all(
        "SELECT ratings.conversation_id, stars, comment, language, ratings.at FROM ratings "
        "JOIN conversations ON id = ratings.conversation_id WHERE ratings.at > ? ORDER BY ratings.at DESC LIMIT ?",
        (since, MAX_ROWS),
    )
    last_person: defaultdict[str, str | None] = defaultdict(lambda: None)
    for conversation_id, person_id in cursor.all(
        "SELECT handoff_log.conversation_id, person_id FROM handoff_log "
        "JOIN ratings ON ratings.conversation_id = handoff_log.conversation_id "
        "WHERE move IN (?, ?) AND handoff_log.at <= ratings.at AND ratings.at > ? ORDER BY handoff_log.at",
        (*ENDS, since),
    ):
        last_person[conversation_id] = person_id
    return [Rated(row[1], row[2], row[3], row[4], last_person[row[0]]) for row in rows if row[0] in last_person]
