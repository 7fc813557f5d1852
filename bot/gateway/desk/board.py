"""The board: the queue, the conversations that agents have, and the agents; one snapshot, filtered for each agent."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from bot.content import incident
from bot.gateway.conversations.model import iso
from bot.gateway.conversations.rows import LAST_SPOKEN
from bot.gateway.db.database import Cursor, Database
from bot.gateway.desk.conversation_view import holder
from bot.gateway.desk.roster import Agent, all_agents_as_json
from bot.gateway.handoff.model import Handoff
from bot.gateway.handoff.queue import desk_is_open
from bot.gateway.handoff.rows import all_held, all_waiting
from bot.gateway.handoff.tickets import open_tickets
from bot.language import Language

MAX_SHOWN = 300  # of those who wait: those that the agent can take, then the others; `waiting_count` tells how many


@dataclass(frozen=True)
class QueueSnapshot:
    """The desk at a moment, for everybody."""

    open: bool
    waiting: tuple[Handoff, ...]
    held: tuple[Handoff, ...]
    languages: dict[str, Language]  # of each conversation, as it is spoken now
    last: dict[str, tuple[str, float]]  # by conversation held: who spoke last, and when
    people: list[dict[str, Any]]
    open_tickets: int


class QueueSnapshots:
    """Takes snapshots. Callers that ask at the same time share one, which is never older than their request."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._making = asyncio.Lock()
        self._begun = 0
        self._snapshot: QueueSnapshot | None = None

    async def snapshot(self) -> QueueSnapshot:
        """A snapshot taken after this call."""
        asked_after = self._begun
        async with self._making:
            if self._snapshot is None or self._begun <= asked_after:
                self._begun += 1
                self._snapshot = None  # nobody shares an old one should this fail
                self._snapshot = await self._database.transaction(_snapshot)
            return self._snapshot


def board(snapshot: QueueSnapshot, agent: Agent) -> dict[str, Any]:
    """What this agent sees: the queue, with the customers they can help first, and their own conversations."""
    held = [one for one in snapshot.held if agent.supervises or _is_mine(one, agent)]
    places = list(enumerate(snapshot.waiting, 1))
    shown = sorted(places, key=lambda each: not each[1].waiting.speaks_with(agent.languages))[:MAX_SHOWN]
    return {
        "open": snapshot.open,
        "limit_minutes": incident().people.wait_limit_minutes,
        "waiting": [_waiting(one, place, snapshot, agent) for place, one in shown],
        "waiting_count": len(snapshot.waiting),
        "held": [_held(one, snapshot, agent) for one in held],
        "agents": snapshot.people,
        "open_tickets": snapshot.open_tickets,
    }


def _waiting(handoff: Handoff, place: int, snapshot: QueueSnapshot, agent: Agent) -> dict[str, Any]:
    return {
        "conversation_id": handoff.conversation_id,
        "language": snapshot.languages[handoff.conversation_id],
        "languages": list(handoff.languages),
        "topic": handoff.topic,
        "priority": handoff.priority,
        "danger": handoff.danger,
        "since": iso(handoff.since),
        "place": place,
        "speakable": handoff.waiting.speaks_with(agent.languages),
    }


def _held(handoff: Handoff, snapshot: QueueSnapshot, agent: Agent) -> dict[str, Any]:
    last_from, last_at = snapshot.last[handoff.conversation_id]
    return {
        "conversation_id": handoff.conversation_id,
        "language": snapshot.languages[handoff.conversation_id],
        "topic": handoff.topic,
        "priority": handoff.priority,
        "danger": handoff.danger,
        "agent": holder(handoff),
        "since": iso(handoff.taken_at or handoff.since),
        "last_from": last_from,
        "last_at": iso(last_at),
        "mine": _is_mine(handoff, agent),
    }


def _is_mine(handoff: Handoff, agent: Agent) -> bool:
    return handoff.person is not None and handoff.person.id == agent.id


def _snapshot(cursor: Cursor) -> QueueSnapshot:
    waiting, held = all_waiting(cursor), all_held(cursor)
    spoken: dict[str, Language] = dict(
        cursor.all(  # no join: SQLite would begin with all conversations
            "SELECT conversation_id, (SELECT language FROM conversations WHERE id = conversation_id) FROM handoffs"
        )
    )
    last = {
        row[0]: (row[1], row[2])
        for row in cursor.all(
            "SELECT conversations.id, sender, at FROM handoffs "
            "JOIN conversations ON conversations.id = handoffs.conversation_id "
            f"JOIN messages ON messages.conversation_id = conversations.id AND {LAST_SPOKEN} "
            "WHERE person_id IS NOT NULL"
        )
    }
    return QueueSnapshot(
        open=desk_is_open(time.time()),
        # PostgreSQL lets each statement see what others finished meanwhile: what is not in all of them is left out.
        waiting=tuple(one for one in waiting if one.conversation_id in spoken),
        held=tuple(one for one in held if one.conversation_id in spoken and one.conversation_id in last),
        languages=spoken,
        last=last,
        people=all_agents_as_json(cursor),
        open_tickets=open_tickets(cursor),
    )
