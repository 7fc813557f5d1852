"""Chatwoot, by its API channel: the customer is a contact, the hand-off a conversation, the transcript a private note.

Each of our conversations has a contact and a conversation of its own there. So what was created by an attempt that
seemed to fail is found again: the contact by its identifier, a message by its `source_id`.
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
from bot.gateway.helpdesks.chatwoot.api import ChatwootApi
from bot.gateway.helpdesks.chatwoot.webhooks import read_chatwoot
from bot.gateway.helpdesks.client import HelpdeskClient, is_forbidden
from bot.gateway.helpdesks.helpdesk import (
    CallBack,
    Cancelled,
    Ended,
    Entry,
    Erased,
    MessageAdded,
    PermanentFailure,
    Requested,
    TemporaryFailure,
    TicketRef,
    WebhookReport,
)
from bot.gateway.helpdesks.settings import ApiSettings, number, read_access
from bot.gateway.helpdesks.signatures import is_fresh, is_same, signed_moment
from bot.language import Language


class ChatwootSettings(ApiSettings):
    account: int = number("ACCOUNT", "the account's number, as in /app/accounts/1")
    inbox: int = number("INBOX", "the API inbox's number, as in /settings/inboxes/1")


def build(access: Mapping[str, str]) -> Chatwoot:
    """Raises `SettingsError`."""
    settings = read_access(ChatwootSettings, Chatwoot.name, access)
    client = HelpdeskClient(settings.url.rstrip("/"), {"api_access_token": settings.token})
    return Chatwoot(client, account=settings.account, inbox=settings.inbox, secret=settings.secret)


class Chatwoot:
    name = "chatwoot"
    is_only_ours = False

    def __init__(self, client: HelpdeskClient, account: int, inbox: int, secret: str) -> None:
        self._api = ChatwootApi(client, account, inbox)
        self._account = account
        self._inbox = inbox
        self._secret = secret

    async def deliver(self, entry: Entry, ref: TicketRef, again: bool) -> TicketRef:
        match entry:
            case Requested():
                return await self._request(entry, ref, again)
            case CallBack():
                ref = await self._opened(ref, entry.language, {}, again)
                await self._api.write(_ticket(ref), entry.key, entry.text, again)
                await self._api.note(_ticket(ref), f"{entry.key}-note", call_back_note(entry), again)
                return await self._changed(ref)
        if ref.ticket is None:
            return ref  # what never came there needs nothing more
        match entry:
            case MessageAdded() if entry.line.sender == "customer":
                await self._api.write(ref.ticket, entry.key, entry.line.text, again)
                return await self._changed(ref)
            case MessageAdded():
                await self._api.note(ref.ticket, entry.key, said_by(entry.line, entry.language), again)
            case Cancelled():
                await self._api.note(ref.ticket, entry.key, cancelled_note(entry.language), again)
                await self._api.set_status(ref.ticket, "resolved")
                return await self._changed(ref)
            case Ended() if entry.closed:
                await self._api.set_status(ref.ticket, "resolved")
                return await self._changed(ref)
            case Erased():
                await self._erase(entry, ref, again)
        return ref

    async def close(self) -> None:
        await self._api.close()

    def is_authentic(self, headers: Mapping[str, str], body: bytes, now: float) -> bool:
        moment = headers.get("X-Chatwoot-Timestamp", "")
        if not is_fresh(moment, now):
            return False
        expected = "sha256=" + signed_moment(self._secret, moment, body)
        return is_same(headers.get("X-Chatwoot-Signature", ""), expected)

    def read(self, parsed: Mapping[str, Any]) -> WebhookReport | None:
        return read_chatwoot(parsed, self._account, self._inbox)

    async def _request(self, entry: Requested, ref: TicketRef, again: bool) -> TicketRef:
        was_there = ref.ticket is not None
        attributes = {"breachline_language": entry.language, "breachline_topic": entry.topic or ""}
        ref = await self._opened(ref, entry.language, attributes, again)
        ticket = _ticket(ref)
        await self._api.note(ticket, f"{entry.key}-note", request_note(entry), again)
        if entry.urgent:
            await self._api.set_priority(ticket, "urgent")
        if words := last_words(entry.lines):
            await self._api.write(ticket, entry.key, words, again)
        if was_there and (await self._api.conversation(ticket)).get("status") != "open":
            await self._api.set_status(ticket, "open")
        return await self._changed(ref) if was_there else ref

    async def _opened(self, ref: TicketRef, language: Language, attributes: dict[str, str], again: bool) -> TicketRef:
        """The reference, with a conversation there; it is created if there is none."""
        if again and ref.ticket is None:
            ref = await self._api.find(ref) or ref
        if ref.ticket:
            return ref
        if ref.customer is None:
            name = customer_name(ref.reference, language)
            try:
                ref = replace(ref, customer=await self._api.make_contact(ref.reference, name))
            except PermanentFailure:
                # The identifier is taken: by us, in a try that seemed to fail.
                found = await self._api.find(ref)
                if found is None:
                    raise
                ref = found
        if ref.ticket:
            return ref
        return replace(ref, ticket=await self._api.make_conversation(ref, attributes))

    async def _changed(self, ref: TicketRef) -> TicketRef:
        """The reference, with the time of the change that we just made."""
        at = (await self._api.conversation(_ticket(ref))).get("updated_at")
        return replace(ref, changed_at=float(at)) if isinstance(at, int | float) else ref

    async def _erase(self, entry: Erased, ref: TicketRef, again: bool) -> None:
        """Delete what is there; where our token may not, tell the agents, and the operator."""
        try:
            await self._api.delete(ref)
        except TemporaryFailure as away:
            if not is_forbidden(away):
                raise
            await self._api.note(_ticket(ref), entry.key, erased_note(), again)
            raise PermanentFailure("may not delete") from None


def _ticket(ref: TicketRef) -> str:
    assert ref.ticket, "it was opened before"
    return ref.ticket
