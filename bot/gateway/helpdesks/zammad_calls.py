"""The calls of Zammad's REST interface that a hand-off needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.gateway.helpdesks.calls import Calls
from bot.gateway.helpdesks.fields import moment
from bot.gateway.helpdesks.helpdesk import Away, Garbled, Refused, Thread

NOBODY = 1  # the user "-" that Zammad is born with: a ticket of theirs waits for an owner
ADDRESSES = "breachline.invalid"  # RFC 2606: no mail can ever be delivered there


class ZammadCalls:
    """Each raises `Away` and `Refused`."""

    def __init__(self, calls: Calls, group: str) -> None:
        self._calls = calls
        self._group = group

    async def make(self, thread: Thread, heading: str, priority: str, article: dict[str, Any]) -> Thread:
        """A ticket with a first article; the customer is made with it."""
        body = {
            "title": f"{heading} [{thread.reference}]",
            "group": self._group,
            "customer_id": f"guess:{thread.reference}@{ADDRESSES}",
            "priority": priority,
            "article": article,
        }
        return _thread(thread, await self._calls.ask("POST", "/api/v1/tickets", body))

    async def find(self, thread: Thread) -> Thread | None:
        """The thread with the ticket that was made for it, if there is one."""
        query = {"query": thread.reference, "limit": "10"}
        found = await self._calls.ask("GET", "/api/v1/tickets/search", query=query)
        assets = found.get("assets") if isinstance(found, dict) else None
        tickets = assets.get("Ticket", {}) if isinstance(assets, dict) else {}
        for ticket in tickets.values() if isinstance(tickets, dict) else ():
            if isinstance(ticket, dict) and f"[{thread.reference}]" in str(ticket.get("title")):
                return _thread(thread, ticket)
        return None

    async def change(
        self, thread: Thread, changes: dict[str, Any], article: dict[str, Any] | None, again: bool
    ) -> Thread:
        """Change the ticket and add the article, once.

        A PUT could do both, but aiohttp sends a PUT again by itself when the connection breaks, as HTTP lets it.
        """
        if changes:
            thread = _thread(thread, await self._calls.ask("PUT", f"/api/v1/tickets/{thread.ticket}", changes))
        if article and not (again and await self._has(thread, article["subject"])):
            body = {"ticket_id": int(thread.ticket or 0), **article}
            await self._calls.ask("POST", "/api/v1/ticket_articles", body)
        return thread

    async def delete(self, thread: Thread) -> None:
        """Remove the ticket; that it is gone already is no fault."""
        try:
            await self._calls.ask("DELETE", f"/api/v1/tickets/{thread.ticket}")
        except Refused as refused:
            if refused.kind != "status 404":
                raise

    async def _has(self, thread: Thread, key: str) -> bool:
        articles = await self._calls.ask("GET", f"/api/v1/ticket_articles/by_ticket/{thread.ticket}")
        if not isinstance(articles, list):
            raise Away("garbled")
        return any(isinstance(one, dict) and one.get("subject") == key for one in articles)


def customer_article(key: str, text: str, customer: str | None) -> dict[str, Any]:
    """What the customer said."""
    article = _article(key, text, internal=False) | {"sender": "Customer"}
    return article | {"origin_by_id": int(customer)} if customer else article


def note_article(key: str, text: str) -> dict[str, Any]:
    """What only agents see."""
    return _article(key, text, internal=True)


def _article(key: str, text: str, *, internal: bool) -> dict[str, Any]:
    return {"subject": key, "body": text, "content_type": "text/plain", "type": "note", "internal": internal}


def _thread(thread: Thread, ticket: Any) -> Thread:
    """The thread with what Zammad says of its ticket."""
    try:
        return replace(
            thread,
            ticket=str(int(ticket["id"])),
            customer=str(int(ticket["customer_id"])),
            changed_at=moment(ticket["updated_at"]),
        )
    except (KeyError, TypeError, ValueError, Garbled):
        raise Away("garbled") from None
