"""Any helpdesk, by signed webhooks both ways: we post each entry as an event, and read events of the same form."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, cast, get_args

from bot.gateway.helpdesks.calls import Calls
from bot.gateway.helpdesks.fields import member, moment, shown_name, text
from bot.gateway.helpdesks.helpdesk import (
    Agent,
    CallBack,
    Cancelled,
    Closed,
    Ended,
    Entry,
    Erased,
    Event,
    Garbled,
    Line,
    Name,
    Reason,
    Replied,
    Report,
    Requested,
    Returned,
    Said,
    Taken,
    Thread,
)
from bot.gateway.helpdesks.signatures import breachline_signature, is_signed_by

SIGNATURE = "Breachline-Signature"
EVENT_ID = "Breachline-Event-Id"
MAX_ID = 200  # characters of an event's id
Told = Literal["reply", "taken", "returned", "closed"]


class Webhook:
    name: Name = "webhook"

    def __init__(self, calls: Calls, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._calls = calls
        self._secret = secret
        self._clock = clock

    async def deliver(self, entry: Entry, thread: Thread, again: bool) -> Thread:
        """Posted again after a doubtful try: the receiver knows the event by its id."""
        told = {"id": entry.key, "conversation": thread.reference, **_event(entry)}
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            EVENT_ID: entry.key,
            SIGNATURE: breachline_signature(self._secret, self._clock(), body),
        }
        await self._calls.send("POST", "", body, headers)
        return replace(thread, ticket=thread.reference)

    def is_authentic(self, headers: Mapping[str, str], body: bytes, now: float) -> bool:
        return is_signed_by(self._secret, headers.get(SIGNATURE, ""), body, now)

    def read(self, parsed: Mapping[str, Any]) -> Report | None:
        event, told, conversation = (text(parsed, name) for name in ("event", "id", "conversation"))
        if not conversation or not 0 < len(told) <= MAX_ID:
            raise Garbled
        return Report(
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
        case Said():
            return {"event": "message", "language": entry.language, "message": _line(entry.line)}
        case Cancelled():
            return {"event": "cancelled"}
        case Ended():
            return {"event": "ended", "closed": entry.closed}
        case CallBack():
            return {"event": "call_back", "language": entry.language, "text": entry.text, "phone": entry.phone}
        case Erased():
            return {"event": "erased"}


def _line(line: Line) -> dict[str, Any]:
    return {"from": line.sender, "text": line.text, "at": line.at}


def _read_event(event: str, told: str, parsed: Mapping[str, Any]) -> Event:
    agent = _agent(member(parsed, "agent"))
    if event not in get_args(Told):
        raise Garbled
    if event == "closed":
        reason = text(parsed, "reason") or "solved"
        if reason not in get_args(Reason):
            raise Garbled
        return Closed(agent, cast(Reason, reason))
    if event == "returned":
        return Returned(agent)
    if agent is None:
        raise Garbled
    if event == "taken":
        return Taken(agent)
    words = text(parsed, "text").strip()
    if not words:
        raise Garbled
    return Replied(agent, words, told)


def _agent(told: Mapping[str, Any]) -> Agent | None:
    if not told:
        return None
    agent, name = text(told, "id")[:64], shown_name(text(told, "name"))
    if not agent or not name:
        raise Garbled
    return Agent(f"webhook:{agent}", name)
