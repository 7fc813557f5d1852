"""Which websites may speak to the gateway from a browser: its own pages always, others when they are listed."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.gateway.errors import ForeignOrigin

API = "/v1/"
DESK = "/v1/desk"  # for its own page only, whatever other websites are listed
PREFLIGHT_AGE = 600  # seconds
_CORS_ORIGIN = web.RequestKey("cors_origin", str)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def check_origins(allowed: frozenset[str]) -> Middleware:
    """Refuse foreign origins under /v1/, and answer CORS preflight requests."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin is None or not request.path.startswith(API) or is_own(origin, request.host):
            return await handler(request)
        if origin not in allowed or request.path.startswith(DESK):
            raise ForeignOrigin("This origin is not allowed to use this gateway.")
        request[_CORS_ORIGIN] = origin
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return web.Response(status=HTTPStatus.NO_CONTENT, headers=_PREFLIGHT)
        return await handler(request)

    return middleware


async def admitted(request: web.Request) -> web.Response:
    """Answer 204: an origin that can read this is allowed. The widget asks before it shows itself on another site."""
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def add_cors_headers(request: web.Request, response: web.StreamResponse) -> None:
    """A handler for `on_response_prepare`, so that allowed origins can read refusals, too."""
    if request.path.startswith(API):
        response.headers.add("Vary", "Origin")
    if _CORS_ORIGIN in request:
        response.headers["Access-Control-Allow-Origin"] = request[_CORS_ORIGIN]
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"


_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": str(PREFLIGHT_AGE),
}


def is_own(origin: str, host: str) -> bool:
    """Whether the origin is our own. The scheme is ignored, because a proxy may terminate TLS."""
    try:
        parts = urlsplit(origin)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
        own = urlsplit(f"{parts.scheme}://{host}")
        return bool(parts.hostname) and (parts.hostname, port) == (
            own.hostname,
            own.port or _DEFAULT_PORTS.get(parts.scheme),
        )
    except ValueError:
        return False
