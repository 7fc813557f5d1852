"""Signing in with the company's own server: leaving for it, and coming back as an agent who was made beforehand."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web

from bot.gateway.addresses import client_address, is_over_https
from bot.gateway.database import Cursor, Database
from bot.gateway.desk.agent_rows import folded
from bot.gateway.desk.cookie import set_token, token_in
from bot.gateway.desk.openid_attempt import COOKIE, LIFETIME, Attempts
from bot.gateway.desk.openid_refusal import refusal_page
from bot.gateway.desk.openid_server import Identity, OpenIdAway, OpenIdRefused, OpenIdServer
from bot.gateway.desk.problems import NoOpenId
from bot.gateway.desk.sessions import Sessions
from bot.gateway.rate_limits import TokenBuckets
from bot.gateway.settings import Network

logger = logging.getLogger(__name__)

PATH = "/v1/desk/openid"
MAX_CODE = 4_000  # characters
DESK_PAGE = "/desk"


class OpenId:
    """`server` is null when none is set; then both addresses lead nowhere."""

    def __init__(
        self,
        database: Database,
        *,
        sessions: Sessions,
        attempts: Attempts,
        server: OpenIdServer | None,
        issuer: str,
        tries: TokenBuckets,
        proxies: Sequence[Network],
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._attempts = attempts
        self._server = server
        self._issuer = issuer
        self._tries = tries
        self._proxies = proxies

    async def start(self, request: web.Request) -> web.Response:
        """Leave for the company's server."""
        server = self._there(request)
        attempt, cookie = self._attempts.begin()
        try:
            address = await server.address_to_sign_in(attempt, self._return_address(request))
        except OpenIdAway as away:
            logger.error("The OpenID server is away: %s.", away)
            return refusal_page("away")
        response = _go(address)
        response.set_cookie(
            COOKIE,
            cookie,
            path=PATH,
            max_age=LIFETIME,
            httponly=True,
            samesite="Lax",  # it must come along when the other server sends the browser back
            secure=is_over_https(request, self._proxies),
        )
        return response

    async def callback(self, request: web.Request) -> web.Response:
        """Come back, with a session or with a page that says why not."""
        response = await self._welcomed(request, self._there(request))
        response.del_cookie(COOKIE, path=PATH, httponly=True, samesite="Lax")
        return response

    async def _welcomed(self, request: web.Request, server: OpenIdServer) -> web.Response:
        query = request.query
        attempt = self._attempts.found(request.cookies.get(COOKIE, ""), query.get("state", ""))
        code = query.get("code", "")
        if not attempt or not 0 < len(code) <= MAX_CODE or query.get("iss", self._issuer) != self._issuer:
            return refusal_page("not_proven")
        try:
            identity = await server.identity(attempt, code, self._return_address(request))
        except OpenIdAway as away:
            logger.error("The OpenID server is away: %s.", away)
            return refusal_page("away")
        except OpenIdRefused as refused:
            logger.warning("A sign-in by OpenID is no proof: %s.", refused)
            return refusal_page("not_proven")
        token = await self._database.transaction(lambda cursor: self._session(cursor, identity, token_in(request)))
        if not token:
            return refusal_page("no_agent")
        response = _go(DESK_PAGE)
        set_token(request, response, token, self._proxies)
        return response

    def _session(self, cursor: Cursor, identity: Identity, old_token: str | None) -> str | None:
        """A session for the agent of this subject; the first time, for the one whose name is the verified address."""
        if identity.email:
            cursor.run(
                "UPDATE agents SET openid_subject = ? WHERE name = ? AND openid_subject IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM agents WHERE openid_subject = ?)",
                (identity.subject, folded(identity.email), identity.subject),
            )
        row = cursor.one("SELECT id FROM agents WHERE openid_subject = ? AND disabled = 0", (identity.subject,))
        return self._sessions.begin(cursor, row[0], old_token) if row else None

    def _there(self, request: web.Request) -> OpenIdServer:
        self._tries.take(client_address(request, self._proxies))
        if not self._server:
            raise NoOpenId
        return self._server

    def _return_address(self, request: web.Request) -> str:
        scheme = "https" if is_over_https(request, self._proxies) else "http"
        return f"{scheme}://{request.host}{PATH}/callback"


def _go(address: str) -> web.Response:
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address})
