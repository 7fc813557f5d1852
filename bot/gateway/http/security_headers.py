"""The security headers of every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.gateway.settings import Settings

PAGES = ("/", "/chat")
DESK = "/desk"  # nobody may show this one in a frame, whatever the setting
EMBEDDED = ("/widget.js", "/assets/")  # what other sites load into their own pages
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
_NOTHING_ALLOWED = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def security_headers(settings: Settings) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A handler for the signal `on_response_prepare`."""
    ancestors = " ".join(settings.frame_ancestors) or "'none'"
    policies = dict.fromkeys(PAGES, _PAGE_POLICY.format(ancestors=ancestors))
    policies[DESK] = _PAGE_POLICY.format(ancestors="'none'")

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers["Content-Security-Policy"] = policies.get(request.path, _DATA_POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = _NOTHING_ALLOWED
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        embedded = request.path.startswith(EMBEDDED)
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if embedded else "same-origin"
        headers["Server"] = "Breachline"
        if request.path.startswith("/v1/"):
            headers["Cache-Control"] = "no-store"
        if settings.hsts_seconds:
            headers["Strict-Transport-Security"] = f"max-age={settings.hsts_seconds}; includeSubDomains"

    return add
