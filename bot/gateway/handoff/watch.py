"""What happens to hand-offs by themselves: waits become too long, agents leave, everybody goes home."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from bot.content import incident
from bot.gateway.conversation_rows import Conversation
from bot.gateway.database import Cursor, Database, DatabaseError
from bot.gateway.handoff.handoff_rows import Handoff, all_held, all_waiting
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.people import at_their_desks
from bot.gateway.handoff.queue_view import Helpdesk, desk_is_open
from bot.gateway.messages import Message
from bot.gateway.problems import Problem

logger = logging.getLogger(__name__)

INTERVAL = 5.0  # seconds
SECONDS_PER_MINUTE = 60

Due = tuple[str, Callable[[Cursor, Conversation], list[Message]]]


class Watch:
    """Looks after the hand-offs of one gateway; several may look at once, because each move is checked."""

    def __init__(self, database: Database, handoffs: Handoffs, helpdesk: Helpdesk) -> None:
        self._database = database
        self._handoffs = handoffs
        self._helpdesk = helpdesk
        self._began = time.time()

    async def run(self) -> None:
        """Until cancelled; survives a database that is away."""
        while True:
            try:
                await self.look(time.time())
            except DatabaseError as error:
                logger.warning("Hand-offs must wait: %s.", error)
            await asyncio.sleep(INTERVAL)

    async def look(self, now: float) -> None:
        """One round. Raises `DatabaseError`."""
        for conversation_id, move in await self._database.transaction(lambda cursor: self._due(cursor, now)):
            try:
                await self._handoffs.move(conversation_id, move)
            except Problem:
                logger.info("A hand-off changed before its time came.")

    def _due(self, cursor: Cursor, now: float) -> list[Due]:
        if self._helpdesk == "none":
            return []
        people = incident().people
        late = people.wait_limit_minutes * SECONDS_PER_MINUTE
        away = people.agent_away_minutes * SECONDS_PER_MINUTE
        due: list[Due] = []
        if not desk_is_open(now):
            due += [(one.conversation_id, self._handoffs.customers.nobody_there) for one in all_waiting(cursor)]
        # While the gateway was away so was every desk: they have as long as always to come back.
        elif self._helpdesk == "desk" and now - self._began >= away:
            there = at_their_desks(cursor, now - away)
            due += [
                (one.conversation_id, self._handoffs.persons.agent_left)
                for one in all_held(cursor)
                if _lost(one, there)
            ]
            if not there:
                due += [(one.conversation_id, self._handoffs.customers.nobody_there) for one in all_waiting(cursor)]
        told = {conversation_id for conversation_id, _ in due}
        for one in all_waiting(cursor):
            if one.conversation_id not in told and now - one.since > late * (one.limit_told + 1):
                due.append((one.conversation_id, self._handoffs.customers.limit))
        return due


def _lost(handoff: Handoff, there: set[str]) -> bool:
    return handoff.person is not None and handoff.person.id not in there
