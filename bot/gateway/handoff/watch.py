"""What happens to hand-offs by themselves: waits become too long, agents leave, everybody goes home."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from functools import partial

from bot.content import incident
from bot.gateway.conversation_rows import Conversation
from bot.gateway.database import Cursor, Database, DatabaseError
from bot.gateway.handoff.handoff_rows import Handoff, all_held, all_waiting, handoff_of, unanswered
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.outbox_rows import unheard
from bot.gateway.handoff.people import at_their_desks
from bot.gateway.handoff.queue_view import OUTSIDE, Helpdesk, desk_is_open
from bot.gateway.messages import Message
from bot.gateway.problems import Problem
from bot.handoff.states import State

logger = logging.getLogger(__name__)

INTERVAL = 5.0  # seconds
SILENT_LIMITS = 12  # limits of the wait without a word or a press: who waits does not any more

Move = Callable[[Cursor, Conversation], list[Message]]
Due = tuple[str, Move]


class Watch:
    """Looks after the hand-offs of one gateway; several may look at once, because each move is checked."""

    def __init__(self, database: Database, handoffs: Handoffs, helpdesk: Helpdesk) -> None:
        self._database = database
        self._handoffs = handoffs
        self._helpdesk = helpdesk
        self._began = time.time()
        self._drift = _drift()

    async def run(self) -> None:
        """Until cancelled; survives a database that is away."""
        while True:
            try:
                await self.look(time.time())
            except DatabaseError as error:
                logger.warning("Hand-offs must wait: %s.", error)
            except Exception as error:
                # Whatever it is, the next look must come; its text could quote a customer.
                logger.error("A look at hand-offs failed: %s.", type(error).__name__)
            await asyncio.sleep(INTERVAL)

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
        # While the gateway or its store was away so was every desk: they have as long as always to come back.
        at_desks = at_their_desks(cursor, now - people.agent_away) if now - self._began >= people.agent_away else None
        hopeless = self._hopeless(cursor, now, waiting, at_desks)
        silent = _silent(cursor, now - SILENT_LIMITS * people.wait_limit)
        forgotten = unanswered(cursor, now - people.wait_limit)
        due: list[Due] = []
        for one in all_held(cursor):
            if at_desks is not None and self._lost(one, at_desks):
                due.append(_if_still(one, self._handoffs.persons.agent_left))
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
        """To whom nobody will come: the desk is closed or empty, or the helpdesk does not know."""
        nobody = self._helpdesk == "none" or not desk_is_open(now) or (self._helpdesk == "desk" and at_desks == set())
        if nobody:
            return {one.conversation_id for one in waiting}
        return unheard(cursor) if self._helpdesk in OUTSIDE else ()

    def _lost(self, handoff: Handoff, at_desks: set[str]) -> bool:
        """Whether who has it is gone; an outside helpdesk does not tell of its people."""
        person = handoff.person
        return person is not None and person.id not in at_desks and not person.id.startswith(f"{self._helpdesk}:")


def _if_still(seen: Handoff, move: Move) -> Due:
    """The move, if the hand-off still stands as it was seen: another gateway, or somebody, may be quicker."""

    def work(cursor: Cursor, conversation: Conversation) -> list[Message]:
        return move(cursor, conversation) if handoff_of(cursor, seen.conversation_id) == seen else []

    return seen.conversation_id, work


def _silent(cursor: Cursor, since: float) -> set[str]:
    """Who waits and gave no sign since then, whatever they were asked."""
    rows = cursor.all("SELECT id FROM conversations WHERE state = ? AND last_at < ?", (State.WAITING.value, since))
    return {row[0] for row in rows}


def _drift() -> float:
    """Changes only when the clock is set or the machine sleeps."""
    return time.time() - time.monotonic()
