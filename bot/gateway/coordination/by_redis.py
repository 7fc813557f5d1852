"""What gateways share by Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

from aiohttp import web

from bot.gateway.background import Job
from bot.gateway.coordination.coordination import Coordination
from bot.gateway.coordination.rates import SharedBuckets
from bot.gateway.coordination.redis_client import RedisClient
from bot.gateway.coordination.relay import RedisRelay
from bot.gateway.http.rate_limits import TokenBuckets
from bot.gateway.settings import Rate


class RedisCoordination(Coordination):
    shares = True

    def __init__(self, url: str, gateway_id: str, secret: str) -> None:
        self._redis = RedisClient(url)
        self._relay = RedisRelay(self._redis, gateway_id)
        self._secret = secret
        self.relay = self._relay

    def jobs(self) -> list[Job]:
        return self._relay.jobs()

    def buckets(self, name: str, rate: Rate) -> TokenBuckets:
        return SharedBuckets(self._redis, name, rate, self._secret)

    @property
    def state(self) -> Literal["ok", "no answer"]:
        return "ok" if self._relay.is_up else "no answer"

    async def lifetime(self, app: web.Application) -> AsyncIterator[None]:
        yield
        await self._redis.close()
