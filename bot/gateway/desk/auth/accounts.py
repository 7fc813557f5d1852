"""The accounts of agents, as the operator makes, lists and disables them and sets passwords."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence

from bot.content import incident
from bot.gateway.db.database import Cursor, Database
from bot.gateway.desk.auth.attempts import reset_attempts
from bot.gateway.desk.auth.passwords import Passwords, weakness
from bot.gateway.desk.auth.second_factor import reset_second_factor
from bot.gateway.desk.roster import MAX_NAME, Agent, Role, agent_with, all_agents, folded
from bot.gateway.typed_text import is_unicode, without_invisibles

NOBODY = "-"  # instead of an agent who is deleted
MAX_DISPLAY_NAME = 80  # characters


class AccountError(Exception):
    """What was asked cannot be done; the message says why."""


class Accounts:
    def __init__(self, database: Database, passwords: Passwords) -> None:
        self._database = database
        self._passwords = passwords

    async def add(
        self, name: str, display_name: str, role: Role, languages: Sequence[str], password: str | None
    ) -> Agent:
        """A new agent; without a password they can only sign in by OpenID. Raises `AccountError`."""
        _check_words(name, MAX_NAME, "name")
        _check_words(display_name, MAX_DISPLAY_NAME, "shown name")
        password_hash = await self._hashed(password, name) if password is not None else None
        spoken = [language for language in incident().languages if language in languages]
        if not spoken:
            raise AccountError("An agent speaks at least one language that is offered here.")
        agent = Agent(secrets.token_hex(8), folded(name), display_name.strip(), role, tuple(spoken), disabled=False)

        def work(cursor: Cursor) -> None:
            if not cursor.run(
                "INSERT INTO agents (id, name, display_name, password_hash, role, languages, disabled) "
                "VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (name) DO NOTHING",
                (agent.id, agent.name, agent.display_name, password_hash, role, json.dumps(spoken)),
            ):
                raise AccountError("There is an agent of this name already.")

        await self._database.transaction(work)
        return agent

    async def everybody(self) -> list[Agent]:
        return await self._database.transaction(all_agents)

    async def change_password(self, name: str, password: str) -> None:
        """Give a new password, and sign the agent out everywhere. Raises `AccountError`."""
        password_hash = await self._hashed(password, name)

        def work(cursor: Cursor) -> None:
            agent = _named(cursor, name)
            cursor.run("UPDATE agents SET password_hash = ? WHERE id = ?", (password_hash, agent.id))
            cursor.run("DELETE FROM desk_sessions WHERE agent_id = ?", (agent.id,))
            reset_attempts(cursor, name)

        await self._database.transaction(work)

    async def disable(self, name: str, disabled: bool = True) -> None:
        """Close the account and sign the agent out everywhere, or open it again. Raises `AccountError`."""

        def work(cursor: Cursor) -> None:
            agent = _named(cursor, name)
            cursor.run(
                "UPDATE agents SET disabled = ?, closed_at = CASE ? WHEN 1 THEN COALESCE(closed_at, ?) END "
                "WHERE id = ?",
                (int(disabled), int(disabled), time.time(), agent.id),
            )
            cursor.run("DELETE FROM desk_sessions WHERE agent_id = ?", (agent.id,))

        await self._database.transaction(work)

    async def reset_second_factor(self, name: str) -> None:
        """Forget the agent's app, and sign the agent out everywhere. Raises `AccountError`."""

        def work(cursor: Cursor) -> None:
            agent = _named(cursor, name)
            reset_second_factor(cursor, agent.id)
            cursor.run("DELETE FROM desk_sessions WHERE agent_id = ?", (agent.id,))

        await self._database.transaction(work)

    async def delete(self, name: str) -> None:
        """Remove the account and what is kept of it; in conversations only the shown name stays. Raises `AccountError`.

        Refused while the agent has conversations: their customers would wait for nobody.
        """

        def work(cursor: Cursor) -> None:
            agent = _named(cursor, name)
            if cursor.one("SELECT 1 FROM handoffs WHERE person_id = ?", (agent.id,)):
                raise AccountError("This agent still has conversations: close or hand them on first.")
            for table in ("handoff_log", "notes"):
                cursor.run(f"UPDATE {table} SET person_id = ? WHERE person_id = ?", (NOBODY, agent.id))
            cursor.run("UPDATE tickets SET done_by = ? WHERE done_by = ?", (NOBODY, agent.id))
            cursor.run("UPDATE notes SET person_name = ? WHERE person_id = ?", (NOBODY, NOBODY))
            cursor.run("DELETE FROM agents WHERE id = ?", (agent.id,))
            reset_attempts(cursor, name)

        await self._database.transaction(work)
        await self._database.purge_log()

    async def _hashed(self, password: str, name: str) -> str:
        if reason := weakness(password, name):
            raise AccountError(reason)
        return await self._passwords.hashed(password)


def _named(cursor: Cursor, name: str) -> Agent:
    row = cursor.one("SELECT id FROM agents WHERE name = ?", (folded(name),))
    agent = agent_with(cursor, row[0]) if row else None
    if not agent:
        raise AccountError("There is no agent of this name.")
    return agent


def _check_words(words: str, longest: int, what: str) -> None:
    if not is_unicode(words) or not 1 <= len(folded(words)) <= longest or len(words) > longest:
        raise AccountError(f"A {what} has 1 to {longest} characters.")
    if without_invisibles(words) != words or "\n" in words or "\t" in words:
        raise AccountError(f"A {what} is one line of ordinary characters.")
