"""The picture of the queue that all who wait share: looked at once, and a moment old at most."""

from __future__ import annotations

import asyncio
import time

from bot.gateway.database import Database
from bot.gateway.handoff.queue_view import Helpdesk, QueueView, queue_view

VIEW_LASTS = 2.0  # seconds; several gateways share one queue


class SharedView:
    def __init__(self, database: Database, helpdesk: Helpdesk) -> None:
        self._database = database
        self._helpdesk = helpdesk
        self._view: QueueView | None = None
        self._until = 0.0
        self._changes = 0
        self._looking = asyncio.Lock()

    async def now(self) -> QueueView:
        """Everybody who waits is woken at once, and shares one look. Raises `DatabaseError`."""
        async with self._looking:
            now = time.monotonic()
            if self._view and now < self._until:
                return self._view
            changes = self._changes
            view = await self._database.transaction(lambda cursor: queue_view(cursor, self._helpdesk, time.time()))
            if changes == self._changes:  # nothing changed while we looked
                self._view, self._until = view, now + VIEW_LASTS
            return view

    def forget(self) -> list[str]:
        """The queue changed: the next look is a new one. Gives the conversations that waited in the last."""
        waited = [one.conversation_id for one in self._view.waiting] if self._view else []
        self._view = None
        self._changes += 1
        return waited
