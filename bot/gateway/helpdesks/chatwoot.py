"""Chatwoot, by its API channel: the customer is a contact, the hand-off a conversation, the transcript a private note.

Each of our conversations has a contact and a conversation of its own there, so what was made by a try that seemed to
fail is found again: the contact by its identifier, a message by its `source_id`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.gateway.helpdesks.agent_texts import (
    call_back_note,
    cancelled_note,
    customer_name,
    erased_note,
    last_words,
    request_note,
    said_by,
)
from bot.gateway.helpdesks.calls import Calls, is_forbidden
from bot.gateway.helpdesks.chatwoot_calls import ChatwootCalls
from bot.gateway.helpdesks.chatwoot_webhooks import read_chatwoot
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
from bot.gateway.helpdesks.signatures import is_fresh, is_same, signed_moment
from bot.language import Language


class Chatwoot:
    name: Name = "chatwoot"

    def __init__(self, calls: Calls, account: int, inbox: int, secret: str) -> None:
        self._calls = ChatwootCalls(calls, account, inbox)
        self._account = account
        self._inbox = inbox
        self._secret = secret

    async def deliver(self, entry: Entry, thread: Thread, again: bool) -> Thread:
        match entry:
            case Requested():
                return await self._request(entry, thread, again)
            case CallBack():
                thread = await self._opened(thread, entry.language, {}, again)
                await self._calls.write(_ticket(thread), entry.key, entry.text, again)
                await self._calls.note(_ticket(thread), f"{entry.key}-note", call_back_note(entry), again)
                return await self._changed(thread)
        if thread.ticket is None:
            return thread  # what never came there needs nothing more
        match entry:
            case Said() if entry.line.sender == "customer":
                await self._calls.write(thread.ticket, entry.key, entry.line.text, again)
                return await self._changed(thread)
            case Said():
                await self._calls.note(thread.ticket, entry.key, said_by(entry.line, entry.language), again)
            case Cancelled():
                await self._calls.note(thread.ticket, entry.key, cancelled_note(entry.language), again)
                await self._calls.set_status(thread.ticket, "resolved")
                return await self._changed(thread)
            case Ended() if entry.closed:
                await self._calls.set_status(thread.ticket, "resolved")
                return await self._changed(thread)
            case Erased():
                await self._erase(entry, thread, again)
        return thread

    def is_authentic(self, headers: Mapping[str, str], body: bytes, now: float) -> bool:
        moment = headers.get("X-Chatwoot-Timestamp", "")
        if not is_fresh(moment, now):
            return False
        expected = "sha256=" + signed_moment(self._secret, moment, body)
        return is_same(headers.get("X-Chatwoot-Signature", ""), expected)

    def read(self, parsed: Mapping[str, Any]) -> Report | None:
        return read_chatwoot(parsed, self._account, self._inbox)

    async def _request(self, entry: Requested, thread: Thread, again: bool) -> Thread:
        was_there = thread.ticket is not None
        attributes = {"breachline_language": entry.language, "breachline_topic": entry.topic or ""}
        thread = await self._opened(thread, entry.language, attributes, again)
        ticket = _ticket(thread)
        await self._calls.note(ticket, f"{entry.key}-note", request_note(entry), again)
        if entry.urgent:
            await self._calls.set_priority(ticket, "urgent")
        if words := last_words(entry.lines):
            await self._calls.write(ticket, entry.key, words, again)
        if was_there and (await self._calls.conversation(ticket)).get("status") != "open":
            await self._calls.set_status(ticket, "open")
        return await self._changed(thread) if was_there else thread

    async def _opened(self, thread: Thread, language: Language, attributes: dict[str, str], again: bool) -> Thread:
        """The thread with a conversation there, made when there is none."""
        if again and thread.ticket is None:
            thread = await self._calls.find(thread) or thread
        if thread.ticket:
            return thread
        if thread.customer is None:
            name = customer_name(thread.reference, language)
            try:
                thread = replace(thread, customer=await self._calls.make_contact(thread.reference, name))
            except Refused:
                # The identifier is taken: by us, in a try that seemed to fail.
                found = await self._calls.find(thread)
                if found is None:
                    raise
                thread = found
        if thread.ticket:
            return thread
        return replace(thread, ticket=await self._calls.make_conversation(thread, attributes))

    async def _changed(self, thread: Thread) -> Thread:
        """The thread, with the moment of the change that we just made."""
        at = (await self._calls.conversation(_ticket(thread))).get("updated_at")
        return replace(thread, changed_at=float(at)) if isinstance(at, int | float) else thread

    async def _erase(self, entry: Erased, thread: Thread, again: bool) -> None:
        """Delete what is there; where our token may not, say so to the agents, and to who runs the gateway."""
        try:
            await self._calls.delete(thread)
        except Away as away:
            if not is_forbidden(away):
                raise
            await self._calls.note(_ticket(thread), entry.key, erased_note(), again)
            raise Refused("may not delete") from None


def _ticket(thread: Thread) -> str:
    assert thread.ticket, "it was opened before"
    return thread.ticket
