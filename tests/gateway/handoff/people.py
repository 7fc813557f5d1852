"""People of the desk, put into the store directly: what is tested here is the hand-off, not how agents sign in."""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path

from bot.gateway.db.database import Cursor
from bot.gateway.db.open_database import open_database
from bot.gateway.handoff.model import Person
from bot.gateway.handoff.queue import queue_view
from bot.gateway.handoff.service import Handoffs
from bot.gateway.handoff.watchdog import Watchdog
from bot.gateway.notifier import Notifier
from bot.gateway.outbox import OutboxWriter


class Desk:
    """Another gateway's view of the same store, with agents who are there when the test says so."""

    def __init__(self, store: str, data_folder: Path) -> None:
        self.database = open_database(store, data_folder)
        outbox = OutboxWriter(wanted=False)
        self.notifier = Notifier()
        self.handoffs = Handoffs(self.database, "desk", outbox, self.notifier)
        self.watch = Watchdog(self.database, self.handoffs, "desk")

    async def agent(self, name: str, *languages: str, there: bool = True) -> Person:
        """Somebody new at the desk."""
        person = Person(uuid.uuid4().hex, name)

        def work(cursor: Cursor) -> None:
            values = (person.id, name.casefold(), name, None, "agent", json.dumps(languages), 0, None)
            cursor.run(
                "INSERT INTO agents (id, name, display_name, password_hash, role, languages, disabled, openid_subject) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            cursor.run(
                "INSERT INTO agent_presence (agent_id, wants, seen_at) VALUES (?, 1, ?)",
                (person.id, time.time() if there else 0.0),
            )

        await self.database.transaction(work)
        return person

    async def leaves(self, person: Person) -> None:
        await self.seen(person, 0.0)

    async def seen(self, person: Person, at: float) -> None:
        await self.database.transaction(
            lambda cursor: cursor.run("UPDATE agent_presence SET seen_at = ? WHERE agent_id = ?", (at, person.id))
        )

    async def waited(self, seconds: float) -> None:
        """Let everybody have waited longer by so much."""
        await self.database.transaction(lambda cursor: cursor.run("UPDATE handoffs SET since = since - ?", (seconds,)))

    async def waiting(self) -> list[str]:
        """Who waits, in order."""
        view = await self.database.transaction(lambda cursor: queue_view(cursor, "desk", time.time()))
        return [one.conversation_id for one in view.waiting]

    async def close(self) -> None:
        await self.database.close()
