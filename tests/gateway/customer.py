"""Talks to a gateway as a client would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.gateway.described_event import described


@dataclass
class Refusal(Exception):
    """The problem document of a refused request."""

    status: int
    problem: dict[str, Any]
    headers: dict[str, str]


@dataclass
class Customer:
    """One conversation at the gateway `address`."""

    session: aiohttp.ClientSession
    address: str
    token: str = ""
    id: str = ""

    async def begin(self, **body: Any) -> dict[str, Any]:
        begun = await self.ask("POST", "/v1/conversations", body)
        self.token, self.id = begun["token"], begun["conversation_id"]
        return begun

    async def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        return (await self.ask("POST", "/v1/messages", {"text": text, **more}))["messages"]

    async def press(self, button: str, **more: Any) -> list[dict[str, Any]]:
        return (await self.ask("POST", "/v1/messages", {"button": button, **more}))["messages"]

    async def read(self, after: str = "0") -> list[dict[str, Any]]:
        return (await self.ask("GET", f"/v1/messages?after={after}"))["messages"]

    async def erase(self) -> None:
        await self.ask("DELETE", "/v1/conversation")

    async def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """One request; raises `Refusal`. Bytes go out as they are."""
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        given = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            given["Authorization"] = f"Bearer {self.token}"
        given |= headers or {}
        async with self.session.request(method, self.address + path, data=data, headers=given) as response:
            text = await response.text()
            if response.status >= 400:
                assert response.content_type == "application/problem+json"
                raise Refusal(response.status, json.loads(text), dict(response.headers))
            return json.loads(text) if text and "json" in response.content_type else text

    def stream(self, after: str = "0", **more: Any) -> Any:
        """An open socket, as a context; the token goes as a browser sends it."""
        return self.session.ws_connect(
            f"{self.address}/v1/stream?after={after}", protocols=("breachline.v1", f"bearer.{self.token}"), **more
        )


async def next_messages(socket: aiohttp.ClientWebSocketResponse, count: int) -> list[dict[str, Any]]:
    """The next `count` messages that a socket pushes; other events are passed over."""
    messages: list[dict[str, Any]] = []
    while len(messages) < count:
        event = described(await socket.receive_json(timeout=20), "StreamEvent")
        if event["type"] == "message":
            messages.append(event["message"])
    return messages


async def next_event(socket: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    """The next event of this type."""
    while True:
        event = described(await socket.receive_json(timeout=20), "StreamEvent")
        if event["type"] == kind:
            return event
