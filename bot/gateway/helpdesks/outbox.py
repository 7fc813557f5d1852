"""Tells the helpdesk what the outbox holds: in order within a conversation, several conversations at once.

A row goes when the helpdesk took what it tells, so nothing is lost by a restart on either side. A row whose try may
have arrived is told again as such, under the same key. What the helpdesk refuses, or could not be told for days, is
parked: it stays in the table, counted and logged, and what comes after it is told.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable

from bot.gateway.database import Cursor, Database, DatabaseError
from bot.gateway.handoff.handoffs import DESK
from bot.gateway.helpdesks.entry_rows import (
    OutboxRow,
    Prepared,
    claim,
    due_rows,
    next_row,
    park,
    prepare,
    put_off,
    remove,
)
from bot.gateway.helpdesks.helpdesk import Away, Helpdesk, Refused, Thread
from bot.gateway.helpdesks.outbox_metrics import OutboxMetrics
from bot.gateway.helpdesks.thread_rows import keep_thread, prune
from bot.gateway.wakeups import Wakeups

logger = logging.getLogger(__name__)

AT_ONCE = 8  # conversations
ROUND = 200  # conversations
POLL = 2.0  # seconds; another gateway may have written what nobody here woke us for
PATIENCE = 60.0  # seconds for all the calls of one entry
LEASE = 90.0  # seconds that a row is one gateway's: longer than it may work on it
FIRST_WAIT, MAX_WAIT = 1.0, 300.0  # seconds, doubled with each try
PARK_AFTER = 3 * 24 * 60 * 60  # seconds
PRUNE_EVERY = 600.0  # seconds


class Outbox:
    """`clock` gives seconds since 1970, `chance` a number from 0 to 1; tests bring their own."""

    def __init__(
        self,
        database: Database,
        helpdesk: Helpdesk,
        *,
        wakeups: Wakeups,
        metrics: OutboxMetrics,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._helpdesk = helpdesk
        self._wakeups = wakeups
        self._metrics = metrics
        self._clock = clock
        self._chance = chance
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._busy: set[str] = set()  # conversations
        self._trouble = ""
        self._pruned_at = 0.0

    async def run(self) -> None:
        """Until cancelled; survives a database that is away. A slow conversation keeps no round waiting."""
        with self._wakeups.listen(DESK) as listener:
            async with asyncio.TaskGroup() as group:
                while True:
                    try:
                        await self._begin(group)
                        await self._look_over()
                    except DatabaseError as error:
                        logger.warning("The helpdesk must wait: %s.", error)
                    except Exception as error:
                        # Whatever it is, the next round must come; its text could quote a customer.
                        logger.error("A round of the outbox failed: %s.", type(error).__name__)
                    await listener.wait(POLL)

    async def work_off(self) -> None:
        """Tell all that is due now. Raises `DatabaseError`."""
        async with asyncio.TaskGroup() as group:
            await self._begin(group)
        await self._look_over()

    async def _begin(self, group: asyncio.TaskGroup) -> None:
        now = self._clock()
        for row in await self._database.transaction(lambda cursor: due_rows(cursor, now, ROUND)):
            if row.conversation_id not in self._busy:
                self._busy.add(row.conversation_id)
                group.create_task(self._tell_in_order(row))

    async def _tell_in_order(self, row: OutboxRow) -> None:
        """This row and, while all goes well, those behind it."""
        following: OutboxRow | None = row
        try:
            async with self._seats:
                while following and await self._tell(following):
                    following = await self._following(following)
        except DatabaseError as error:
            logger.warning("The helpdesk must wait: %s.", error)
        finally:
            self._busy.discard(row.conversation_id)

    async def _following(self, row: OutboxRow) -> OutboxRow | None:
        now = self._clock()
        return await self._database.transaction(lambda cursor: next_row(cursor, row.conversation_id, now))

    async def _tell(self, row: OutboxRow) -> bool:
        """Whether the conversation's next row may follow at once."""
        prepared = await self._database.transaction(lambda cursor: self._prepared(cursor, row))
        if prepared is None:
            return False
        if prepared.entry is None:
            await self._database.transaction(lambda cursor: remove(cursor, row))
            return True
        try:
            async with asyncio.timeout(PATIENCE):
                thread = await self._helpdesk.deliver(prepared.entry, prepared.thread, again=row.tries > 0)
        except TimeoutError:
            return await self._failed(row, Away("late"))
        except (Away, Refused) as error:
            return await self._failed(row, error)
        except Exception as error:
            # A fault of ours must not keep the others waiting; its text could quote a customer.
            logger.error("Telling the helpdesk failed: %s.", type(error).__name__)
            return await self._failed(row, Away("failure"))
        await self._database.transaction(lambda cursor: self._told(cursor, row, thread))
        self._set_trouble("")
        return True

    def _prepared(self, cursor: Cursor, row: OutboxRow) -> Prepared | None:
        """What the row tells, claimed for us; null when another gateway has it, or nobody can tell what it says."""
        if not claim(cursor, row, self._clock() + LEASE):
            return None
        try:
            return prepare(cursor, row)
        except (KeyError, TypeError, ValueError):
            self._park(cursor, row, "unreadable")
            return None

    def _told(self, cursor: Cursor, row: OutboxRow, thread: Thread) -> None:
        remove(cursor, row)
        if thread.ticket:  # else nothing came there: all of it goes along with the next request
            keep_thread(cursor, row.conversation_id, thread)

    async def _failed(self, row: OutboxRow, error: Away | Refused) -> bool:
        """Put the row off, or park it; whether the next may follow."""
        self._metrics.failures.labels(error.kind).inc()
        now = self._clock()
        if isinstance(error, Refused) or now - row.at > PARK_AFTER:
            kind = error.kind if isinstance(error, Refused) else "too old"
            await self._database.transaction(lambda cursor: self._park(cursor, row, kind))
            return True
        self._set_trouble(error.kind)
        # Between half of it and all of it, so that not all conversations come back at the same moment.
        wait = min(MAX_WAIT, FIRST_WAIT * 2 ** min(row.tries, 20)) * (0.5 + self._chance() / 2)
        until = now + max(wait, error.seconds)
        await self._database.transaction(lambda cursor: put_off(cursor, row, until))
        return False

    def _park(self, cursor: Cursor, row: OutboxRow, kind: str) -> None:
        logger.error("The helpdesk was not told of something (%s), which is parked: %s.", row.kind, kind)
        park(cursor, row)

    def _set_trouble(self, kind: str) -> None:
        """Say once that there is trouble, of what kind, and that it is over."""
        if kind and kind != self._trouble:
            logger.warning("The helpdesk cannot be told now: %s.", kind)
        elif self._trouble and not kind:
            logger.info("The helpdesk can be told again.")
        self._trouble = kind

    async def _look_over(self) -> None:
        now = self._clock()

        def work(cursor: Cursor) -> None:
            self._metrics.look(cursor, now)
            if now - self._pruned_at >= PRUNE_EVERY:
                prune(cursor, now)
                self._pruned_at = now

        await self._database.transaction(work)
