"""What carries signals between gateways is background work like any other: a fault is counted, and it goes on."""

from __future__ import annotations

from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry, Counter
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.gateway.background import Supervisor
from bot.gateway.coordination import relay
from bot.gateway.coordination.redis_client import RedisAway, RedisClient
from bot.gateway.coordination.relay import RedisRelay
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
