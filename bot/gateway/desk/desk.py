"""Wires the desk together; nothing else happens here."""

from __future__ import annotations

import aiohttp

from bot.gateway.database import Database
from bot.gateway.desk.access import Access
from bot.gateway.desk.openid import OpenId
from bot.gateway.desk.openid_attempt import Attempts
from bot.gateway.desk.openid_server import OpenIdServer
from bot.gateway.desk.passwords import Passwords
from bot.gateway.desk.sessions import Sessions
from bot.gateway.desk.sign_in import SignIn
from bot.gateway.rate_limits import Limits
from bot.gateway.settings import Settings


class Desk:
    """What the desk's addresses lead to."""

    def __init__(
        self, settings: Settings, database: Database, limits: Limits, session: aiohttp.ClientSession, secret: str
    ) -> None:
        sessions = Sessions(database, settings.desk_idle_minutes * 60)
        self.access = Access(sessions, limits.requests, settings.proxies)
        self.sign_in = SignIn(
            database,
            sessions=sessions,
            passwords=Passwords(),
            tries=limits.sign_ins,
            proxies=settings.proxies,
            openid_name=settings.openid.name if settings.openid else None,
        )
        self.openid = OpenId(
            database,
            sessions=sessions,
            attempts=Attempts(secret),
            server=OpenIdServer(session, settings.openid) if settings.openid else None,
            issuer=settings.openid.issuer if settings.openid else "",
            tries=limits.sign_ins,
            proxies=settings.proxies,
        )
