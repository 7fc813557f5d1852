"""Wires the desk together; nothing else happens here."""

from __future__ import annotations

from bot.gateway.database import Database
from bot.gateway.desk.access import Access
from bot.gateway.desk.passwords import Passwords
from bot.gateway.desk.sessions import Sessions
from bot.gateway.desk.sign_in import SignIn
from bot.gateway.rate_limits import Limits
from bot.gateway.settings import Settings


class Desk:
    """What the desk's addresses lead to."""

    def __init__(self, settings: Settings, database: Database, limits: Limits) -> None:
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
