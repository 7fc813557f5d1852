"""Faults that a helpdesk of ours makes when a test asks for them, before or after it did what it was asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Literal

from aiohttp import web
from aiohttp.typedefs import Handler

Fault = Literal["reset", "reset after", "slow", "500", "429", "401", "redirect", "html", "endless", "refuse"]


class Faults:
    """The next requests go wrong, each in the way that stands next; `down` makes all of them go wrong."""

    def __init__(self) -> None:
        self.next: deque[Fault | None] = deque()
        self.down: Fault | None = None
        self.made = 0

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = self.down or (self.next.popleft() if self.next else None)
        if fault is None:
            return await handler(request)
        self.made += 1
        if fault == "reset after":
            await handler(request)
        if fault in ("reset", "reset after"):
            assert request.transport
            request.transport.abort()
            return web.Response()
        if fault == "slow":
            await asyncio.sleep(60)
        if fault == "redirect":
            return web.Response(status=302, headers={"Location": "/elsewhere"})
        if fault == "html":
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html")
        if fault == "endless":
            return web.Response(text="[" + "1," * 2**20 + "1]", content_type="application/json")
        status = 422 if fault == "refuse" else int(fault) if fault.isdigit() else 500
        headers = {"Retry-After": "7"} if fault == "429" else {}
        return web.json_response({"error": "told to"}, status=status, headers=headers)
