"""The calls of Chatwoot's application interface that a hand-off needs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.gateway.helpdesks.client import HelpdeskClient
from bot.gateway.helpdesks.helpdesk import PermanentFailure, TemporaryFailure, TicketRef

PAGES = 5  # of 20 messages each, in which a message that may have arrived is looked for

_MARKUP = re.compile(r"([\\`*_\[\]<>#~])")


class ChatwootApi:
    """Chatwoot's API; a conversation goes by its number in the account.

    Each method raises `TemporaryFailure` and `PermanentFailure`.
    """

    def __init__(self, client: HelpdeskClient, account: int, inbox: int) -> None:
        self._client = client
        self._root = f"/api/v1/accounts/{account}"
        self._inbox = inbox

    async def make_contact(self, identifier: str, name: str) -> str:
        body = {"inbox_id": self._inbox, "name": name, "identifier": identifier}
        made = await self._client.ask("POST", f"{self._root}/contacts", body)
        return _id(_object(_object(made).get("payload")).get("contact"))

    async def make_conversation(self, ref: TicketRef, attributes: dict[str, str]) -> str:
        body = {
            "source_id": ref.reference,
            "inbox_id": self._inbox,
            "contact_id": int(ref.customer or 0),
            "status": "open",
            "custom_attributes": attributes,
        }
        return _id(await self._client.ask("POST", f"{self._root}/conversations", body))

    async def find(self, ref: TicketRef) -> TicketRef | None:
        """The reference with the contact and, if there is one, the conversation that were made for it."""
        found = await self._client.ask("GET", f"{self._root}/contacts/search", query={"q": ref.reference})
        contact = next((one for one in _list(found) if one.get("identifier") == ref.reference), None)
        if contact is None:
            return None
        customer = _id(contact)
        conversations = _list(await self._client.ask("GET", f"{self._root}/contacts/{customer}/conversations"))
        ours = next((one for one in conversations if one.get("inbox_id") == self._inbox), None)
        return replace(ref, customer=customer, ticket=_id(ours) if ours else None)

    async def conversation(self, ticket: str) -> dict[str, Any]:
        return _object(await self._client.ask("GET", f"{self._root}/conversations/{ticket}"))

    async def write(self, ticket: str, key: str, text: str, again: bool) -> None:
        """Add the customer's message, once."""
        await self._add(ticket, {"content": text, "message_type": "incoming", "source_id": key}, again)

    async def note(self, ticket: str, key: str, text: str, again: bool) -> None:
        """Add what only agents see, once."""
        body = {"content": _unmarked(text), "message_type": "outgoing", "private": True, "source_id": key}
        await self._add(ticket, body, again)

    async def set_status(self, ticket: str, status: str) -> None:
        await self._client.ask("POST", f"{self._root}/conversations/{ticket}/toggle_status", {"status": status})

    async def set_priority(self, ticket: str, priority: str) -> None:
        await self._client.ask("POST", f"{self._root}/conversations/{ticket}/toggle_priority", {"priority": priority})

    async def close(self) -> None:
        await self._client.close()

    async def delete(self, ref: TicketRef) -> None:
        """Delete the contact with all its conversations; it is no error if it is gone already."""
        try:
            await self._client.ask("DELETE", f"{self._root}/contacts/{ref.customer}")
        except PermanentFailure as refused:
            if refused.kind != "status 404":
                raise

    async def _add(self, ticket: str, body: dict[str, Any], again: bool) -> None:
        if again and await self._has(ticket, body["source_id"]):
            return
        await self._client.ask("POST", f"{self._root}/conversations/{ticket}/messages", body)

    async def _has(self, ticket: str, key: str) -> bool:
        """Whether a message with this `source_id` is among the latest."""
        before: dict[str, str] = {}
        for _ in range(PAGES):
            path = f"{self._root}/conversations/{ticket}/messages"
            page = _list(await self._client.ask("GET", path, query=before))
            if any(message.get("source_id") == key for message in page):
                return True
            if not page:
                return False
            before = {"before": str(min(int(_id(message)) for message in page))}
        return False


def _object(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise TemporaryFailure("garbled")
    return answer


def _id(made: Any) -> str:
    number = _object(made).get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise TemporaryFailure("garbled")
    return str(number)


def _list(answer: Any) -> list[dict[str, Any]]:
    payload = _object(answer).get("payload")
    if not isinstance(payload, list):
        raise TemporaryFailure("garbled")
    return [_object(one) for one in payload]


def _unmarked(text: str) -> str:
    """`text` with Markdown escaped, which Chatwoot renders in notes, so that customers place no links or pictures."""
    return _MARKUP.sub(r"\\\1", text)
