"""Signing in with a name and a password, signing out, and who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.gateway.db.database import Cursor, Database
from bot.gateway.desk.auth.attempts import Browsers, count_attempt, forgive_attempts
from bot.gateway.desk.auth.passwords import Passwords
from bot.gateway.desk.auth.second_factor import SecondFactor
from bot.gateway.desk.auth.sessions import Sessions, SignedIn, remove_token, set_token, token_in
from bot.gateway.desk.bodies import Credentials, NewPresence
from bot.gateway.desk.roster import agent_as_json, agent_with, folded, set_available
from bot.gateway.desk.stream import DeskStreams
from bot.gateway.errors import WrongCredentials
from bot.gateway.http.client_address import client_address
from bot.gateway.http.rate_limits import TokenBuckets
from bot.gateway.http.request_bodies import read_body
from bot.gateway.notifier import DESK, Notifier
from bot.gateway.settings import Network


class SignIn:
    def __init__(
        self,
        database: Database,
        *,
        sessions: Sessions,
        passwords: Passwords,
        browsers: Browsers,
        second_factor: SecondFactor,
        streams: DeskStreams,
        notifier: Notifier,
        tries: TokenBuckets,
        proxies: Sequence[Network],
        openid_name: str | None,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._passwords = passwords
        self._browsers = browsers
        self._second_factor = second_factor
        self._streams = streams
        self._notifier = notifier
        self._tries = tries
        self._proxies = proxies
        self._openid_name = openid_name

    async def sign_in_methods(self, request: web.Request) -> web.Response:
        """How agents can sign in, and whether there are any accounts; if not, the page says how to make one."""
        agents = await self._database.transaction(lambda cursor: cursor.one("SELECT 1 FROM agents LIMIT 1"))
        return web.json_response({"password": True, "openid": self._openid_name, "agents": agents is not None})

    async def sign_in(self, request: web.Request) -> web.Response:
        address = client_address(request, self._proxies)
        await self._tries.take(address)
        body = await read_body(request, Credentials)
        browser = self._browsers.known(request, body.name)
        with self._passwords.place():
            kept = await self._database.transaction(lambda cursor: _try(cursor, body.name, address, browser))
            agent_id, password_hash = kept or (None, None)
            if not await self._passwords.verify(body.password, password_hash) or not agent_id:
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
            self._second_factor.check(cursor, agent, body.code)
            forgive_attempts(cursor, body.name, address, browser)
            return self._sessions.begin(cursor, agent_id, token_in(request)), agent_as_json(cursor, agent)

        token, agent = await self._database.transaction(work)
        response = web.json_response({"agent": agent})
        set_token(request, response, token, self._proxies)
        self._browsers.remember(request, response, body.name)
        return response

    async def session(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        return web.json_response(
            {"agent": await self._database.transaction(lambda c: agent_as_json(c, signed_in.agent))}
        )

    async def sign_out(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        await self._sessions.end(signed_in)
        self._streams.close_session(signed_in)
        self._notifier.notify(DESK)
        response = web.Response(status=HTTPStatus.NO_CONTENT)
        remove_token(response)
        return response

    async def set_presence(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        wants = (await read_body(request, NewPresence)).presence == "online"
        await self._database.transaction(lambda cursor: set_available(cursor, signed_in.agent.id, wants))
        self._notifier.notify(DESK)
        return web.Response(status=HTTPStatus.NO_CONTENT)


def _try(cursor: Cursor, name: str, address: str, browser: str | None) -> tuple[str, str | None] | None:
    """Count the attempt; returns the id and password hash of the open account of this name."""
    count_attempt(cursor, name, address, browser)
    row = cursor.one("SELECT id, password_hash FROM agents WHERE name = ? AND disabled = 0", (folded(name),))
    return (row[0], row[1]) if row else None
