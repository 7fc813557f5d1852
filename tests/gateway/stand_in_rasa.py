"""A real HTTP server in Rasa's place, for what Rasa cannot be asked to do: be slow, go away, answer nonsense."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

NONSENSE: dict[str, Any] = {
    "no JSON": web.Response(text="<html>Bad gateway</html>"),
    "an error page": web.Response(status=500, text="{}"),
    "no list": {},
    "an empty list": [],
    "no object": [7],
    "no text": [{"recipient_id": "x"}],
    "an empty text": [{"text": " "}],
    "a text that is a number": [{"text": 7}],
    "buttons that are none": [{"text": "x", "buttons": [{"title": "a"}]}],
    "a custom that is a list": [{"text": "x", "custom": [1]}],
    "links that are none": [{"text": "x", "custom": {"links": ["tel:1"]}}],
    "a thousand answers": [{"text": "x"}] * 1000,
    "half a surrogate": web.Response(text='[{"text": "\\ud800"}]', content_type="application/json"),
    "deep nesting": web.Response(text="[" * 100_000, content_type="application/json"),
}


class StandInRasa:
    """Answers each message with its text, how and when the test says."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.asked = asyncio.Event()  # set by each message
        self.delay = 0.0
        self.answer: Any = None  # instead of an echo
        self.custom: dict[str, Any] = {}
        self.buttons: list[dict[str, str]] = []
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen; after `stop`, on the same port again."""
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self._message)
        app.router.add_get("/webhooks/rest/", self._health)
        app.router.add_get("/health", self._health)  # the actions' address
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def texts(self) -> list[str]:
        return [body["message"] for body in self.received]

    def custom_for(self, text: str) -> dict[str, Any]:
        """What goes with the answer to `text`."""
        return self.custom

    async def _message(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.received.append(body)
        self.asked.set()
        await asyncio.sleep(self.delay)
        if isinstance(self.answer, web.Response):
            return web.Response(status=self.answer.status, text=self.answer.text, content_type=self.answer.content_type)
        if self.answer is not None:
            return web.json_response(self.answer)
        custom = {"topic": "echo", "language": body["metadata"]["language"], **self.custom_for(body["message"])}
        return web.json_response([{"text": f"You said: {body['message']}", "custom": custom, "buttons": self.buttons}])

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})


async def serve(port: int) -> None:
    """In a process of its own, until it is stopped."""
    stand_in = StandInRasa()
    stand_in.port = port
    await stand_in.start()
    await asyncio.Event().wait()
