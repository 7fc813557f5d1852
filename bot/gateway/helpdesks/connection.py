"""The helpdesk that the settings name, both ways: told by the outbox, heard at its address."""

from __future__ import annotations

import aiohttp

from bot.gateway.database import Database
from bot.gateway.handoff.handoffs import Handoffs
from bot.gateway.helpdesks.access import HelpdeskAccess
from bot.gateway.helpdesks.calls import Calls, open_session
from bot.gateway.helpdesks.chatwoot import Chatwoot
from bot.gateway.helpdesks.helpdesk import Helpdesk
from bot.gateway.helpdesks.outbox import Outbox
from bot.gateway.helpdesks.outbox_metrics import OutboxMetrics
from bot.gateway.helpdesks.receiving import Receiving
from bot.gateway.helpdesks.reports import Reports
from bot.gateway.helpdesks.webhook import Webhook
from bot.gateway.helpdesks.zammad import Zammad
from bot.gateway.settings import Settings
from bot.gateway.wakeups import Wakeups


class Connection:
    """Does nothing, and refuses webhooks, when no outside helpdesk is set."""

    def __init__(
        self, settings: Settings, *, database: Database, handoffs: Handoffs, wakeups: Wakeups, metrics: OutboxMetrics
    ) -> None:
        self._session = open_session()
        access = settings.helpdesk_access
        helpdesk = _helpdesk(settings.helpdesk, access, self._session) if access else None
        reports = Reports(database, handoffs, helpdesk.name) if helpdesk else None
        self.receiving = Receiving(helpdesk, reports, settings.proxies)
        self._outbox = Outbox(database, helpdesk, wakeups=wakeups, metrics=metrics) if helpdesk else None

    async def run(self) -> None:
        """Until cancelled."""
        if self._outbox:
            await self._outbox.run()

    async def close(self) -> None:
        await self._session.close()


def _helpdesk(name: str, access: HelpdeskAccess, session: aiohttp.ClientSession) -> Helpdesk | None:
    base = access.url.rstrip("/")
    match name:
        case "chatwoot":
            calls = Calls(session, base, {"api_access_token": access.token})
            return Chatwoot(calls, access.account, access.inbox, access.secret)
        case "zammad":
            calls = Calls(session, base, {"Authorization": f"Token token={access.token}"})
            return Zammad(calls, access.group, access.secret)
        case "webhook":
            return Webhook(Calls(session, access.url, {}), access.secret)
    return None
