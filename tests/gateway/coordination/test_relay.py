"""What carries signals between gateways ends when it is told to."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.gateway.coordination import relay as relay_module
from bot.gateway.coordination.redis_client import RedisClient
from bot.gateway.coordination.relay import RedisRelay
from tests.gateway.many import RunningRedis


@pytest.mark.parametrize("deaf", ["_adjust", "_hear", "_send_all", "_hear_all"])
async def test_it_ends_though_a_task_took_the_first_cancellation_for_something_else(
    redis: RunningRedis, monkeypatch: pytest.MonkeyPatch, deaf: str
) -> None:
    began = asyncio.Event()

    async def takes_it_for_a_timeout(*args: Any) -> None:
        began.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            await asyncio.sleep(3600)

    monkeypatch.setattr(RedisRelay, deaf, takes_it_for_a_timeout)
    client = RedisClient(redis.url)
    relay = RedisRelay(client, "a-gateway")
    relay.start()
    async with asyncio.timeout(20):
        await began.wait()
        await relay.close()
    await client.close()


class Swallows:
    """A connection whose client takes the first cancellation for a timeout."""

    async def ping(self) -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            return

    async def get_message(self, **more: object) -> None:
        await self.ping()


@pytest.mark.parametrize("task", ["_adjust", "_hear"])
async def test_a_lost_connection_is_left_though_its_client_took_that_for_a_timeout(
    redis: RunningRedis, monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    """Else the other of the two would be waited for without end, and no signal heard any more."""
    monkeypatch.setattr(relay_module, "PING", 0.01)
    client = RedisClient(redis.url)
    listening = asyncio.create_task(getattr(RedisRelay(client, "a-gateway"), task)(Swallows()))
    await asyncio.sleep(0.2)
    listening.cancel()
    done, _ = await asyncio.wait([listening], timeout=10)
    assert done
    await client.close()
