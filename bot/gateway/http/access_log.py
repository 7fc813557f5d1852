"""One line per request: what was asked for and how it went. No address, query, token or word of a customer."""

from __future__ import annotations

import logging
import time

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.observability import traces
from bot.observability.request import in_conversation, serving

logger = logging.getLogger(__name__)
QUIET = ("/healthz", "/readyz", "/metrics")  # asked every few seconds by machines
STREAMS = ("/v1/stream", "/v1/desk/stream")  # open for hours: a span would come too late to help
OF_A_CONVERSATION = "/v1/desk/conversations/{id}"


@web.middleware
async def log_access(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Also begins the request that log lines and spans name.

    No header of the client's has a say in that: a proxy, too, passes on what the client made up.
    """
    started = time.perf_counter()
    resource = request.match_info.route.resource
    # The route's pattern, not the path: what does not exist could be named after anything.
    route = resource.canonical if resource else "(no such address)"
    if route in QUIET:
        return await handler(request)
    method = _method(request)
    with serving(None if route in STREAMS else f"{method} {route}", {}):
        if route.startswith(OF_A_CONVERSATION):
            in_conversation(request.match_info["id"])
        response = await handler(request)
        status, milliseconds = response.status, round((time.perf_counter() - started) * 1000, 1)
        if route not in STREAMS:
            # As OpenTelemetry's conventions name them.
            traces.set_attributes(
                {"http.request.method": method, "http.route": route, "http.response.status_code": status}
            )
        fields = {"method": method, "route": route, "status": status, "milliseconds": milliseconds}
        logger.info("%s %s %d %.1f ms", method, route, status, milliseconds, extra=fields)
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
