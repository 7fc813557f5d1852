"""Rate limits that all gateways share: token buckets in Redis, behind each gateway's own."""

from __future__ import annotations

import hashlib

from redis.asyncio import Redis

from bot.gateway.coordination.redis_client import RedisAway, RedisClient
from bot.gateway.errors import TooMany
from bot.gateway.http.rate_limits import TokenBuckets
from bot.gateway.settings import Rate

# Takes a token by Redis' own clock; the answer is the seconds until there is one, 0 when one was taken. A bucket that
# is full again is forgotten.
TAKE = """
local burst, per_second = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local level = burst
if kept[1] then
  level = math.min(burst, kept[1] + math.max(0, now - kept[2]) * per_second)
end
local wait = 0
if level >= 1 then
  level = level - 1
else
  wait = (1 - level) / per_second
end
redis.call('HSET', KEYS[1], 'level', tostring(level), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - level) / per_second * 1000) + 1)
return tostring(wait)
"""


class SharedBuckets(TokenBuckets):
    """Buckets called `name` of all gateways; of this one only, while Redis is away.

    Keys are addresses of customers: Redis gets a hash of them that only holders of `secret` can make.
    """

    def __init__(self, redis: RedisClient, name: str, rate: Rate, secret: str) -> None:
        super().__init__(rate)
        self._redis = redis
        self._name = name
        self._values = (rate.burst, rate.per_minute / 60)
        self._secret = hashlib.blake2b(secret.encode()).digest()

    async def take(self, key: str) -> None:
        await super().take(key)
        digest = hashlib.blake2b(key.encode(), digest_size=16, key=self._secret).hexdigest()
        try:
            wait = float(await self._redis.ask(lambda redis: self._taken(redis, f"breachline:{self._name}:{digest}")))
        except RedisAway:
            return
        if wait > 0:
            raise TooMany("Too many requests.", wait)

    async def _taken(self, redis: Redis[str], key: str) -> str:
        taken: str = await redis.register_script(TAKE)(keys=[key], args=self._values)
        return taken
