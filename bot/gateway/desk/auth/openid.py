"""Sign-in with the company's OpenID Connect server, for agents whose account exists already."""

from __future__ import annotations

import html
import logging
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from typing import Literal

from aiohttp import web

from bot.content import incident, read_content
from bot.gateway.db.database import Cursor, Database
from bot.gateway.desk.auth.openid_server import (
    ATTEMPT_COOKIE,
    ATTEMPT_LIFETIME,
    Identity,
    OpenIdAway,
    OpenIdRefused,
    OpenIdServer,
    SignInAttempts,
)
from bot.gateway.desk.auth.sessions import Sessions, set_token, token_in
from bot.gateway.desk.roster import folded
from bot.gateway.errors import NoOpenId
from bot.gateway.http.client_address import client_address, is_over_https
from bot.gateway.http.rate_limits import TokenBuckets
from bot.gateway.settings import Network
from bot.language import Language

logger = logging.getLogger(__name__)

PATH = "/v1/desk/openid"
MAX_CODE = 4_000  # characters
DESK_PAGE = "/desk"

RefusalReason = Literal["no_agent", "not_proven", "away"]

_STATUS: dict[RefusalReason, HTTPStatus] = {
    "no_agent": HTTPStatus.FORBIDDEN,
    "not_proven": HTTPStatus.FORBIDDEN,
    "away": HTTPStatus.BAD_GATEWAY,
}


class OpenId:
    """`server` is null when none is configured; then both addresses answer 404."""

    def __init__(
        self,
        database: Database,
        *,
        sessions: Sessions,
        attempts: SignInAttempts,
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
        """Redirect the browser to the company's server."""
        server = await self._there(request)
        attempt, cookie = self._attempts.begin()
        try:
            address = await server.address_to_sign_in(attempt, self._return_address(request))
        except OpenIdAway as away:
            logger.error("The OpenID server is away: %s.", away)
            return refusal_page("away")
        response = _go(address)
        response.set_cookie(
            ATTEMPT_COOKIE,
            cookie,
            path=PATH,
            max_age=ATTEMPT_LIFETIME,
            httponly=True,
            samesite="Lax",  # it must come along when the other server sends the browser back
            secure=is_over_https(request, self._proxies),
        )
        return response

    async def callback(self, request: web.Request) -> web.Response:
        """The browser comes back: begin a session, or show a page that says why not."""
        response = await self._welcomed(request, await self._there(request))
        response.del_cookie(ATTEMPT_COOKIE, path=PATH, httponly=True, samesite="Lax")
        return response

    async def _welcomed(self, request: web.Request, server: OpenIdServer) -> web.Response:
        query = request.query
        attempt = self._attempts.find(request.cookies.get(ATTEMPT_COOKIE, ""), query.get("state", ""))
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
        """Begin a session for the agent with this subject, found the first time by the verified e-mail address."""
        if identity.email:
            cursor.run(
                "UPDATE agents SET openid_subject = ? WHERE name = ? AND openid_subject IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM agents WHERE openid_subject = ?)",
                (identity.subject, folded(identity.email), identity.subject),
            )
        row = cursor.one("SELECT id FROM agents WHERE openid_subject = ? AND disabled = 0", (identity.subject,))
        return self._sessions.begin(cursor, row[0], old_token) if row else None

    async def _there(self, request: web.Request) -> OpenIdServer:
        await self._tries.take(client_address(request, self._proxies))
        if not self._server:
            raise NoOpenId
        return self._server

    def _return_address(self, request: web.Request) -> str:
        scheme = "https" if is_over_https(request, self._proxies) else "http"
        return f"{scheme}://{request.host}{PATH}/callback"


def _go(address: str) -> web.Response:
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address})


def refusal_page(reason: RefusalReason) -> web.Response:
    """A page with the reason in every language that is offered (the agent's is not known yet) and a link back."""
    sentences, back = _texts()[reason], _texts()["back"]
    paragraphs = "\n".join(
        f'<p lang="{language}">{html.escape(sentences[language])} '
        f'<a href="{DESK_PAGE}">{html.escape(back[language])}</a></p>'
        for language in incident().languages
    )
    page = (
        f'<!doctype html>\n<html lang="{incident().default_language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Breachline</title>\n<main>\n{paragraphs}\n</main></html>\n"
    )
    return web.Response(text=page, content_type="text/html", status=_STATUS[reason])


@cache
def _texts() -> dict[str, dict[Language, str]]:
    texts: dict[str, dict[Language, str]] = read_content("sign_in.yml")
    return texts
