"""Works at the desk as the agents' page would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
from yarl import URL

from tests.gateway.customer import Refusal

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
