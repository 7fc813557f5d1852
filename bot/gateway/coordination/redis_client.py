"""Redis, asked within bounds: whoever asks goes on without it when it is away or slow."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from redis.asyncio import BlockingConnectionPool, Redis

from bot.gateway.circuit_breaker import CircuitBreaker

logger = logging.getLogger(__name__)

PATIENCE = 0.25  # seconds to connect, and for each answer: a customer is waiting
ALTOGETHER = 0.5  # seconds
CONNECTIONS = 32

Result = TypeVar("Result")


class RedisAway(Exception):
    """Redis does not answer now."""


class RedisClient:
    """Redis at `url`, `redis://` or `rediss://`, whose certificate is then checked, with the host's name."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._redis = self.connection(CONNECTIONS, PATIENCE)
        self._breaker = CircuitBreaker()
        self._is_away = False

    def connection(self, most: int, patience: float) -> Redis[str]:
        """A client of its own, with at most `most` connections, that waits `patience` for each answer."""
        options: dict[str, Any] = {"ssl_check_hostname": True} if self._url.startswith("rediss://") else {}
        return Redis(
            connection_pool=BlockingConnectionPool.from_url(
                self._url,
                max_connections=most,
                timeout=patience,
                socket_connect_timeout=min(patience, 1.0),
                socket_timeout=patience,
                decode_responses=True,
                **options,
            )
        )

    async def ask(self, asking: Callable[[Redis[str]], Awaitable[Result]]) -> Result:
        """What `asking` gets of Redis. Raises `RedisAway`, at once while Redis has failed several times in a row."""
        if not self._breaker.may_try():
            raise RedisAway
        try:
            async with asyncio.timeout(ALTOGETHER):
                result = await asking(self._redis)
        except Exception as error:  # the client raises whatever when a connection dies under it
            self._breaker.failed()
            if not self._is_away:
                self._is_away = True
                logger.warning("Redis does not answer (%s): each gateway goes on by itself.", type(error).__name__)
            raise RedisAway from None
        self._breaker.succeeded()
        if self._is_away:
            self._is_away = False
            logger.info("Redis answers again.")
        return result

    async def close(self) -> None:
        await self._redis.close(close_connection_pool=True)
