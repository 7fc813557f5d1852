"""Every address of the gateway."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.conversations.api import CustomerApi
from bot.gateway.desk.canned_replies import replies
from bot.gateway.desk.desk import Desk
from bot.gateway.helpdesks.receiving import Receiving
from bot.gateway.http.health import Health
from bot.gateway.http.openapi import openapi
from bot.gateway.http.origins import admitted
from bot.gateway.http.pages import Pages


def routes(customers: CustomerApi, desk: Desk, helpdesk: Receiving, health: Health, pages: Pages) -> list[web.RouteDef]:
    agents, supervisors, own_pages = desk.access.agents, desk.access.supervisors, desk.access.own_pages
    case = "/v1/desk/conversations/{id:[A-Za-z0-9_-]{1,64}}"
    return [
        web.get("/v1/origin", admitted, allow_head=False),
        web.post("/v1/conversations", customers.begin),
        web.post("/v1/token/renew", customers.renew_token),
        web.post("/v1/messages", customers.say),
        web.get("/v1/messages", customers.read, allow_head=False),
        web.get("/v1/stream", customers.stream, allow_head=False),
        web.get("/v1/conversation/transcript", customers.transcript, allow_head=False),
        web.delete("/v1/conversation", customers.erase),
        web.post("/v1/rating", customers.rate),
        web.post("/v1/ticket", customers.leave_ticket),
        web.post("/v1/typing", customers.typing),
        web.get("/v1/desk/sign-in", desk.sign_in.sign_in_methods, allow_head=False),
        web.post("/v1/desk/session", desk.sign_in.sign_in),
        web.get("/v1/desk/session", agents(desk.sign_in.session), allow_head=False),
        web.delete("/v1/desk/session", agents(desk.sign_in.sign_out)),
        web.get("/v1/desk/openid/start", desk.openid.start, allow_head=False),
        web.get("/v1/desk/openid/callback", desk.openid.callback, allow_head=False),
        web.put("/v1/desk/presence", agents(desk.sign_in.set_presence)),
        web.get("/v1/desk/stream", own_pages(desk.streams.open), allow_head=False),
        web.get(case, agents(desk.conversation.read), allow_head=False),
        web.post(f"{case}/take", agents(desk.conversation.take)),
        web.post(f"{case}/messages", agents(desk.conversation.reply)),
        web.post(f"{case}/notes", agents(desk.conversation.note)),
        web.post(f"{case}/transfer", agents(desk.conversation.transfer)),
        web.post(f"{case}/return", agents(desk.conversation.give_back)),
        web.post(f"{case}/close", agents(desk.conversation.close)),
        web.get("/v1/desk/tickets", agents(desk.tickets.list), allow_head=False),
        web.post("/v1/desk/tickets/{id:[A-Za-z0-9_-]{1,64}}/done", agents(desk.tickets.finish)),
        web.get("/v1/desk/replies", agents(replies), allow_head=False),
        web.get("/v1/desk/report", supervisors(desk.report.show), allow_head=False),
        web.post("/v1/helpdesk/{name:[a-z]{1,32}}", helpdesk.receive),
        web.get("/openapi.json", openapi),
        web.get("/healthz", health.live),
        web.get("/readyz", health.ready),
        web.get("/", pages.demo),
        web.get("/chat", pages.chat),
        web.get("/desk", pages.desk),
        web.get("/widget.js", pages.widget),
        web.get(r"/assets/{name:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}}", pages.asset),
    ]
