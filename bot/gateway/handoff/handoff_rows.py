"""Hand-offs under way, into rows and back: who waits for a person, and whom a person has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content import incident
from bot.danger.kinds import DangerKind
from bot.gateway.database import Cursor, Row
from bot.gateway.handoff.people import Person
from bot.gateway.message_rows import LAST_SPOKEN
from bot.handoff.queue import Priority, Waiting, in_order
from bot.handoff.states import State
from bot.language import Language

_COLUMNS = "conversation_id, urgent, topic, languages, since, place, limit_told, person_id, person_name, taken_at"
# No join: of many conversations, few are handed off.
_HANDOFFS = f"SELECT {_COLUMNS}, (SELECT danger FROM conversations WHERE id = conversation_id) FROM handoffs"
_OF_STATE = f"{_HANDOFFS} WHERE (SELECT state FROM conversations WHERE id = conversation_id) = ? ORDER BY since"
# How urgent a request was, as the column `urgent` has it.
_URGENCY: dict[Priority, int] = {"normal": 0, "urgent": 1, "danger": 2}
_ASKED: dict[int, Priority] = {urgency: asked for asked, urgency in _URGENCY.items()}


@dataclass(frozen=True)
class Handoff:
    """A hand-off under way; `person` has it, or it waits. Times are seconds since 1970."""

    conversation_id: str
    asked: Priority  # how the person was asked for
    topic: str | None
    languages: tuple[Language, ...]  # in which the customer accepts to be answered, their own first
    since: float
    place: int  # in the queue, when it began
    limit_told: int  # how often the customer was told that it takes long
    person: Person | None = None
    taken_at: float | None = None
    danger: DangerKind | None = None  # heard in the conversation, whenever that was

    @property
    def priority(self) -> Priority:
        return "danger" if self.danger else self.asked

    @property
    def waiting(self) -> Waiting:
        """As the queue sees it."""
        return Waiting(self.conversation_id, self.priority, self.since, self.languages)

    def limits_passed(self, now: float) -> int:
        """How often the wait was longer by the limit, at `now`."""
        return max(0, int((now - self.since) // (incident().people.wait_limit)))


def handoff_of(cursor: Cursor, conversation_id: str) -> Handoff | None:
    row = cursor.one(f"{_HANDOFFS} WHERE conversation_id = ?", (conversation_id,))
    return _handoff(row) if row else None


def all_waiting(cursor: Cursor) -> list[Handoff]:
    """Those who wait, in the order of the queue."""
    found = {row[0]: _handoff(row) for row in cursor.all(_OF_STATE, (State.WAITING.value,))}
    return [found[waiting.conversation_id] for waiting in in_order(one.waiting for one in found.values())]


def all_held(cursor: Cursor) -> list[Handoff]:
    """Those whom a person has, the longest waited first."""
    return [_handoff(row) for row in cursor.all(_OF_STATE, (State.AGENT.value,))]


def unanswered(cursor: Cursor, before: float) -> set[str]:
    """Whom a person has, and whose own words have stood last since before `before`."""
    rows = cursor.all(
        "SELECT handoffs.conversation_id FROM handoffs "
        "JOIN conversations ON conversations.id = handoffs.conversation_id "
        f"JOIN messages ON messages.conversation_id = conversations.id AND {LAST_SPOKEN} "
        "WHERE person_id IS NOT NULL AND sender = 'customer' AND at < ?",
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
    """Who has it since when; nobody while it waits."""
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
    """The customer speaks `language` now, and may be answered in it: who waits for a person waits for it, too."""
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
