"""The helpdesks that the gateway can work with, and the one that the settings name.

A new helpdesk is a folder with an adapter and its `build`, and a line here; its name is part of an address, and has
lowercase letters only. What an adapter must do is in `helpdesk.py`; `tests/gateway/helpdesks/test_contract.py` tries
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.environment import SettingsError
from bot.gateway.background import Job
from bot.gateway.db.database import Database
from bot.gateway.handoff.service import Handoffs
from bot.gateway.helpdesks.chatwoot.adapter import build as chatwoot
from bot.gateway.helpdesks.delivery import Delivery
from bot.gateway.helpdesks.helpdesk import Helpdesk
from bot.gateway.helpdesks.receiving import Receiving
from bot.gateway.helpdesks.reports import WebhookReports
from bot.gateway.helpdesks.webhook import build as webhook
from bot.gateway.helpdesks.zammad.adapter import build as zammad
from bot.gateway.metrics import OutboxMetrics
from bot.gateway.notifier import Notifier
from bot.gateway.settings import NO_DESK, OWN_DESK, Settings

HELPDESKS: dict[str, Callable[[Mapping[str, str]], Helpdesk]] = {
    "chatwoot": chatwoot,
    "zammad": zammad,
    "webhook": webhook,
}


def build_helpdesk(settings: Settings) -> Helpdesk | None:
    """The outside helpdesk of these settings, if there is one; it sends nothing yet. Raises `SettingsError`."""
    if not settings.is_helpdesk_outside:
        return None
    if settings.helpdesk not in HELPDESKS:
        known = ", ".join((OWN_DESK, *HELPDESKS, NO_DESK))
        raise SettingsError(f"BREACHLINE_HELPDESK must be one of {known}.")
    return HELPDESKS[settings.helpdesk](settings.helpdesk_access)


class Connection:
    """An outside helpdesk, both ways: delivers the outbox, receives webhooks. Without one, webhooks are refused."""

    def __init__(
        self,
        helpdesk: Helpdesk | None,
        settings: Settings,
        *,
        database: Database,
        handoffs: Handoffs,
        notifier: Notifier,
        metrics: OutboxMetrics,
    ) -> None:
        self._helpdesk = helpdesk
        reports = WebhookReports(database, handoffs, helpdesk.name) if helpdesk else None
        self.receiving = Receiving(helpdesk, reports, settings.proxies)
        self._delivery = Delivery(database, helpdesk, notifier=notifier, metrics=metrics) if helpdesk else None

    def jobs(self) -> list[Job]:
        return [self._delivery.job()] if self._delivery else []

    async def close(self) -> None:
        if self._delivery:
            await self._delivery.close()
        if self._helpdesk:
            await self._helpdesk.close()
