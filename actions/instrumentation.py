"""The time of each action, and which request it belongs to, by the hook that the action server has for it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import cache

import pluggy
from prometheus_client import Counter, Histogram
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.observability import traces
from bot.observability.request import serving

SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
WEBHOOK = "/webhook"
hook = pluggy.HookimplMarker("rasa_sdk")


class Instrumentation:
    """A plugin of the action server."""

    @hook
    def attach_sanic_app_extensions(self, app: Sanic) -> None:
        _failures()  # so that it reads 0 while there was none
        app.register_middleware(_begin, "request")
        app.register_middleware(_end, "response")


async def _begin(request: Request) -> None:
    if request.path == WEBHOOK:
        stack = ExitStack()
        stack.enter_context(serving(f"POST {WEBHOOK}", request.headers))
        request.ctx.serving = (stack, time.perf_counter())


async def _end(request: Request, response: HTTPResponse) -> None:
    if not hasattr(request.ctx, "serving"):
        return
    stack, began = request.ctx.serving
    with stack:
        # Of the action server's answers, only those of actions that ran: no other name becomes a label.
        if response.status == 200:
            name = request.json["next_action"]
            traces.set_attributes({"breachline.action": name})
            _seconds().labels(name).observe(time.perf_counter() - began)
        else:
            _failures().inc()


@cache
def _seconds() -> Histogram:
    return Histogram("breachline_action_seconds", "What each action takes", ["action"], buckets=SECONDS)


@cache
def _failures() -> Counter:
    return Counter("breachline_action_failures", "Calls of actions that failed")
