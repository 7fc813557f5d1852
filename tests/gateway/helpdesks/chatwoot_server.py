"""A Chatwoot of ours on a real socket: it enforces the published description, and answers and tells as Chatwoot does."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.gateway.helpdesks.signatures import signed_moment
from tests.gateway.helpdesks import chatwoot_description as described
from tests.gateway.helpdesks.described_body import described_body
from tests.gateway.helpdesks.faulty import Faults

ACCOUNT, INBOX, TOKEN, SECRET = 3, 7, "chatwoot-token-for-tests", "chatwoot-secret-for-tests"
TYPES = {"incoming": 0, "outgoing": 1}


class ChatwootServer:
    """`queue` holds the webhooks that it would send, oldest first: tests deliver them late, twice or in another order."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.refused: list[str] = []
        self.contacts: dict[int, dict[str, Any]] = {}
        self.conversations: dict[int, dict[str, Any]] = {}
        self.messages: list[dict[str, Any]] = []
        self.queue: list[dict[str, Any]] = []
        self.may_delete = True
        self.url = ""
        self._ids = itertools.count(100)
        self._clock = itertools.count(int(time.time() * 1000))
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application(middlewares=[self.faults.middleware, self._check])
        root = f"/api/v1/accounts/{ACCOUNT}"
        app.router.add_post(f"{root}/contacts", self._add_contact)
        app.router.add_get(f"{root}/contacts/search", self._search)
        app.router.add_get(root + "/contacts/{id:\\d+}/conversations", self._of_contact)
        app.router.add_delete(root + "/contacts/{id:\\d+}", self._delete)
        app.router.add_post(f"{root}/conversations", self._add_conversation)
        app.router.add_get(root + "/conversations/{id:\\d+}", self._show)
        app.router.add_post(root + "/conversations/{id:\\d+}/messages", self._add_message)
        app.router.add_get(root + "/conversations/{id:\\d+}/messages", self._list_messages)
        app.router.add_post(root + "/conversations/{id:\\d+}/toggle_status", self._toggle_status)
        app.router.add_post(root + "/conversations/{id:\\d+}/toggle_priority", self._toggle_priority)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    # What agents do.

    def reply(self, ticket: int, text: str, agent: int = 12, name: str = "Emma", **more: Any) -> dict[str, Any]:
        sender = {"id": agent, "name": name, "email": "emma@example.be", "type": "user"}
        return self._new_message(
            ticket, {"content": text, "message_type": "outgoing", "private": False, **more}, sender
        )

    def delete(self, reply: dict[str, Any]) -> dict[str, Any]:
        """An agent deletes a message: it stays, with other words."""
        words = {"content": "This message was deleted", "content_attributes": {"deleted": True}}
        return {**reply, **words, "event": "message_updated"}

    def assign(self, ticket: int, agent: int | None = 12, name: str = "Emma") -> dict[str, Any]:
        conversation = self.conversations[ticket]
        before = (conversation["meta"]["assignee"] or {}).get("id")
        conversation["meta"]["assignee"] = {"id": agent, "name": name, "type": "user"} if agent else None
        return self._changed(ticket, "conversation_updated", "assignee_id", before, agent)

    def set_status(self, ticket: int, status: str) -> dict[str, Any]:
        before, self.conversations[ticket]["status"] = self.conversations[ticket]["status"], status
        return self._changed(ticket, "conversation_status_changed", "status", before, status)

    def forget(self) -> None:
        """An agent deletes the conversations; their contacts stay."""
        self.conversations, self.messages = {}, []

    def said(self, ticket: int, *, private: bool = False) -> list[str]:
        """The contents of messages, or of private notes."""
        return [
            one["content"] for one in self.messages if one["conversation_id"] == ticket and one["private"] is private
        ]

    @property
    def ticket(self) -> int:
        """The only conversation."""
        (ticket,) = self.conversations
        return ticket

    # What the interface does.

    @web.middleware
    async def _check(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        if request.headers.get("api_access_token") != TOKEN:
            return web.json_response({"error": "Invalid Access Token"}, status=401)
        response: web.StreamResponse = await handler(request)
        return response

    async def _body(self, request: web.Request, schema: dict[str, Any]) -> dict[str, Any]:
        return await described_body(request, schema, self.refused, {"message": "invalid"})

    async def _add_contact(self, request: web.Request) -> web.Response:
        body = await self._body(request, described.CONTACT)
        if any(one["identifier"] == body["identifier"] for one in self.contacts.values()):
            return web.json_response({"message": "Identifier has already been taken"}, status=422)
        contact = {
            "id": next(self._ids),
            "name": body["name"],
            "identifier": body["identifier"],
            "custom_attributes": {},
        }
        self.contacts[contact["id"]] = contact
        inbox = {"source_id": f"made-up-{contact['id']}", "inbox": {"id": body["inbox_id"]}}
        return web.json_response(
            {"payload": {"contact": contact | {"contact_inboxes": [inbox]}, "contact_inbox": inbox}}
        )

    async def _search(self, request: web.Request) -> web.Response:
        wanted = request.query["q"]
        found = [one for one in self.contacts.values() if wanted in one["identifier"] or wanted in one["name"]]
        return web.json_response({"meta": {"count": len(found), "current_page": 1}, "payload": found[:15]})

    async def _of_contact(self, request: web.Request) -> web.Response:
        contact = int(request.match_info["id"])
        found = [one for one in self.conversations.values() if one["contact_id"] == contact]
        return web.json_response({"payload": found})

    async def _delete(self, request: web.Request) -> web.Response:
        if not self.may_delete:
            return web.json_response({"error": "You are not authorized to do this action"}, status=401)
        contact = int(request.match_info["id"])
        if self.contacts.pop(contact, None) is None:
            raise web.HTTPNotFound(text="{}", content_type="application/json")
        gone = {number for number, one in self.conversations.items() if one["contact_id"] == contact}
        self.conversations = {number: one for number, one in self.conversations.items() if number not in gone}
        self.messages = [one for one in self.messages if one["conversation_id"] not in gone]
        return web.Response()

    async def _add_conversation(self, request: web.Request) -> web.Response:
        body = await self._body(request, described.CONVERSATION)
        if body["inbox_id"] != INBOX or body["contact_id"] not in self.contacts:
            raise web.HTTPNotFound(text='{"error": "Resource could not be found"}', content_type="application/json")
        conversation = {
            "id": next(self._ids),
            "inbox_id": body["inbox_id"],
            "contact_id": body["contact_id"],
            "status": body.get("status", "open"),
            "priority": None,
            "custom_attributes": body.get("custom_attributes", {}),
            "meta": {"sender": {**self.contacts[body["contact_id"]], "type": "contact"}, "assignee": None},
            "updated_at": self._now(),
        }
        self.conversations[conversation["id"]] = conversation
        return web.json_response(conversation)

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response(self.conversations[self._known(request)])

    async def _add_message(self, request: web.Request) -> web.Response:
        body = await self._body(request, described.MESSAGE)
        ticket = self._known(request)
        if body.get("message_type") == "incoming":
            sender = {"id": self.conversations[ticket]["contact_id"], "name": "Customer", "type": "contact"}
            if self.conversations[ticket]["status"] in ("resolved", "snoozed"):
                self.queue.append(self.set_status(ticket, "open"))
        else:  # by whose token it is
            sender = {"id": 99, "name": "Breachline", "email": "bot@example.be", "type": "user"}
        event = self._new_message(ticket, body, sender)
        self.queue.append(event)
        return web.json_response(next(one for one in self.messages if one["id"] == event["id"]))

    async def _list_messages(self, request: web.Request) -> web.Response:
        ticket = self._known(request)
        before = int(request.query.get("before", 10**9))
        page = [one for one in self.messages if one["conversation_id"] == ticket and one["id"] < before][-20:]
        return web.json_response({"meta": {}, "payload": page})

    async def _toggle_status(self, request: web.Request) -> web.Response:
        body = await self._body(request, described.STATUS)
        ticket = self._known(request)
        if self.conversations[ticket]["status"] != body["status"]:
            self.queue.append(self.set_status(ticket, body["status"]))
        return web.json_response({"meta": {}, "payload": {"success": True, "current_status": body["status"]}})

    async def _toggle_priority(self, request: web.Request) -> web.Response:
        body = await self._body(request, described.PRIORITY)
        self.conversations[self._known(request)]["priority"] = body["priority"]
        return web.Response()

    def _known(self, request: web.Request) -> int:
        ticket = int(request.match_info["id"])
        if ticket not in self.conversations:
            raise web.HTTPNotFound(text='{"error": "Resource could not be found"}', content_type="application/json")
        return ticket

    def _new_message(self, ticket: int, body: dict[str, Any], sender: dict[str, Any]) -> dict[str, Any]:
        conversation = self.conversations[ticket]
        at = conversation["updated_at"] = self._now()
        message = {
            "id": next(self._ids),
            "content": body["content"],
            "conversation_id": ticket,
            "message_type": TYPES[body.get("message_type", "outgoing")],
            "private": body.get("private", False),
            "source_id": body.get("source_id"),
            "created_at": int(at),
        }
        self.messages.append(message)
        return {
            "event": "message_created",
            "account": {"id": ACCOUNT, "name": "Test"},
            "inbox": {"id": INBOX, "name": "API"},
            "conversation": dict(conversation),
            "sender": sender,
            **message,
            "message_type": body.get("message_type", "outgoing"),
            "content_attributes": {},
            "content_type": "text",
            "created_at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at)) + f".{int(at * 1000) % 1000:03d}Z",
        }

    def _changed(self, ticket: int, event: str, name: str, before: Any, now: Any) -> dict[str, Any]:
        conversation = self.conversations[ticket]
        conversation["updated_at"] = self._now()
        changes = [{name: {"previous_value": before, "current_value": now}}]
        return {**json.loads(json.dumps(conversation)), "event": event, "changed_attributes": changes}

    def _now(self) -> float:
        """Each moment a little later than the one before."""
        return next(self._clock) / 1000


def signed(event: dict[str, Any], secret: str = SECRET, at: float | None = None) -> tuple[bytes, dict[str, str]]:
    """A webhook as Chatwoot sends it: body and headers."""
    body = json.dumps(event).encode()
    moment = str(int(time.time() if at is None else at))
    headers = {
        "Content-Type": "application/json",
        "X-Chatwoot-Timestamp": moment,
        "X-Chatwoot-Signature": "sha256=" + signed_moment(secret, moment, body),
        "X-Chatwoot-Delivery": "3f9b5a52-0d7a-4b0e-8f7e-2f1f3a2b1c0d",
    }
    assert re.fullmatch(r"sha256=[0-9a-f]{64}", headers["X-Chatwoot-Signature"])
    return body, headers
