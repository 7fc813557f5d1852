"""Wires the desk together; nothing else happens here."""

from __future__ import annotations

import aiohttp

from bot.gateway.db.database import Database
from bot.gateway.desk.auth.access import Access
from bot.gateway.desk.auth.attempts import Browsers
from bot.gateway.desk.auth.openid import OpenId
from bot.gateway.desk.auth.openid_server import OpenIdServer, SignInAttempts
from bot.gateway.desk.auth.passwords import Passwords
from bot.gateway.desk.auth.second_factor import SecondFactor
from bot.gateway.desk.auth.sessions import Sessions
from bot.gateway.desk.auth.sign_in import SignIn
from bot.gateway.desk.call_backs import CallBacks
from bot.gateway.desk.conversation import ConversationDesk
from bot.gateway.desk.report import ReportDesk
from bot.gateway.desk.stream import DeskStreams
from bot.gateway.handoff.service import Handoffs
from bot.gateway.http.rate_limits import Limits
from bot.gateway.metrics import Metrics
from bot.gateway.notifier import Notifier, TypingPeople
from bot.gateway.secret import SigningSecrets
from bot.gateway.settings import Settings


class Desk:
    """What the desk's addresses lead to."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        handoffs: Handoffs,
        typing: TypingPeople,
        notifier: Notifier,
        metrics: Metrics,
        limits: Limits,
        session: aiohttp.ClientSession,
        secrets: SigningSecrets,
    ) -> None:
        sessions = Sessions(database, settings.desk_idle_minutes * 60)
        self.access = Access(sessions, limits.requests, settings.proxies)
        self.streams = DeskStreams(database, sessions=sessions, typing=typing, notifier=notifier, metrics=metrics)
        self.conversation = ConversationDesk(database, handoffs)
        self.tickets = CallBacks(database, notifier)
        self.report = ReportDesk(database)
        self.sign_in = SignIn(
            database,
            sessions=sessions,
            passwords=Passwords(),
            browsers=Browsers(secrets, settings.proxies),
            second_factor=SecondFactor(secrets, settings.second_factor),
            streams=self.streams,
            notifier=notifier,
            tries=limits.sign_ins,
            proxies=settings.proxies,
            openid_name=settings.openid.name if settings.openid else None,
        )
        self.openid = OpenId(
            database,
            sessions=sessions,
            attempts=SignInAttempts(secrets),
            server=OpenIdServer(session, settings.openid) if settings.openid else None,
            issuer=settings.openid.issuer if settings.openid else "",
            tries=limits.sign_ins,
            proxies=settings.proxies,
        )
