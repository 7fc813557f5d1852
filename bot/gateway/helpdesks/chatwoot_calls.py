"""The calls of Chatwoot's application interface that a hand-off needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.gateway.helpdesks.calls import Calls
from bot.gateway.helpdesks.helpdesk import Away, Refused, Thread

PAGES = 5  # of 20 messages each, in which a message that may have arrived is looked for


class ChatwootCalls:
    """Each raises `Away` and `Refused`; a conversation is named by its number in the account."""

    def __init__(self, calls: Calls, account: int, inbox: int) -> None:
        self._calls = calls
        self._root = f"/api/v1/accounts/{account}"
        self._inbox = inbox

    async def make_contact(self, identifier: str, name: str) -> str:
        body = {"inbox_id": self._inbox, "name": name, "identifier": identifier}
        made = await self._calls.ask("POST", f"{self._root}/contacts", body)
        return _id(_object(_object(made).get("payload")).get("contact"))

    async def make_conversation(self, thread: Thread, attributes: dict[str, str]) -> str:
        body = {
            "source_id": thread.reference,
            "inbox_id": self._inbox,
            "contact_id": int(thread.customer or 0),
            "status": "open",
            "custom_attributes": attributes,
        }
        return _id(await self._calls.ask("POST", f"{self._root}/conversations", body))

    async def find(self, thread: Thread) -> Thread | None:
        """The thread with the contact and, if there is one, the conversation that were made for it."""
        found = await self._calls.ask("GET", f"{self._root}/contacts/search", query={"q": thread.reference})
        contact = next((one for one in _list(found) if one.get("identifier") == thread.reference), None)
        if contact is None:
            return None
        customer = _id(contact)
        conversations = _list(await self._calls.ask("GET", f"{self._root}/contacts/{customer}/conversations"))
        ours = next((one for one in conversations if one.get("inbox_id") == self._inbox), None)
        return replace(thread, customer=customer, ticket=_id(ours) if ours else None)

    async def conversation(self, ticket: str) -> dict[str, Any]:
        return _object(await self._calls.ask("GET", f"{self._root}/conversations/{ticket}"))

    async def write(self, ticket: str, key: str, text: str, again: bool) -> None:
        """Add the customer's message, once."""
        await self._add(ticket, {"content": text, "message_type": "incoming", "source_id": key}, again)

    async def note(self, ticket: str, key: str, text: str, again: bool) -> None:
        """Add what only agents see, once."""
        body = {"content": text, "message_type": "outgoing", "private": True, "source_id": key}
        await self._add(ticket, body, again)

    async def set_status(self, ticket: str, status: str) -> None:
        await self._calls.ask("POST", f"{self._root}/conversations/{ticket}/toggle_status", {"status": status})

    async def set_priority(self, ticket: str, priority: str) -> None:
        await self._calls.ask("POST", f"{self._root}/conversations/{ticket}/toggle_priority", {"priority": priority})

    async def delete(self, thread: Thread) -> None:
        """Remove the contact with all its conversations; who is gone already is no fault."""
        try:
            await self._calls.ask("DELETE", f"{self._root}/contacts/{thread.customer}")
        except Refused as refused:
            if refused.kind != "status 404":
                raise

    async def _add(self, ticket: str, body: dict[str, Any], again: bool) -> None:
        if again and await self._has(ticket, body["source_id"]):
            return
        await self._calls.ask("POST", f"{self._root}/conversations/{ticket}/messages", body)

    async def _has(self, ticket: str, key: str) -> bool:
        """Whether a message with this `source_id` is among the latest."""
        before: dict[str, str] = {}
        for _ in range(PAGES):
            path = f"{self._root}/conversations/{ticket}/messages"
            page = _list(await self._calls.ask("GET", path, query=before))
            if any(message.get("source_id") == key for message in page):
                return True
            if not page:
                return False
            before = {"before": str(min(int(_id(message)) for message in page))}
        return False


def _object(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise Away("garbled")
    return answer


def _id(made: Any) -> str:
    number = _object(made).get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Away("garbled")
    return str(number)


def _list(answer: Any) -> list[dict[str, Any]]:
    payload = _object(answer).get("payload")
    if not isinstance(payload, list):
        raise Away("garbled")
    return [_object(one) for one in payload]
