"""One line per request: what was asked for and how it went. No address, query, token or word of a customer."""

from __future__ import annotations

import logging
import time

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.gateway.http.client_address import is_proxy
from bot.gateway.settings import Network
from bot.observability import traces
from bot.observability.request import in_conversation, serving

logger = logging.getLogger(__name__)
# As OpenTelemetry's conventions name them.
ATTRIBUTES = {"method": "http.request.method", "route": "http.route", "status": "http.response.status_code"}
QUIET = ("/healthz", "/readyz", "/metrics")  # asked every few seconds by machines


SOCKETS = ("/v1/stream", "/v1/desk/stream")  # open for hours
CASE = "/v1/desk/conversations/"


def log_access(proxies: tuple[Network, ...]) -> Middleware:
    """Also begins the request that log lines and spans name, as a part of a named proxy's trace where there is one."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        started = time.perf_counter()
        resource = request.match_info.route.resource
        # The route's pattern, not the path: what does not exist could be named after anything.
        where = resource.canonical if resource else "(no such address)"
        method = _method(request)
        if where in QUIET:
            return await handler(request)
        name = None if where in SOCKETS else f"{method} {where}"
        with serving(name, request.headers if is_proxy(request, proxies) else {}):
            if where.startswith(CASE):
                in_conversation(request.match_info["id"])
            response = await handler(request)
            told: dict[str, str | int] = {"method": method, "route": where, "status": response.status}
            if name:
                traces.describe({ATTRIBUTES[key]: value for key, value in told.items()})
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            logger.info("%s %s %d %.1f ms", *told.values(), milliseconds, extra={**told, "milliseconds": milliseconds})
            return response

    return middleware


class NoRawRequests(logging.Filter):
    """aiohttp logs what it cannot read, bytes, tokens and addresses included; we keep the kind of error only."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0] if record.exc_info else None
        record.msg, record.args = "A connection failed: %s.", (error.__name__ if error else "handshake",)
        record.exc_info = record.exc_text = None
        return True


_NO_RAW_REQUESTS = NoRawRequests()


def keep_raw_requests_out() -> None:
    """Make aiohttp's own logs as discreet as ours; doing it twice changes nothing."""
    for name in ("aiohttp.server", "aiohttp.websocket"):
        logging.getLogger(name).addFilter(_NO_RAW_REQUESTS)


def _method(request: web.Request) -> str:
    return request.method if request.method in ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS") else "(other)"
