"""The board: who waits, who has whom, and which colleagues are there; one picture for all, cut to each agent."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from bot.content import incident
from bot.gateway.database import Cursor, Database
from bot.gateway.desk.agent_rows import Agent
from bot.gateway.desk.conversation_view import holder
from bot.gateway.desk.people import people
from bot.gateway.handoff.handoff_rows import Handoff, all_held, all_waiting
from bot.gateway.handoff.queue_view import desk_is_open
from bot.gateway.handoff.tickets import open_tickets
from bot.gateway.message_rows import LAST_SPOKEN
from bot.gateway.messages import iso
from bot.language import Language

MAX_SHOWN = 300  # of those who wait: the next ones; `waiting_count` tells how many there are


@dataclass(frozen=True)
class Picture:
    """The desk at a moment, for everybody."""

    open: bool
    waiting: tuple[Handoff, ...]
    held: tuple[Handoff, ...]
    languages: dict[str, Language]  # of each conversation, as it is spoken now
    last: dict[str, tuple[str, float]]  # by conversation held: who spoke last, and when
    people: list[dict[str, Any]]
    open_tickets: int


class Boards:
    """Makes pictures; who asks while one is made for others shares it only if it was begun after they asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._making = asyncio.Lock()
        self._begun = 0
        self._picture: Picture | None = None

    async def picture(self) -> Picture:
        """How it is now, or was just after this was called."""
        asked_after = self._begun
        async with self._making:
            if self._picture is None or self._begun <= asked_after:
                self._begun += 1
                self._picture = None  # nobody shares an old one should this fail
                self._picture = await self._database.transaction(_picture)
            return self._picture


def board(picture: Picture, agent: Agent) -> dict[str, Any]:
    """What this agent sees: all who wait, and those they hold themselves; supervisors, whom anybody holds."""
    held = [one for one in picture.held if agent.supervises or _is_mine(one, agent)]
    return {
        "open": picture.open,
        "limit_minutes": incident().people.wait_limit_minutes,
        "waiting": [_waiting(one, place, picture, agent) for place, one in enumerate(picture.waiting[:MAX_SHOWN], 1)],
        "waiting_count": len(picture.waiting),
        "held": [_held(one, picture, agent) for one in held],
        "agents": picture.people,
        "open_tickets": picture.open_tickets,
    }


def _waiting(handoff: Handoff, place: int, picture: Picture, agent: Agent) -> dict[str, Any]:
    return {
        "conversation_id": handoff.conversation_id,
        "language": picture.languages[handoff.conversation_id],
        "languages": list(handoff.languages),
        "topic": handoff.topic,
        "priority": handoff.priority,
        "danger": handoff.danger,
        "since": iso(handoff.since),
        "place": place,
        "speakable": handoff.waiting.speaks_with(agent.languages),
    }


def _held(handoff: Handoff, picture: Picture, agent: Agent) -> dict[str, Any]:
    last_from, last_at = picture.last[handoff.conversation_id]
    return {
        "conversation_id": handoff.conversation_id,
        "language": picture.languages[handoff.conversation_id],
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


def _picture(cursor: Cursor) -> Picture:
    waiting, held = all_waiting(cursor), all_held(cursor)
    spoken: dict[str, Language] = dict(
        cursor.all("SELECT id, language FROM conversations JOIN handoffs ON conversation_id = id")
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
    return Picture(
        open=desk_is_open(time.time()),
        # PostgreSQL lets each statement see what others finished meanwhile: what is not in all of them is left out.
        waiting=tuple(one for one in waiting if one.conversation_id in spoken),
        held=tuple(one for one in held if one.conversation_id in spoken and one.conversation_id in last),
        languages=spoken,
        last=last,
        people=people(cursor),
        open_tickets=open_tickets(cursor),
    )
