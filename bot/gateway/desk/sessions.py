"""Who is signed in: a random token in the browser, its hash in the store.

A session ends when it is left alone for a while, after twelve hours in any case, when the agent signs out, and with
the account.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from bot.gateway.database import Cursor, Database, Row
from bot.gateway.desk.agent_rows import COLUMNS, Agent, agent_of
from bot.gateway.desk.presence import leave

LIFETIME = 12 * 60 * 60.0  # seconds
TOUCH_EVERY = 30.0  # seconds: being busy is noted no oftener than this


@dataclass(frozen=True)
class SignedIn:
    """Somebody with a session; `session` is what the store calls it."""

    agent: Agent
    session: str


class Sessions:
    def __init__(self, database: Database, idle_seconds: float) -> None:
        self._database = database
        self._idle = idle_seconds

    def begin(self, cursor: Cursor, agent_id: str, old_token: str | None) -> str:
        """The token of a new session; the browser's old one ends, so that nobody can plant one."""
        now = time.time()
        cursor.run(
            "DELETE FROM desk_sessions WHERE token_hash = ? OR expires_at < ? OR last_at < ?",
            (hash_of(old_token or ""), now, now - self._idle),
        )
        if not cursor.one("SELECT 1 FROM desk_sessions WHERE agent_id = ?", (agent_id,)):
            leave(cursor, agent_id)  # what they wanted in a session that ended by itself is no wish for this one
        token = secrets.token_urlsafe(32)
        cursor.run(
            "INSERT INTO desk_sessions (token_hash, agent_id, expires_at, last_at) VALUES (?, ?, ?, ?)",
            (hash_of(token), agent_id, now + LIFETIME, now),
        )
        return token

    async def opened(self, session: str) -> SignedIn | None:
        """Who has this session and just did something with it, when it still is one."""

        def work(cursor: Cursor) -> SignedIn | None:
            now = time.time()
            row = self._row(cursor, session, now)
            if not row:
                return None
            if row[-1] < now - TOUCH_EVERY:
                cursor.run("UPDATE desk_sessions SET last_at = ? WHERE token_hash = ?", (now, session))
            return SignedIn(agent_of(row), session)

        return await self._database.transaction(work)

    def still_opened(self, cursor: Cursor, session: str) -> SignedIn | None:
        """Who has this session, though they may be doing nothing."""
        row = self._row(cursor, session, time.time())
        return SignedIn(agent_of(row), session) if row else None

    async def end(self, signed_in: SignedIn) -> None:
        """Sign out here; who is signed in nowhere else has left."""

        def work(cursor: Cursor) -> None:
            cursor.run("DELETE FROM desk_sessions WHERE token_hash = ?", (signed_in.session,))
            if not cursor.one("SELECT 1 FROM desk_sessions WHERE agent_id = ?", (signed_in.agent.id,)):
                leave(cursor, signed_in.agent.id)

        await self._database.transaction(work)

    def _row(self, cursor: Cursor, session: str, now: float) -> Row | None:
        return cursor.one(
            f"SELECT {COLUMNS}, last_at FROM desk_sessions JOIN agents ON agents.id = desk_sessions.agent_id "
            "WHERE token_hash = ? AND disabled = 0 AND expires_at > ? AND last_at > ?",
            (session, now, now - self._idle),
        )


def hash_of(token: str) -> str:
    """What the store calls the session of this token."""
    return hashlib.sha256(token.encode()).hexdigest()
