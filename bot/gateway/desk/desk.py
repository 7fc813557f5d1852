"""Wires the desk together; nothing else happens here."""

from __future__ import annotations

import aiohttp

from bot.gateway.database import Database
from bot.gateway.desk.access import Access
from bot.gateway.desk.conversation import ConversationDesk
from bot.gateway.desk.openid import OpenId
from bot.gateway.desk.openid_attempt import Attempts
from bot.gateway.desk.openid_server import OpenIdServer
from bot.gateway.desk.passwords import Passwords
from bot.gateway.desk.report import Report
from bot.gateway.desk.sessions import Sessions
from bot.gateway.desk.sign_in import SignIn
from bot.gateway.desk.streams import DeskStreams
from bot.gateway.desk.tickets import Tickets
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.handoff.typing_people import TypingPeople
from bot.gateway.metrics import Metrics
from bot.gateway.rate_limits import Limits
from bot.gateway.settings import Settings
from bot.gateway.wakeups import Wakeups


class Desk:
    """What the desk's addresses lead to."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        handoffs: Handoffs,
        typing: TypingPeople,
        wakeups: Wakeups,
        metrics: Metrics,
        limits: Limits,
        session: aiohttp.ClientSession,
        secret: str,
    ) -> None:
        sessions = Sessions(database, settings.desk_idle_minutes * 60)
        self.access = Access(sessions, limits.requests, settings.proxies)
        self.streams = DeskStreams(database, sessions=sessions, typing=typing, wakeups=wakeups, metrics=metrics)
        self.conversation = ConversationDesk(database, handoffs)
        self.tickets = Tickets(database, wakeups)
        self.report = Report(database)
        self.sign_in = SignIn(
            database,
            sessions=sessions,
            passwords=Passwords(),
            streams=self.streams,
            wakeups=wakeups,
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
