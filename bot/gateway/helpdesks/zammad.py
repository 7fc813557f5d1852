"""Zammad, by its REST interface: the hand-off is a ticket, what is said an article, the transcript an internal note.

The customer is an address that nobody can write to. Zammad keeps no key of ours with an article, so each article's
subject is one; a ticket that a try made which seemed to fail is found by its title.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.gateway.helpdesks.agent_texts import (
    call_back_note,
    cancelled_note,
    erased_note,
    last_words,
    request_note,
    said_by,
    title,
)
from bot.gateway.helpdesks.calls import Calls, is_forbidden
from bot.gateway.helpdesks.helpdesk import (
    Away,
    CallBack,
    Cancelled,
    Ended,
    Entry,
    Erased,
    Name,
    Refused,
    Report,
    Requested,
    Said,
    Thread,
)
from bot.gateway.helpdesks.signatures import is_same, signed_sha1
from bot.gateway.helpdesks.zammad_calls import NOBODY, ZammadCalls, customer_article, note_article
from bot.gateway.helpdesks.zammad_webhooks import read_zammad


class Zammad:
    name: Name = "zammad"

    def __init__(self, calls: Calls, group: str, secret: str) -> None:
        self._calls = ZammadCalls(calls, group)
        self._secret = secret

    async def deliver(self, entry: Entry, thread: Thread, again: bool) -> Thread:
        match entry:
            case Requested():
                heading = title(thread.reference, entry.language, entry.urgent)
                note = note_article(f"{entry.key}-note", request_note(entry))
                thread = await self._opened(thread, heading, note, entry.urgent, again)
                if words := last_words(entry.lines):
                    return await self._said(thread, entry.key, words, again)
                return thread
            case CallBack():
                heading = title(thread.reference, entry.language)
                note = note_article(f"{entry.key}-note", call_back_note(entry))
                thread = await self._opened(thread, heading, note, False, again)
                return await self._said(thread, entry.key, entry.text, again)
        if thread.ticket is None:
            return thread  # what never came there needs nothing more
        match entry:
            case Said() if entry.line.sender == "customer":
                return await self._said(thread, entry.key, entry.line.text, again)
            case Said():
                note = note_article(entry.key, said_by(entry.line, entry.language))
                return await self._calls.change(thread, {}, note, again)
            case Cancelled():
                note = note_article(entry.key, cancelled_note(entry.language))
                return await self._calls.change(thread, {"state": "closed"}, note, again)
            case Ended() if entry.closed:
                return await self._calls.change(thread, {"state": "closed"}, None, again)
            case Erased():
                await self._erase(entry, thread, again)
        return thread

    def is_authentic(self, headers: Mapping[str, str], body: bytes, now: float) -> bool:
        """Zammad signs no moment: that nothing is applied twice is for who reads it to see to."""
        return is_same(headers.get("X-Hub-Signature", ""), signed_sha1(self._secret, body))

    def read(self, parsed: Mapping[str, Any]) -> Report | None:
        return read_zammad(parsed)

    async def _opened(self, thread: Thread, heading: str, note: dict[str, Any], urgent: bool, again: bool) -> Thread:
        """A new ticket with the note, or the old one, opened again and nobody's."""
        priority = "3 high" if urgent else "2 normal"
        if again and thread.ticket is None:
            thread = await self._calls.find(thread) or thread
        if thread.ticket is None:
            return await self._calls.make(thread, heading, priority, note)
        changes = {"state": "open", "priority": priority, "owner_id": NOBODY}
        return await self._calls.change(thread, changes, note, again)

    async def _said(self, thread: Thread, key: str, text: str, again: bool) -> Thread:
        article = customer_article(key, text, thread.customer)
        return await self._calls.change(thread, {"state": "open"}, article, again)

    async def _erase(self, entry: Erased, thread: Thread, again: bool) -> None:
        """Delete the ticket; where our token may not, say so to the agents, and to who runs the gateway."""
        try:
            await self._calls.delete(thread)
        except Away as away:
            if not is_forbidden(away):
                raise
            note = note_article(entry.key, erased_note())
            await self._calls.change(thread, {"state": "closed"}, note, again)
            raise Refused("may not delete") from None
