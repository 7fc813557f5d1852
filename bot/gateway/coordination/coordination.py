"""What gateways share beside the store: by Redis where it is set, else this gateway is the only one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

from aiohttp import web

from bot.gateway.background import Job
from bot.gateway.http.rate_limits import TokenBuckets
from bot.gateway.notifier import NoRelay, Relay
from bot.gateway.settings import Rate


class Coordination:
    """Of a gateway that is the only one: everything is in its memory."""

    shares = False  # with other gateways

    def __init__(self) -> None:
        self.relay: Relay = NoRelay()

    def jobs(self) -> list[Job]:
        """What hears of other gateways, and tells them."""
        return []

    def buckets(self, name: str, rate: Rate) -> TokenBuckets:
        """The buckets called `name`."""
        return TokenBuckets(rate)

    @property
    def state(self) -> Literal["ok", "no answer"] | None:
        """Whether Redis answers; null where none is set."""
        return None

    async def lifetime(self, app: web.Application) -> AsyncIterator[None]:
        """A context of the application, around its jobs."""
        yield


def coordinate(redis_url: str, gateway_id: str, secret: str) -> Coordination:
    """By Redis at `redis_url`, or alone when that is empty. `secret` is the same at all gateways."""
    if not redis_url:
        return Coordination()
    from bot.gateway.coordination.by_redis import RedisCoordination  # noqa: PLC0415 - who has none needs no client

    return RedisCoordination(redis_url, gateway_id, secret)
