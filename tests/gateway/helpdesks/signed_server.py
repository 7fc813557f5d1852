"""A receiver of the generic webhook, as docs/helpdesks.md tells somebody to write one."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any

import jsonschema
from aiohttp import web

from tests.gateway.helpdesks.faulty import Faults

SECRET = "webhook-secret-for-tests"
LINE = {
    "type": "object",
    "required": ["from", "text", "at"],
    "properties": {
        "from": {"enum": ["customer", "bot", "agent"]},
        "text": {"type": "string"},
        "at": {"type": "number"},
    },
    "additionalProperties": False,
}
LANGUAGE = {"enum": ["fr", "nl", "en"]}
MEMBERS: dict[str, dict[str, Any]] = {
    "requested": {
        "language": LANGUAGE,
        "urgent": {"type": "boolean"},
        "topic": {"type": ["string", "null"]},
        "messages": {"type": "array", "items": LINE},
    },
    "message": {"language": LANGUAGE, "message": LINE},
    "cancelled": {},
    "ended": {"closed": {"type": "boolean"}},
    "call_back": {"language": LANGUAGE, "text": {"type": "string"}, "phone": {"type": "string"}},
    "erased": {},
}
ALWAYS = {
    "id": {"type": "string", "pattern": "^breachline-"},
    "event": {"enum": list(MEMBERS)},
    "conversation": {"type": "string", "pattern": "^[0-9a-f]{24}$"},
}


class SignedServer:
    """Keeps each event once, by its id."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.refused: list[str] = []
        self.events: dict[str, dict[str, Any]] = {}
        self.url = ""
        self._ids = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(middlewares=[self.faults.middleware])
        app.router.add_post("/hooks/breachline/", self._hear)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hooks/breachline/"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    def told(self) -> list[str]:
        return [event["event"] for event in self.events.values()]

    def says(self, event: str, **more: Any) -> dict[str, Any]:
        """An event about the first conversation that it was told of."""
        conversation = next(iter(self.events.values()))["conversation"]
        return {
            "id": f"event-{next(self._ids)}",
            "event": event,
            "conversation": conversation,
            "at": time.time(),
            **more,
        }

    async def _hear(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            moment, given = (part.split("=", 1)[1] for part in request.headers["Breachline-Signature"].split(","))
            expected = hmac.new(SECRET.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
            assert hmac.compare_digest(given, expected)
            assert abs(time.time() - int(moment)) < 300
            event = json.loads(body)
            properties = ALWAYS | MEMBERS[event["event"]]
            schema = {"type": "object", "required": list(properties), "properties": properties}
            jsonschema.validate(event, schema | {"additionalProperties": False})
            assert request.headers["Breachline-Event-Id"] == event["id"]
        except (AssertionError, KeyError, ValueError, jsonschema.ValidationError) as error:
            self.refused.append(str(error))
            return web.Response(status=422)
        self.events.setdefault(event["id"], event)
        return web.Response(status=204)


def signed(event: dict[str, Any], secret: str = SECRET, at: float | None = None) -> tuple[bytes, dict[str, str]]:
    """A webhook as a helpdesk sends it to us."""
    body = json.dumps(event).encode()
    moment = str(int(time.time() if at is None else at))
    mac = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return body, {"Content-Type": "application/json", "Breachline-Signature": f"t={moment},v1={mac}"}
