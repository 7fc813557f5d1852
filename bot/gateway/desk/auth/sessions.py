"""Who is signed in: a random token in a cookie of the browser, and its hash in the store.

A session ends when it is idle for a while, after twelve hours in any case, when the agent signs out, and when the
account is closed.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.gateway.db.database import Cursor, Database, Row
from bot.gateway.desk.roster import COLUMNS, Agent, agent_of, mark_left
from bot.gateway.http.client_address import is_over_https
from bot.gateway.settings import Network

LIFETIME = 12 * 60 * 60.0  # seconds
TOUCH_EVERY = 30.0  # seconds: being busy is noted no oftener than this

COOKIE = "breachline_desk"
COOKIE_PATH = "/v1/desk"
MAX_TOKEN_LENGTH = 100  # characters; ours have 43


@dataclass(frozen=True)
class SignedIn:
    """An agent with a session; `session` is its key in the store."""

    agent: Agent
    session: str


class Sessions:
    def __init__(self, database: Database, idle_seconds: float) -> None:
        self._database = database
        self._idle = idle_seconds

    def begin(self, cursor: Cursor, agent_id: str, old_token: str | None) -> str:
        """Begin a session; returns its token. The browser's old session ends, against session fixation."""
        now = time.time()
        cursor.run(
            "DELETE FROM desk_sessions WHERE token_hash = ? OR expires_at < ? OR last_at < ?",
            (token_hash(old_token or ""), now, now - self._idle),
        )
        if not cursor.one("SELECT 1 FROM desk_sessions WHERE agent_id = ?", (agent_id,)):
            mark_left(cursor, agent_id)  # what they wanted in a session that ended by itself is no wish for this one
        token = secrets.token_urlsafe(32)
        cursor.run(
            "INSERT INTO desk_sessions (token_hash, agent_id, expires_at, last_at) VALUES (?, ?, ?, ?)",
            (token_hash(token), agent_id, now + LIFETIME, now),
        )
        return token

    async def opened(self, session: str) -> SignedIn | None:
        """The agent of this session, which counts as used now; null when it is over."""

        def work(cursor: Cursor) -> SignedIn | None:
            now = time.time()
            row = self._row(cursor, session, now)
            if not row:
                return None
            if row[-1] < now - TOUCH_EVERY:
                cursor.run("UPDATE desk_sessions SET last_at = ? WHERE token_hash = ?", (now, session))
            return SignedIn(agent_of(row), session)

        return await self._database.transaction(work)

    def find_session(self, cursor: Cursor, session: str) -> SignedIn | None:
        """The agent of this session, without counting as use; null when it is over."""
        row = self._row(cursor, session, time.time())
        return SignedIn(agent_of(row), session) if row else None

    async def end(self, signed_in: SignedIn) -> None:
        """End this session; an agent who is signed in nowhere else has left the desk."""

        def work(cursor: Cursor) -> None:
            cursor.run("DELETE FROM desk_sessions WHERE token_hash = ?", (signed_in.session,))
            if not cursor.one("SELECT 1 FROM desk_sessions WHERE agent_id = ?", (signed_in.agent.id,)):
                mark_left(cursor, signed_in.agent.id)

        await self._database.transaction(work)

    def _row(self, cursor: Cursor, session: str, now: float) -> Row | None:
        return cursor.one(
            f"SELECT {COLUMNS}, last_at FROM desk_sessions JOIN agents ON agents.id = desk_sessions.agent_id "
            "WHERE token_hash = ? AND disabled = 0 AND expires_at > ? AND last_at > ?",
            (session, now, now - self._idle),
        )


def token_hash(token: str) -> str:
    """The session's key in the store, so that a stolen copy of the store opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_in(request: web.Request) -> str | None:
    token = request.cookies.get(COOKIE)
    return token if token and token.isascii() and len(token) <= MAX_TOKEN_LENGTH else None


def set_token(request: web.Request, response: web.StreamResponse, token: str, proxies: Sequence[Network]) -> None:
    response.set_cookie(
        COOKIE,
        token,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Strict",
        secure=is_over_https(request, proxies),
        max_age=int(LIFETIME),
    )


def remove_token(response: web.StreamResponse) -> None:
    response.del_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="Strict")
