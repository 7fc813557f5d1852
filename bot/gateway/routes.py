"""Every address of the gateway."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.endpoints import Endpoints
from bot.gateway.health import Health
from bot.gateway.openapi import openapi
from bot.gateway.pages import Pages


def routes(endpoints: Endpoints, health: Health, pages: Pages) -> list[web.RouteDef]:
    return [
        web.post("/v1/conversations", endpoints.begin),
        web.post("/v1/messages", endpoints.say),
        web.get("/v1/messages", endpoints.read, allow_head=False),
        web.get("/v1/stream", endpoints.stream, allow_head=False),
        web.get("/v1/conversation/transcript", endpoints.transcript, allow_head=False),
        web.delete("/v1/conversation", endpoints.erase),
        web.post("/v1/rating", endpoints.rate),
        web.post("/v1/ticket", endpoints.leave_ticket),
        web.post("/v1/typing", endpoints.typing),
        web.get("/openapi.json", openapi),
        web.get("/healthz", health.live),
        web.get("/readyz", health.ready),
        web.get("/metrics", endpoints.metrics),
        web.get("/", pages.demo),
        web.get("/chat", pages.chat),
        web.get("/widget.js", pages.widget),
        web.get(r"/assets/{name:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}}", pages.asset),
    ]
