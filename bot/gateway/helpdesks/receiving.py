"""The address for the helpdesk's webhooks: bodies are bounded and signatures checked before anything is done."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.gateway.errors import Malformed, NotConnected, NotJson, UnknownTicketRef, WrongSignature
from bot.gateway.helpdesks.helpdesk import Helpdesk, UnreadableWebhook
from bot.gateway.helpdesks.reports import WebhookReports
from bot.gateway.helpdesks.rows import RECEIPTS_KEPT
from bot.gateway.http.client_address import client_address
from bot.gateway.http.rate_limits import TokenBuckets
from bot.gateway.http.request_bodies import arrived
from bot.gateway.settings import Network, Rate

logger = logging.getLogger(__name__)
MAX_BYTES = 256 * 1024
MAX_AGE = RECEIPTS_KEPT - 60 * 60  # seconds; an hour for clocks that differ
WRONG = Rate(60, 60)  # unsigned requests of one address


class Receiving:
    """`helpdesk` and `reports` are null when no outside helpdesk is connected."""

    def __init__(
        self,
        helpdesk: Helpdesk | None,
        reports: WebhookReports | None,
        proxies: tuple[Network, ...],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._helpdesk = helpdesk
        self._reports = reports
        self._proxies = proxies
        self._clock = clock
        self._wrong = TokenBuckets(WRONG)

    async def receive(self, request: web.Request) -> web.Response:
        """A webhook, at the address that ends with the helpdesk's name."""
        name = request.match_info["name"]
        if self._helpdesk is None or self._reports is None or self._helpdesk.name != name:
            raise NotConnected("This helpdesk is not connected.")
        body = await arrived(_bounded_body(request))
        if not self._helpdesk.is_authentic(request.headers, body, self._clock()):
            # Only what is not signed is counted: a busy helpdesk may tell as much as it has to.
            await self._wrong.take(client_address(request, self._proxies))
            raise WrongSignature("The signature is missing, wrong, or too old.")
        parsed = _parsed(request, body)
        try:
            report = self._helpdesk.read(parsed)
        except UnreadableWebhook:
            logger.warning("A webhook of %s is not what it is known to send.", name)
            raise Malformed("The webhook has not the form that is described.") from None
        # Once its receipt is gone, a captured webhook would be applied again: Zammad signs no moment of its own.
        if report is None or not report.events or report.at < self._clock() - MAX_AGE:
            return web.json_response({"status": "ignored"})
        if not await self._reports.apply(report):
            if self._helpdesk.is_only_ours:
                raise UnknownTicketRef("There is no such conversation.")
            return web.json_response({"status": "ignored"})  # perhaps another website's
        return web.json_response({"status": "ok"})


async def _bounded_body(request: web.Request) -> bytes:
    """The request's raw body, bounded in size. Raises `HTTPRequestEntityTooLarge`."""
    body = b""
    while chunk := await request.content.readany():
        body += chunk
        if len(body) > MAX_BYTES:
            raise web.HTTPRequestEntityTooLarge(MAX_BYTES, len(body))
    return body


def _parsed(request: web.Request, body: bytes) -> Mapping[str, Any]:
    if request.content_type != "application/json":
        raise NotJson("The Content-Type must be application/json.")
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("The body is not JSON.") from None
    if not isinstance(parsed, dict):
        raise Malformed("The body must be an object.")
    return parsed
