"""A Zammad of ours on a real socket: it enforces the published description, and answers and tells as Zammad does."""

from __future__ import annotations

import datetime
import itertools
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.gateway.helpdesks.signatures import signed_sha1
from tests.gateway.helpdesks import zammad_description as described
from tests.gateway.helpdesks.described_body import described_body
from tests.gateway.helpdesks.faulty import Faults

GROUP, TOKEN, SECRET = "Incident", "zammad-token-for-tests", "zammad-secret-for-tests"
US = 4  # the user whose token we have
USERS = {
    1: {"id": 1, "firstname": "-", "lastname": "", "login": "-"},
    US: {"id": US, "firstname": "Breachline", "lastname": "", "login": "breachline"},
    5: {"id": 5, "firstname": "Emma", "lastname": "Taylor", "login": "emma@example.be"},
    6: {"id": 6, "firstname": "Jan", "lastname": "Peeters", "login": "jan@example.be"},
}


class ZammadServer:
    """`queue` holds the webhooks that its trigger would send, oldest first."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.refused: list[str] = []
        self.tickets: dict[int, dict[str, Any]] = {}
        self.articles: list[dict[str, Any]] = []
        self.customers: dict[str, int] = {}
        self.queue: list[dict[str, Any]] = []
        self.may_delete = True
        self.url = ""
        self._ids = itertools.count(200)
        self._clock = itertools.count(int(time.time() * 1000))
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application(middlewares=[self.faults.middleware, self._check])
        app.router.add_post("/api/v1/tickets", self._create)
        app.router.add_get("/api/v1/tickets/search", self._search)
        app.router.add_put("/api/v1/tickets/{id:\\d+}", self._update)
        app.router.add_delete("/api/v1/tickets/{id:\\d+}", self._delete)
        app.router.add_post("/api/v1/ticket_articles", self._create_article)
        app.router.add_get("/api/v1/ticket_articles/by_ticket/{id:\\d+}", self._list_articles)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    # What agents do.

    def act(
        self, ticket: int, text: str = "", agent: int = 5, *, internal: bool = False, html: bool = True, **changes: Any
    ) -> dict[str, Any]:
        """An agent writes, changes the ticket, or both at once."""
        self.tickets[ticket] |= {**changes, "updated_by_id": agent, "updated_at": self._now()}
        article = None
        if text:
            given = {"body": text, "content_type": "text/html" if html else "text/plain", "internal": internal}
            article = self._add_article(ticket, given | {"sender": "Agent", "type": "note", "created_by_id": agent})
        return self._told(ticket, article)

    def forget(self) -> None:
        """An agent deletes the tickets."""
        self.tickets, self.articles = {}, []

    def said(self, ticket: int, *, internal: bool = False) -> list[str]:
        return [one["body"] for one in self.articles if one["ticket_id"] == ticket and one["internal"] is internal]

    @property
    def ticket(self) -> int:
        """The only ticket."""
        (ticket,) = self.tickets
        return ticket

    # What the interface does.

    @web.middleware
    async def _check(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Token token={TOKEN}":
            return web.json_response({"error": "Authentication required"}, status=401)
        response: web.StreamResponse = await handler(request)
        return response

    async def _body(self, request: web.Request, schema: dict[str, Any]) -> dict[str, Any]:
        return await described_body(request, schema, self.refused, {"error": "invalid"})

    async def _create(self, request: web.Request) -> web.Response:
        body = await self._body(request, described.NEW_TICKET)
        if body["group"] != GROUP:
            return web.json_response({"error": "No lookup value found for 'group'"}, status=422)
        customer = self.customers.setdefault(body["customer_id"].removeprefix("guess:").lower(), next(self._ids))
        ticket = {
            "id": next(self._ids),
            "title": body["title"],
            "group_id": 1,
            "state": body.get("state", "new"),
            "priority": body.get("priority", "2 normal"),
            "owner_id": 1,
            "customer_id": customer,
            "updated_by_id": US,
            "updated_at": self._now(),
        }
        self.tickets[ticket["id"]] = ticket
        article = self._add_article(ticket["id"], body["article"])
        self.queue.append(self._told(ticket["id"], article))
        return web.json_response(ticket, status=201)

    async def _search(self, request: web.Request) -> web.Response:
        found = {str(number): one for number, one in self.tickets.items() if request.query["query"] in one["title"]}
        return web.json_response(
            {"tickets": [int(one) for one in found], "tickets_count": len(found), "assets": {"Ticket": found}}
        )

    async def _update(self, request: web.Request) -> web.Response:
        body = await self._body(request, described.CHANGED_TICKET)
        ticket = self.tickets[self._known(request)]
        given = body.pop("article", None)
        ticket |= {**body, "updated_by_id": US, "updated_at": self._now()}
        article = self._add_article(ticket["id"], given) if given else None
        self.queue.append(self._told(ticket["id"], article))
        return web.json_response(ticket)

    async def _create_article(self, request: web.Request) -> web.Response:
        body = await self._body(request, described.NEW_ARTICLE)
        ticket = body["ticket_id"]
        if ticket not in self.tickets:
            raise web.HTTPNotFound(text='{"error": "No such object"}', content_type="application/json")
        self.tickets[ticket] |= {"updated_by_id": US, "updated_at": self._now()}
        article = self._add_article(ticket, body)
        self.queue.append(self._told(ticket, article))
        return web.json_response(article, status=201)

    async def _delete(self, request: web.Request) -> web.Response:
        if not self.may_delete:
            return web.json_response({"error": "Not authorized (admin permission required)!"}, status=403)
        ticket = self._known(request)
        del self.tickets[ticket]
        self.articles = [one for one in self.articles if one["ticket_id"] != ticket]
        return web.json_response({})

    async def _list_articles(self, request: web.Request) -> web.Response:
        ticket = self._known(request)
        return web.json_response([one for one in self.articles if one["ticket_id"] == ticket])

    def _known(self, request: web.Request) -> int:
        ticket = int(request.match_info["id"])
        if ticket not in self.tickets:
            raise web.HTTPNotFound(text='{"error": "No such object"}', content_type="application/json")
        return ticket

    def _add_article(self, ticket: int, given: dict[str, Any]) -> dict[str, Any]:
        article = {
            "id": next(self._ids),
            "ticket_id": ticket,
            "sender": "Agent",
            "internal": False,
            "created_by_id": US,
            "created_at": self.tickets[ticket]["updated_at"],
            **given,
        }
        self.articles.append(article)
        return article

    def _told(self, ticket: int, article: dict[str, Any] | None) -> dict[str, Any]:
        one = self.tickets[ticket]
        told_ticket = {**one, "owner": USERS[one["owner_id"]], "updated_by": USERS[one["updated_by_id"]]}
        told_article = {**article, "created_by": USERS[article["created_by_id"]]} if article else None
        told: dict[str, Any] = json.loads(json.dumps({"ticket": told_ticket, "article": told_article}))
        return told

    def _now(self) -> str:
        """Each moment a little later than the one before."""
        moment = datetime.datetime.fromtimestamp(next(self._clock) / 1000, datetime.UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def signed(event: dict[str, Any], secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """A webhook as Zammad sends it: body and headers."""
    body = json.dumps(event).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Zammad-Trigger": "Breachline",
        "X-Zammad-Delivery": "a0c1",
        "X-Hub-Signature": signed_sha1(secret, body),
    }
    return body, headers
