"""Works at the desk as the agents' page would."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
from yarl import URL

from tests.gateway.customer import Refusal
from tests.gateway.described_event import described

PASSWORD = "un parapluie vert"


@dataclass
class DeskAgent:
    """One browser of an agent at the gateway `address`, with its own cookies."""

    address: str
    name: str
    password: str = PASSWORD
    id: str = ""
    browser: aiohttp.ClientSession = field(
        default_factory=lambda: aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
    )

    async def sign_in(self) -> dict[str, Any]:
        signed_in = await self.ask("POST", "/v1/desk/session", {"name": self.name, "password": self.password})
        self.id = signed_in["agent"]["id"]
        return signed_in["agent"]

    async def come(self) -> aiohttp.ClientWebSocketResponse:
        """Open the desk and say that conversations may come."""
        await self.ask("PUT", "/v1/desk/presence", {"presence": "online"})
        return await self.open()

    async def open(self, origin: str | None = None) -> aiohttp.ClientWebSocketResponse:
        """Open the desk: its stream, on which the board has come."""
        socket = await self.connect(origin)
        await board_where(socket, lambda board: True)
        return socket

    async def connect(self, origin: str | None = None) -> aiohttp.ClientWebSocketResponse:
        """The desk's stream, of which nothing was read yet."""
        return await self.browser.ws_connect(
            f"{self.address}/v1/desk/stream", origin=origin or self.address, max_msg_size=0
        )

    async def act(self, conversation_id: str, what: str, body: Any = None) -> Any:
        return await self.ask("POST", f"/v1/desk/conversations/{conversation_id}/{what}", body or {})

    async def read(self, conversation_id: str) -> dict[str, Any]:
        shown: dict[str, Any] = await self.ask("GET", f"/v1/desk/conversations/{conversation_id}")
        return shown

    async def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """One request as the page makes it; raises `Refusal`. A header that is empty is left out."""
        given = {"Origin": self.address, "X-Breachline-Desk": "1", "Content-Type": "application/json"}
        given = {name: value for name, value in (given | (headers or {})).items() if value}
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        async with self.browser.request(
            method, self.address + path, data=data, headers=given, allow_redirects=False
        ) as response:
            text = await response.text()
            if response.status >= 400:
                assert response.content_type == "application/problem+json", text
                raise Refusal(response.status, json.loads(text), dict(response.headers))
            return json.loads(text) if text and "json" in response.content_type else text

    def cookie(self) -> str | None:
        """The token of the session that the browser has."""
        return next((morsel.value for morsel in self.browser.cookie_jar if morsel.key == "breachline_desk"), None)

    def carry(self, token: str) -> None:
        """Put a session's token into the browser."""
        cookie: SimpleCookie = SimpleCookie({"breachline_desk": token})
        cookie["breachline_desk"]["path"] = "/v1/desk"
        self.browser.cookie_jar.update_cookies(cookie, URL(self.address))


async def board_where(
    socket: aiohttp.ClientWebSocketResponse, true: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """The next board of which this is true; all else is passed over."""
    async with asyncio.timeout(20):
        while True:
            event = described(await socket.receive_json(), "DeskEvent")
            if event["type"] == "board" and true(event["board"]):
                board: dict[str, Any] = event["board"]
                return board


async def event_of(socket: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    """The next event of this type."""
    async with asyncio.timeout(20):
        while True:
            event = described(await socket.receive_json(), "DeskEvent")
            if event["type"] == kind:
                return event


async def close_code_of(socket: aiohttp.ClientWebSocketResponse) -> int:
    """The code with which the gateway hangs up."""
    async with asyncio.timeout(20):
        while True:
            message = await socket.receive()
            if message.type is aiohttp.WSMsgType.CLOSE:
                return int(message.data)
            assert message.type is aiohttp.WSMsgType.TEXT, message.type
