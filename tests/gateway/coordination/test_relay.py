"""What carries signals between gateways is background work like any other: a fault is counted, and it goes on.

And it ends when it is told to.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry, Counter
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.gateway.background import Supervisor
from bot.gateway.coordination import relay
from bot.gateway.coordination.redis_client import RedisAway, RedisClient
from bot.gateway.coordination.relay import RedisRelay
from tests.gateway.many import RunningRedis
from tests.gateway.test_background import count, until


class OddRedis:
    """Fails in these ways, one after the other, and then takes everything; nobody can listen to it."""

    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)
        self.taken = 0
        self.opened = 0

    async def ask(self, asking: object) -> None:
        if self._failures:
            raise self._failures.pop(0)
        self.taken += 1

    def connection(self, most: int, patience: float) -> Any:
        self.opened += 1
        return self

    def pubsub(self) -> Any:
        raise RedisConnectionError("nobody there")

    async def close(self, close_connection_pool: bool) -> None:
        pass


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch) -> Counter:
    monkeypatch.setattr(relay, "AGAIN", 0.01)
    return Counter("failures", "", ["job"], registry=CollectorRegistry())


def new_relay(redis: OddRedis) -> RedisRelay:
    return RedisRelay(cast(RedisClient, redis), "one")


async def test_a_signal_that_cannot_be_sent_ends_nothing(failures: Counter) -> None:
    redis = OddRedis(RedisAway(), RuntimeError("odd"), RedisAway())
    one = new_relay(redis)
    supervisor = Supervisor(one.jobs()[:1], failures)
    supervisor.start()
    one.send("key", "notify")
    await until(lambda: redis.taken == 1)
    assert count(failures, "signals_out") == 1, "what is away is no fault of ours"
    one.send("key", "notify")
    await until(lambda: redis.taken == 2)
    await supervisor.stop()


async def test_a_listener_that_fails_does_not_end_the_listening(failures: Counter) -> None:
    redis = OddRedis()
    one = new_relay(redis)

    def fail(key: str, signal: str) -> None:
        raise RuntimeError("odd")

    one.listeners.append(fail)
    one.follow("key")
    supervisor = Supervisor(one.jobs()[1:], failures)
    supervisor.start()
    await until(lambda: redis.opened > 2)
    await supervisor.stop()
    assert count(failures, "signals_in") == 1
    assert not one.is_up


@pytest.mark.parametrize("deaf", ["_adjust", "_hear", "_send_waiting", "_hear_all"])
async def test_it_ends_though_a_task_took_the_first_cancellation_for_something_else(
    redis: RunningRedis, failures: Counter, monkeypatch: pytest.MonkeyPatch, deaf: str
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
    supervisor = Supervisor(RedisRelay(client, "a-gateway").jobs(), failures)
    supervisor.start()
    async with asyncio.timeout(20):
        await began.wait()
        await supervisor.stop()
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
    monkeypatch.setattr(relay, "PING", 0.01)
    client = RedisClient(redis.url)
    listening = asyncio.create_task(getattr(RedisRelay(client, "a-gateway"), task)(Swallows()))
    await asyncio.sleep(0.2)
    listening.cancel()
    done, _ = await asyncio.wait([listening], timeout=10)
    assert done
    await client.close()
