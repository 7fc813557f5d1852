"""What happens to hand-offs when nobody acts: waits become too long, agents leave, everybody goes home."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from functools import partial

from bot.content import incident
from bot.gateway.background import Job
from bot.gateway.conversations.model import Conversation, Message
from bot.gateway.db.database import Cursor, Database, DatabaseError
from bot.gateway.errors import Problem
from bot.gateway.handoff.model import Handoff
from bot.gateway.handoff.queue import desk_is_open
from bot.gateway.handoff.rows import all_held, all_waiting, at_their_desks, handoff_of, unanswered_since
from bot.gateway.handoff.service import Handoffs
from bot.gateway.outbox import deleted_at_helpdesk, unknown_to_helpdesk
from bot.gateway.settings import NO_DESK, OWN_DESK, is_outside
from bot.handoff.states import State

logger = logging.getLogger(__name__)

INTERVAL = 5.0  # seconds
SILENT_LIMITS = 12  # limits of the wait without a word or a press: who waits does not any more

Move = Callable[[Cursor, Conversation], list[Message]]
Due = tuple[str, Move]


class Watchdog:
    """Looks after all hand-offs in the store; several gateways may do so at once, because each move is checked."""

    def __init__(self, database: Database, handoffs: Handoffs, helpdesk: str) -> None:
        self._database = database
        self._handoffs = handoffs
        self._helpdesk = helpdesk
        self._began = time.time()
        self._drift = _drift()

    def job(self) -> Job:
        return Job("watchdog", lambda: self.look(time.time()), INTERVAL)

    async def look(self, now: float) -> None:
        """One round. Raises `DatabaseError`."""
        drift = _drift()
        if abs(drift - self._drift) > INTERVAL:  # the clock was set, or the machine slept
            self._began, self._drift = now, drift
        try:
            due = await self._database.transaction(lambda cursor: self._due(cursor, now))
        except DatabaseError:
            self._began = now
            raise
        for conversation_id, move in due:
            try:
                await self._handoffs.move(conversation_id, move)
            except Problem:
                logger.info("A hand-off changed before its time came.")

    def _due(self, cursor: Cursor, now: float) -> list[Due]:
        people = incident().people
        waiting = all_waiting(cursor)
        # While the gateway or its store was away, so was every desk: agents have the usual time to come back.
        at_desks = at_their_desks(cursor, now - people.agent_away) if now - self._began >= people.agent_away else None
        hopeless = self._hopeless(cursor, now, waiting, at_desks)
        silent = _silent(cursor, now - SILENT_LIMITS * people.wait_limit)
        deleted = deleted_at_helpdesk(cursor) if is_outside(self._helpdesk) else set()
        forgotten = unanswered_since(cursor, now - people.wait_limit)
        due: list[Due] = []
        for one in all_held(cursor):
            if at_desks is not None and self._lost(one, at_desks):
                due.append(_if_still(one, self._handoffs.agents.agent_left))
            elif one.conversation_id in deleted:
                due.append(_if_still(one, self._handoffs.agents.cut_off))
            elif one.conversation_id in forgotten:
                due.append(_if_still(one, self._handoffs.customers.unanswered))
        for one in waiting:
            if one.conversation_id in hopeless or one.conversation_id in silent:
                due.append(_if_still(one, self._handoffs.customers.nobody_there))
            elif (times := one.limits_passed(now)) > one.limit_told:
                due.append(_if_still(one, partial(self._handoffs.customers.limit, times=times)))
        return due

    def _hopeless(
        self, cursor: Cursor, now: float, waiting: list[Handoff], at_desks: set[str] | None
    ) -> Collection[str]:
        """Waiting conversations that no agent will take: the desk is closed or empty, or the helpdesk does not know."""
        nobody = (
            self._helpdesk == NO_DESK or not desk_is_open(now) or (self._helpdesk == OWN_DESK and at_desks == set())
        )
        if nobody:
            return {one.conversation_id for one in waiting}
        return unknown_to_helpdesk(cursor) if is_outside(self._helpdesk) else ()

    def _lost(self, handoff: Handoff, at_desks: set[str]) -> bool:
        """Whether the agent has left; an outside helpdesk does not report that."""
        person = handoff.person
        return person is not None and person.id not in at_desks and not person.id.startswith(f"{self._helpdesk}:")


def _if_still(seen: Handoff, move: Move) -> Due:
    """Make the move unless the hand-off has changed since it was read."""

    def work(cursor: Cursor, conversation: Conversation) -> list[Message]:
        return move(cursor, conversation) if handoff_of(cursor, seen.conversation_id) == seen else []

    return seen.conversation_id, work


def _silent(cursor: Cursor, since: float) -> set[str]:
    """Waiting conversations whose customer has done nothing since `since`."""
    rows = cursor.all(  # from the hand-offs: of many conversations, few wait, and nearly all are that old
        "SELECT conversation_id FROM handoffs WHERE EXISTS "
        "(SELECT 1 FROM conversations WHERE id = conversation_id AND state = ? AND last_at < ?)",
        (State.WAITING.value, since),
    )
    return {row[0] for row in rows}


def _drift() -> float:
    """The wall clock minus the monotonic one: changes only when the clock is set or the machine sleeps."""
    return time.time() - time.monotonic()
