"""Liveness, readiness, and the state of each part that the gateway needs.

The gateway is ready as long as the store can be written to: without Rasa or the actions it still keeps what customers
write, apologises with the hotline, and lets agents answer, so a proxy must keep sending requests.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus

import aiohttp
from aiohttp import web

from bot.gateway.db.database import DatabaseError

PATIENCE = 2.0  # seconds for each part
FRESH = 1.0  # seconds that a finding is told again, so that asking costs the parts nothing
WAITING = ("no model", "warming up")


class Health:
    """`ping` writes something to the store, and raises `DatabaseError` when there is none.

    `redis` gives the state of Redis, or null where none is set: without it customers are served, only less promptly.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        rasa: str,
        actions: str,
        ping: Callable[[], Awaitable[None]],
        redis: Callable[[], str | None],
    ) -> None:
        self._session = session
        self._rasa = rasa
        self._actions = actions
        self._ping = ping
        self._redis = redis
        self._found: tuple[float, dict[str, str]] = (-FRESH, {})
        self._looking = asyncio.Lock()

    async def live(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def parts(self) -> dict[str, str]:
        """How each part is: "ok", or what is wrong with it."""
        async with self._looking:
            if time.monotonic() - self._found[0] >= FRESH:
                self._found = (time.monotonic(), await self._look())
        return self._found[1]

    async def ready(self, request: web.Request) -> web.Response:
        parts = await self.parts()
        if parts["store"] != "ok":
            return web.json_response({"status": "not ready", "parts": parts}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        whole = all(parts[part] == "ok" for part in ("rasa", "actions"))
        return web.json_response({"status": "ready" if whole else "apologising", "parts": parts})

    async def _look(self) -> dict[str, str]:
        rasa, actions, store = await asyncio.gather(
            self._answer_of_one(f"{address}/webhooks/rest/" for address in self._rasa.split(",")),
            self._answer_of(f"{self._actions}/health"),
            self._answer_of_store(),
        )
        redis = self._redis()
        return {"rasa": rasa, "actions": actions, "store": store, **({"redis": redis} if redis else {})}

    async def _answer_of_one(self, urls: Iterable[str]) -> str:
        """ "ok" if one of several is; else how the first one is."""
        found = await asyncio.gather(*map(self._answer_of, urls))
        return "ok" if "ok" in found else found[0]

    async def _answer_of(self, url: str) -> str:
        try:
            async with asyncio.timeout(PATIENCE), self._session.get(url) as response:
                if response.status == HTTPStatus.OK:
                    return "ok"
                # Our channel in Rasa says what it waits for; anything else that answers there is not it.
                status = (await response.json()).get("status")
        except (TimeoutError, aiohttp.ClientError):
            return "no answer"
        except (ValueError, AttributeError):
            return "failing"
        return status if status in WAITING else "failing"

    async def _answer_of_store(self) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ping()
        except (TimeoutError, DatabaseError):
            return "no answer"
        return "ok"
