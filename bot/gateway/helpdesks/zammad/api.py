"""The calls of Zammad's REST interface that a hand-off needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.gateway.helpdesks.client import HelpdeskClient
from bot.gateway.helpdesks.fields import moment
from bot.gateway.helpdesks.helpdesk import PermanentFailure, TemporaryFailure, TicketRef, UnreadableWebhook

NOBODY = 1  # the user "-" that Zammad is born with: a ticket of theirs waits for an owner
ADDRESSES = "breachline.invalid"  # RFC 2606: no mail can ever be delivered there


class ZammadApi:
    """Zammad's API. Each method raises `TemporaryFailure` and `PermanentFailure`."""

    def __init__(self, client: HelpdeskClient, group: str) -> None:
        self._client = client
        self._group = group

    async def make(self, ref: TicketRef, heading: str, priority: str, article: dict[str, Any]) -> TicketRef:
        """A ticket with a first article; the customer is made with it."""
        body = {
            "title": f"{heading} [{ref.reference}]",
            "group": self._group,
            "customer_id": f"guess:{ref.reference}@{ADDRESSES}",
            "priority": priority,
            "article": article,
        }
        return _ticket_ref(ref, await self._client.ask("POST", "/api/v1/tickets", body))

    async def find(self, ref: TicketRef) -> TicketRef | None:
        """The reference with the ticket that was made for it, if there is one."""
        query = {"query": ref.reference, "limit": "10"}
        found = await self._client.ask("GET", "/api/v1/tickets/search", query=query)
        assets = found.get("assets") if isinstance(found, dict) else None
        tickets = assets.get("Ticket", {}) if isinstance(assets, dict) else {}
        for ticket in tickets.values() if isinstance(tickets, dict) else ():
            if isinstance(ticket, dict) and f"[{ref.reference}]" in str(ticket.get("title")):
                return _ticket_ref(ref, ticket)
        return None

    async def change(
        self, ref: TicketRef, changes: dict[str, Any], article: dict[str, Any] | None, again: bool
    ) -> TicketRef:
        """Change the ticket and add the article, once.

        A PUT could do both, but aiohttp sends a PUT again by itself when the connection breaks, as HTTP lets it.
        """
        if changes:
            ref = _ticket_ref(ref, await self._client.ask("PUT", f"/api/v1/tickets/{ref.ticket}", changes))
        if article and not (again and await self._has(ref, article["subject"])):
            body = {"ticket_id": int(ref.ticket or 0), **article}
            await self._client.ask("POST", "/api/v1/ticket_articles", body)
        return ref

    async def close(self) -> None:
        await self._client.close()

    async def delete(self, ref: TicketRef) -> None:
        """Delete the ticket; it is no error if it is gone already."""
        try:
            await self._client.ask("DELETE", f"/api/v1/tickets/{ref.ticket}")
        except PermanentFailure as refused:
            if refused.kind != "status 404":
                raise

    async def _has(self, ref: TicketRef, key: str) -> bool:
        articles = await self._client.ask("GET", f"/api/v1/ticket_articles/by_ticket/{ref.ticket}")
        if not isinstance(articles, list):
            raise TemporaryFailure("garbled")
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


def _ticket_ref(ref: TicketRef, ticket: Any) -> TicketRef:
    """The reference with what Zammad says of its ticket."""
    try:
        return replace(
            ref,
            ticket=str(int(ticket["id"])),
            customer=str(int(ticket["customer_id"])),
            changed_at=moment(ticket["updated_at"]),
        )
    except (KeyError, TypeError, ValueError, UnreadableWebhook):
        raise TemporaryFailure("garbled") from None
