"""Signing in with a name and a password, signing out, and who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.gateway.addresses import client_address
from bot.gateway.bodies import read_body
from bot.gateway.database import Cursor, Database
from bot.gateway.desk import presence
from bot.gateway.desk.agent_rows import agent_with, folded
from bot.gateway.desk.bodies import Credentials, NewPresence
from bot.gateway.desk.cookie import remove_token, set_token, token_in
from bot.gateway.desk.lock_out import attempt, forgive
from bot.gateway.desk.passwords import Passwords
from bot.gateway.desk.people import person
from bot.gateway.desk.problems import WrongCredentials
from bot.gateway.desk.sessions import Sessions, SignedIn
from bot.gateway.desk.streams import DeskStreams
from bot.gateway.handoff.handoffs import DESK
from bot.gateway.rate_limits import TokenBuckets
from bot.gateway.settings import Network
from bot.gateway.wakeups import Wakeups


class SignIn:
    def __init__(
        self,
        database: Database,
        *,
        sessions: Sessions,
        passwords: Passwords,
        streams: DeskStreams,
        wakeups: Wakeups,
        tries: TokenBuckets,
        proxies: Sequence[Network],
        openid_name: str | None,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._passwords = passwords
        self._streams = streams
        self._wakeups = wakeups
        self._tries = tries
        self._proxies = proxies
        self._openid_name = openid_name

    async def ways(self, request: web.Request) -> web.Response:
        """How to sign in; without agents, the page says how to make one."""
        agents = await self._database.transaction(lambda cursor: cursor.one("SELECT 1 FROM agents LIMIT 1"))
        return web.json_response({"password": True, "openid": self._openid_name, "agents": agents is not None})

    async def sign_in(self, request: web.Request) -> web.Response:
        self._tries.take(client_address(request, self._proxies))
        body = await read_body(request, Credentials)
        with self._passwords.place():
            kept = await self._database.transaction(lambda cursor: _try(cursor, body.name))
            agent_id, password_hash = kept or (None, None)
            if not await self._passwords.fits(body.password, password_hash) or not agent_id:
                raise WrongCredentials
            renewed = password_hash
            if password_hash and self._passwords.is_outdated(password_hash):
                renewed = await self._passwords.hashed(body.password)

        def work(cursor: Cursor) -> tuple[str, dict[str, Any]]:
            # The account may have been closed or the password changed while the hash was computed.
            agent = agent_with(cursor, agent_id)
            if not agent or not cursor.run(
                "UPDATE agents SET password_hash = ? WHERE id = ? AND password_hash = ? AND disabled = 0",
                (renewed, agent_id, password_hash),
            ):
                raise WrongCredentials
            forgive(cursor, body.name)
            return self._sessions.begin(cursor, agent_id, token_in(request)), person(cursor, agent)

        token, agent = await self._database.transaction(work)
        response = web.json_response({"agent": agent})
        set_token(request, response, token, self._proxies)
        return response

    async def session(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        return web.json_response({"agent": await self._database.transaction(lambda c: person(c, signed_in.agent))})

    async def sign_out(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        await self._sessions.end(signed_in)
        self._streams.signed_out(signed_in)
        self._wakeups.wake(DESK)
        response = web.Response(status=HTTPStatus.NO_CONTENT)
        remove_token(response)
        return response

    async def say_presence(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        wants = (await read_body(request, NewPresence)).presence == "online"
        await self._database.transaction(lambda cursor: presence.say(cursor, signed_in.agent.id, wants))
        self._wakeups.wake(DESK)
        return web.Response(status=HTTPStatus.NO_CONTENT)


def _try(cursor: Cursor, name: str) -> tuple[str, str | None] | None:
    """Count the try; the id and password hash of the open account of this name."""
    attempt(cursor, name)
    row = cursor.one("SELECT id, password_hash FROM agents WHERE name = ? AND disabled = 0", (folded(name),))
    return (row[0], row[1]) if row else None
