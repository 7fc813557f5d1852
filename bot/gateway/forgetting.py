"""What the store forgets: conversations that customers erase, and those kept as long as they may be."""

from __future__ import annotations

import time

from bot.gateway.database import Cursor, Database
from bot.gateway.handoff.outbox_rows import OutboxRows
from bot.gateway.problems import ConversationGone

MAX_TRIES = 12  # with the waits below: a little over two days; Rasa's memory is bounded by the retention anyway
BATCH = 50  # conversations
FIRST_WAIT = 60  # seconds, doubled with each try


class Forgetting:
    def __init__(self, database: Database, outbox: OutboxRows) -> None:
        self._database = database
        self._outbox = outbox

    async def erase(self, conversation_id: str) -> int:
        """Remove all of a conversation, and note that Rasa must forget it; the number of its last message.

        Raises `ConversationGone`.
        """

        def work(cursor: Cursor) -> int:
            row = cursor.one("DELETE FROM conversations WHERE id = ? RETURNING last_seq", (conversation_id,))
            if not row:
                raise ConversationGone
            cursor.run(
                "INSERT INTO erasures (conversation_id, tries, next_at) VALUES (?, 0, ?)",
                (conversation_id, time.time()),
            )
            self._outbox.add(cursor, conversation_id, "erased")
            return int(row[0])

        last_seq = await self._database.transaction(work)
        await self._database.settle()
        return last_seq

    async def remove_older(self, than: float) -> int:
        """Remove the conversations last used before `than`; how many there were.

        A batch at a time, so that turns come in between.
        """
        removed = 0
        while count := await self._database.transaction(
            lambda cursor: cursor.run(
                "DELETE FROM conversations WHERE id IN (SELECT id FROM conversations WHERE last_at < ? LIMIT ?)",
                (than, BATCH),
            )
        ):
            removed += count
        if removed:
            await self._database.settle()
        return removed

    async def still_to_forget(self, now: float, limit: int = 100) -> list[str]:
        """Conversations that Rasa must still forget, and that are due for a try."""
        rows = await self._database.transaction(
            lambda cursor: cursor.all(
                "SELECT conversation_id FROM erasures WHERE next_at <= ? ORDER BY next_at LIMIT ?", (now, limit)
            )
        )
        return [row[0] for row in rows]

    async def forgotten(self, conversation_id: str) -> None:
        """Rasa has forgotten it."""
        await self._database.transaction(
            lambda cursor: cursor.run("DELETE FROM erasures WHERE conversation_id = ?", (conversation_id,))
        )
        await self._database.settle()

    async def not_forgotten(self, conversation_id: str, now: float) -> None:
        """Rasa could not be told: try again later, and later each time, but not for ever."""

        def work(cursor: Cursor) -> None:
            row = cursor.one("SELECT tries FROM erasures WHERE conversation_id = ?", (conversation_id,))
            if row and row[0] + 1 < MAX_TRIES:
                next_at = now + FIRST_WAIT * 2 ** row[0]
                cursor.run(
                    "UPDATE erasures SET tries = ?, next_at = ? WHERE conversation_id = ?",
                    (row[0] + 1, next_at, conversation_id),
                )
            else:
                cursor.run("DELETE FROM erasures WHERE conversation_id = ?", (conversation_id,))

        await self._database.transaction(work)
        await self._database.settle()
