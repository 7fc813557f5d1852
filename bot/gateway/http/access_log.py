"""One line per request: what was asked for and how it went. No address, query, token or word of a customer."""

from __future__ import annotations

import logging
import time

from aiohttp import web
from aiohttp.typedefs import Handler

logger = logging.getLogger(__name__)
QUIET = ("/healthz", "/readyz", "/metrics")  # asked every few seconds by machines


@web.middleware
async def log_access(request: web.Request, handler: Handler) -> web.StreamResponse:
    started = time.perf_counter()
    response = await handler(request)
    resource = request.match_info.route.resource
    # The route's pattern, not the path: what does not exist could be named after anything.
    where = resource.canonical if resource else "(no such address)"
    if where not in QUIET:
        milliseconds = (time.perf_counter() - started) * 1000
        logger.info("%s %s %d %.1f ms", _method(request), where, response.status, milliseconds)
    return response


class NoRawRequests(logging.Filter):
    """aiohttp logs malformed requests with bytes, tokens and addresses; this filter keeps the kind of error only."""

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
