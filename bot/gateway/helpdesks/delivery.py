"""Delivers the outbox to the helpdesk: in order within a conversation, several conversations at once.

A row is deleted once the helpdesk has taken it, so nothing is lost by a restart on either side. A delivery that may
have arrived is repeated under the same key. What the helpdesk refuses, or could not be delivered for days, is parked (a
dead letter): it stays in the table, counted and logged, and what comes after it is delivered.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from contextlib import ExitStack

from bot.gateway.background import Job
from bot.gateway.db.database import Cursor, Database, DatabaseError
from bot.gateway.helpdesks.helpdesk import Helpdesk, PermanentFailure, TemporaryFailure, TicketGone, TicketRef
from bot.gateway.helpdesks.rows import (
    OutboxRow,
    Prepared,
    claim,
    due_rows,
    forget_ticket,
    next_row,
    park,
    prepare,
    prune,
    put_off,
    remove,
    update_ticket_ref,
)
from bot.gateway.metrics import OutboxMetrics
from bot.gateway.notifier import DESK, Notifier
from bot.observability.log_lines import place_of

logger = logging.getLogger(__name__)

AT_ONCE = 8  # conversations
ROUND = 200  # conversations
POLL = 2.0  # seconds
PATIENCE = 60.0  # seconds for all the calls of one entry
LEASE = 90.0  # seconds that a row is one gateway's: longer than it may work on it
FIRST_WAIT, MAX_WAIT = 1.0, 300.0  # seconds, doubled with each try
PARK_AFTER = 3 * 24 * 60 * 60  # seconds
PRUNE_EVERY = 600.0  # seconds
MAKES_TICKET = ("requested", "ticket")  # kinds of rows


class Delivery:
    """Delivers the outbox. `clock` gives seconds since 1970, `chance` a random number from 0 to 1."""

    def __init__(
        self,
        database: Database,
        helpdesk: Helpdesk,
        *,
        notifier: Notifier,
        metrics: OutboxMetrics,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._helpdesk = helpdesk
        self._subscribed = ExitStack()
        self._subscription = self._subscribed.enter_context(notifier.subscribe(DESK))
        self._metrics = metrics
        self._clock = clock
        self._chance = chance
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._busy: set[str] = set()  # conversations
        self._telling: set[asyncio.Task[None]] = set()
        self._trouble = ""
        self._pruned_at = 0.0

    def job(self) -> Job:
        """The job: a round when a hand-off changes here, and every `POLL` seconds, as others may have written."""
        return Job("outbox", self.round, POLL, self._subscription.wait)

    async def round(self) -> None:
        """Start delivering what is due, without waiting: no conversation delays another. Raises `DatabaseError`."""
        await self._begin()
        await self._look_over()

    async def work_off(self) -> None:
        """Deliver all that is due now, and wait until it is done. Raises `DatabaseError`."""
        await self._begin()
        await asyncio.gather(*self._telling)
        await self._look_over()

    async def close(self) -> None:
        """Stop delivering; what was under way is repeated by whoever claims it next."""
        self._subscribed.close()
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    async def _begin(self) -> None:
        now = self._clock()
        for row in await self._database.transaction(lambda cursor: due_rows(cursor, now, ROUND)):
            if row.conversation_id not in self._busy:
                self._busy.add(row.conversation_id)
                task = asyncio.create_task(self._tell_in_order(row))
                self._telling.add(task)
                task.add_done_callback(self._telling.discard)

    async def _tell_in_order(self, row: OutboxRow) -> None:
        """Deliver this row of a conversation and then the next ones, until one fails."""
        following: OutboxRow | None = row
        try:
            async with self._slots:
                while following and await self._tell(following):
                    following = await self._following(following)
        except DatabaseError as error:
            logger.warning("The helpdesk must wait: %s.", error)
        except Exception as error:
            # The row is tried again when its lease is over; the error's text could quote a customer.
            self._metrics.failures.labels("failure").inc()
            logger.error("Telling the helpdesk failed: %s at %s.", type(error).__name__, place_of(error))
        finally:
            self._busy.discard(row.conversation_id)

    async def _following(self, row: OutboxRow) -> OutboxRow | None:
        now = self._clock()
        return await self._database.transaction(lambda cursor: next_row(cursor, row.conversation_id, now))

    async def _tell(self, row: OutboxRow) -> bool:
        """Deliver one row; returns whether the conversation's next row may follow at once."""
        prepared = await self._database.transaction(lambda cursor: self._prepared(cursor, row))
        if prepared is None:
            return False
        if prepared.entry is None:
            await self._database.transaction(lambda cursor: remove(cursor, row))
            return True
        try:
            async with asyncio.timeout(PATIENCE):
                ref = await self._helpdesk.deliver(prepared.entry, prepared.ref, again=row.tries > 0)
        except TimeoutError:
            return await self._failed(row, TemporaryFailure("late"))
        except (TemporaryFailure, PermanentFailure) as error:
            if isinstance(error, TicketGone) and prepared.ref.ticket:
                return await self._gone(row)
            return await self._failed(row, error)
        except Exception as error:
            # A fault of ours must not keep the others waiting; its text could quote a customer.
            logger.error("Telling the helpdesk failed: %s at %s.", type(error).__name__, place_of(error))
            return await self._failed(row, TemporaryFailure("failure"))
        await self._database.transaction(lambda cursor: self._told(cursor, row, ref))
        self._set_trouble("")
        return True

    def _prepared(self, cursor: Cursor, row: OutboxRow) -> Prepared | None:
        """Claim the row and read its entry; null when another gateway has claimed it, or it is unreadable."""
        if not claim(cursor, row, self._clock() + LEASE):
            return None
        try:
            return prepare(cursor, row)
        except (KeyError, TypeError, ValueError):
            self._park(cursor, row, "unreadable")
            return None

    def _told(self, cursor: Cursor, row: OutboxRow, ref: TicketRef) -> None:
        remove(cursor, row)
        if ref.ticket:  # else nothing came there: all of it goes along with the next request
            update_ticket_ref(cursor, row.conversation_id, ref)

    async def _gone(self, row: OutboxRow) -> bool:
        """Somebody deleted the ticket. What needs one makes another; the rest has nobody to be told to.

        A customer who was waiting there, or talking with somebody, is given back by the watchdog.
        """
        logger.warning("A conversation of ours was deleted at the helpdesk.")
        self._metrics.failures.labels("gone").inc()

        def work(cursor: Cursor) -> None:
            forget_ticket(cursor, row.conversation_id)
            if row.kind in MAKES_TICKET:
                put_off(cursor, row, self._clock())
            else:
                remove(cursor, row)

        await self._database.transaction(work)
        return True

    async def _failed(self, row: OutboxRow, error: TemporaryFailure | PermanentFailure) -> bool:
        """Schedule a retry of the row, or park it; returns whether the next may follow."""
        self._metrics.failures.labels(error.kind).inc()
        now = self._clock()
        if isinstance(error, PermanentFailure) or now - row.at > PARK_AFTER:
            kind = error.kind if isinstance(error, PermanentFailure) else "too old"
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
        """Log once when trouble begins, with its kind, and once when it is over."""
        if kind and kind != self._trouble:
            logger.warning("The helpdesk cannot be told now: %s.", kind)
        elif self._trouble and not kind:
            logger.info("The helpdesk can be told again.")
        self._trouble = kind

    async def _look_over(self) -> None:
        now = self._clock()

        def work(cursor: Cursor) -> None:
            self._measure(cursor, now)
            if now - self._pruned_at >= PRUNE_EVERY:
                prune(cursor, now)
                self._pruned_at = now

        await self._database.transaction(work)

    def _measure(self, cursor: Cursor, now: float) -> None:
        """Update the metrics at `now`, in seconds since 1970."""
        waiting = cursor.one("SELECT COUNT(*), MIN(id) FROM outbox WHERE parked = 0") or (0, None)
        parked = cursor.one("SELECT COUNT(*) FROM outbox WHERE parked = 1") or (0,)
        self._metrics.length.set(waiting[0])
        self._metrics.oldest.set(max(0.0, now - int(waiting[1].split("-")[0]) / 1e9) if waiting[1] else 0.0)
        self._metrics.parked.set(parked[0])
