"""Zammad, by its REST interface: the hand-off is a ticket, what is said an article, the transcript an internal note.

The customer has an address to which nobody can write. Zammad stores no idempotency key with an article, so the
article's subject serves as one; a ticket created by an attempt that seemed to fail is found by its title.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from bot.gateway.helpdesks.agent_texts import (
    call_back_note,
    cancelled_note,
    erased_note,
    last_words,
    request_note,
    said_by,
    title,
)
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
from bot.gateway.helpdesks.settings import ApiSettings, read_access
from bot.gateway.helpdesks.signatures import is_same, signed_sha1
from bot.gateway.helpdesks.zammad.api import NOBODY, ZammadApi, customer_article, note_article
from bot.gateway.helpdesks.zammad.webhooks import read_zammad
from bot.gateway.settings import HELPDESK_PREFIX


class ZammadSettings(ApiSettings):
    group: str = Field(env=f"{HELPDESK_PREFIX}GROUP", description="the name of the group that gets tickets")


def build(access: Mapping[str, str]) -> Zammad:
    """Raises `SettingsError`."""
    settings = read_access(ZammadSettings, Zammad.name, access)
    client = HelpdeskClient(settings.url.rstrip("/"), {"Authorization": f"Token token={settings.token}"})
    return Zammad(client, group=settings.group, secret=settings.secret)


class Zammad:
    name = "zammad"
    is_only_ours = False

    def __init__(self, client: HelpdeskClient, group: str, secret: str) -> None:
        self._api = ZammadApi(client, group)
        self._secret = secret

    async def deliver(self, entry: Entry, ref: TicketRef, again: bool) -> TicketRef:
        match entry:
            case Requested():
                heading = title(ref.reference, entry.language, entry.urgent)
                note = note_article(f"{entry.key}-note", request_note(entry))
                ref = await self._opened(ref, heading, note, entry.urgent, again)
                if words := last_words(entry.lines):
                    return await self._said(ref, entry.key, words, again)
                return ref
            case CallBack():
                heading = title(ref.reference, entry.language)
                note = note_article(f"{entry.key}-note", call_back_note(entry))
                ref = await self._opened(ref, heading, note, False, again)
                return await self._said(ref, entry.key, entry.text, again)
        if ref.ticket is None:
            return ref  # what never came there needs nothing more
        match entry:
            case MessageAdded() if entry.line.sender == "customer":
                return await self._said(ref, entry.key, entry.line.text, again)
            case MessageAdded():
                note = note_article(entry.key, said_by(entry.line, entry.language))
                return await self._api.change(ref, {}, note, again)
            case Cancelled():
                note = note_article(entry.key, cancelled_note(entry.language))
                return await self._api.change(ref, {"state": "closed"}, note, again)
            case Ended() if entry.closed:
                return await self._api.change(ref, {"state": "closed"}, None, again)
            case Erased():
                await self._erase(entry, ref, again)
        return ref

    async def close(self) -> None:
        await self._api.close()

    def is_authentic(self, headers: Mapping[str, str], body: bytes, now: float) -> bool:
        """Zammad signs no time, so an old webhook stays valid: `WebhookReports` applies nothing twice."""
        return is_same(headers.get("X-Hub-Signature", ""), signed_sha1(self._secret, body))

    def read(self, parsed: Mapping[str, Any]) -> WebhookReport | None:
        return read_zammad(parsed)

    async def _opened(self, ref: TicketRef, heading: str, note: dict[str, Any], urgent: bool, again: bool) -> TicketRef:
        """A new ticket with the note, or the old one, reopened and without an owner."""
        priority = "3 high" if urgent else "2 normal"
        if again and ref.ticket is None:
            ref = await self._api.find(ref) or ref
        if ref.ticket is None:
            return await self._api.make(ref, heading, priority, note)
        changes = {"state": "open", "priority": priority, "owner_id": NOBODY}
        return await self._api.change(ref, changes, note, again)

    async def _said(self, ref: TicketRef, key: str, text: str, again: bool) -> TicketRef:
        article = customer_article(key, text, ref.customer)
        return await self._api.change(ref, {"state": "open"}, article, again)

    async def _erase(self, entry: Erased, ref: TicketRef, again: bool) -> None:
        """Delete the ticket; where our token may not, tell the agents, and the operator."""
        try:
            await self._api.delete(ref)
        except TemporaryFailure as away:
            if not is_forbidden(away):
                raise
            note = note_article(entry.key, erased_note())
            await self._api.change(ref, {"state": "closed"}, note, again)
            raise PermanentFailure("may not delete") from None
