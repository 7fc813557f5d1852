"""Any helpdesk, by signed webhooks both ways: we post each entry as an event, and read events of the same form."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, cast, get_args

from bot.gateway.handoff.model import ClosingReason
from bot.gateway.helpdesks.client import HelpdeskClient
from bot.gateway.helpdesks.fields import member, moment, shown_name, text
from bot.gateway.helpdesks.helpdesk import (
    CallBack,
    Cancelled,
    Closed,
    Ended,
    Entry,
    Erased,
    Event,
    HelpdeskAgent,
    MessageAdded,
    Replied,
    Requested,
    Returned,
    Taken,
    TicketRef,
    TranscriptLine,
    UnreadableWebhook,
    WebhookReport,
)
from bot.gateway.helpdesks.settings import HelpdeskSettings, read_access
from bot.gateway.helpdesks.signatures import breachline_signature, is_signed_by

SIGNATURE = "Breachline-Signature"
EVENT_ID = "Breachline-Event-Id"
MAX_ID = 200  # characters of an event's id
Told = Literal["reply", "taken", "returned", "closed"]


def build(access: Mapping[str, str]) -> Webhook:
    """Raises `SettingsError`."""
    settings = read_access(HelpdeskSettings, Webhook.name, access)
    return Webhook(HelpdeskClient(settings.url, {}), settings.secret)


class Webhook:
    name = "webhook"
    is_only_ours = True

    def __init__(self, client: HelpdeskClient, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._secret = secret
        self._clock = clock

    async def deliver(self, entry: Entry, ref: TicketRef, again: bool) -> TicketRef:
        """Post the entry as an event. It may be posted twice: the receiver recognises it by its id."""
        told = {"id": entry.key, "conversation": ref.reference, **_event(entry)}
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            EVENT_ID: entry.key,
            SIGNATURE: breachline_signature(self._secret, self._clock(), body),
        }
        await self._client.send("POST", "", body, headers)
        return replace(ref, ticket=ref.reference)

    async def close(self) -> None:
        await self._client.close()

    def is_authentic(self, headers: Mapping[str, str], body: bytes, now: float) -> bool:
        return is_signed_by(self._secret, headers.get(SIGNATURE, ""), body, now)

    def read(self, parsed: Mapping[str, Any]) -> WebhookReport | None:
        event, told, conversation = (text(parsed, name) for name in ("event", "id", "conversation"))
        if not conversation or not 0 < len(told) <= MAX_ID:
            raise UnreadableWebhook
        return WebhookReport(
            id=told,
            at=moment(parsed.get("at")),
            events=(_read_event(event, told, parsed),),
            reference=conversation,
        )


def _event(entry: Entry) -> dict[str, Any]:
    match entry:
        case Requested():
            return {
                "event": "requested",
                "language": entry.language,
                "urgent": entry.urgent,
                "topic": entry.topic,
                "messages": [_line(line) for line in entry.lines],
            }
        case MessageAdded():
            return {"event": "message", "language": entry.language, "message": _line(entry.line)}
        case Cancelled():
            return {"event": "cancelled"}
        case Ended():
            return {"event": "ended", "closed": entry.closed}
        case CallBack():
            return {"event": "call_back", "language": entry.language, "text": entry.text, "phone": entry.phone}
        case Erased():
            return {"event": "erased"}


def _line(line: TranscriptLine) -> dict[str, Any]:
    return {"from": line.sender, "text": line.text, "at": line.at}


def _read_event(event: str, told: str, parsed: Mapping[str, Any]) -> Event:
    agent = _agent(member(parsed, "agent"))
    if event not in get_args(Told):
        raise UnreadableWebhook
    if event == "closed":
        reason = text(parsed, "reason") or "solved"
        if reason not in get_args(ClosingReason):
            raise UnreadableWebhook
        return Closed(agent, cast(ClosingReason, reason))
    if event == "returned":
        return Returned(agent)
    if agent is None:
        raise UnreadableWebhook
    if event == "taken":
        return Taken(agent)
    words = text(parsed, "text").strip()
    if not words:
        raise UnreadableWebhook
    return Replied(agent, words, told)


def _agent(told: Mapping[str, Any]) -> HelpdeskAgent | None:
    if not told:
        return None
    agent, name = text(told, "id")[:64], shown_name(text(told, "name"))
    if not agent or not name:
        raise UnreadableWebhook
    return HelpdeskAgent(f"webhook:{agent}", name)
