"""Carries the notifier's signals between gateways, by Redis' channels: one for each conversation that has a stream.

Redis keeps none of them, and they hold no word of anybody. What is lost while Redis is away costs a stream some
seconds: it then looks at the store by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Coroutine
from functools import partial
from typing import Any, get_args

from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from bot.gateway.background import Job
from bot.gateway.coordination.redis_client import RedisAway, RedisClient
from bot.gateway.notifier import Listener, Signal

logger = logging.getLogger(__name__)

CHANNEL = "breachline:"  # before the key
EVERYBODY = "everybody"  # a key that each gateway follows, and that changes nothing
PING = 1.0  # seconds between two pings
SILENCE = 3.0  # seconds without a word, after which the connection is lost
AGAIN = 0.5  # seconds before it is opened again
MAX_WAITING = 10_000  # signals to be sent; the oldest go first
BATCH = 200
SIGNALS = frozenset(get_args(Signal))


class RedisRelay:
    def __init__(self, redis: RedisClient, gateway_id: str) -> None:
        self.listeners: list[Listener] = []
        self._redis = redis
        self._id = gateway_id
        self._followed: set[str] = set()
        self._changed: dict[str, bool] = {}  # keys to subscribe to, or no longer
        self._change = asyncio.Event()
        self._to_send: deque[tuple[str, Signal]] = deque(maxlen=MAX_WAITING)
        self._work = asyncio.Event()
        self._sends = self._hears = True

    @property
    def is_up(self) -> bool:
        return self._sends and self._hears

    def jobs(self) -> list[Job]:
        """The jobs that send and hear the signals."""
        return [
            Job("signals_out", self._send_waiting, AGAIN, wait=self._until_there_is_one),
            Job("signals_in", self._hear_all, AGAIN, bound=None),
        ]

    def send(self, key: str, signal: Signal) -> None:
        self._to_send.append((key, signal))
        self._work.set()

    def follow(self, key: str) -> None:
        if key not in self._followed:
            self._followed.add(key)
            self._changed[key] = True
            self._change.set()

    def unfollow(self, key: str) -> None:
        if key in self._followed:
            self._followed.discard(key)
            self._changed[key] = False
            self._change.set()

    async def _until_there_is_one(self, seconds: float) -> None:
        if self._sends:
            await self._work.wait()
        else:
            await asyncio.sleep(seconds)

    async def _send_waiting(self) -> None:
        """Send what waits to be sent; while Redis is away, one signal, which nobody needs, tries again."""
        if not self._sends:
            self._to_send.clear()  # streams elsewhere have looked by themselves
            self._to_send.append((EVERYBODY, "notify"))
        self._work.clear()
        while self._to_send:
            batch = [self._to_send.popleft() for _ in range(min(BATCH, len(self._to_send)))]
            try:
                await self._redis.ask(partial(self._publish, batch))
            except Exception as error:
                self._sends = False
                if isinstance(error, RedisAway):
                    return
                raise
            self._sends = True

    async def _publish(self, batch: list[tuple[str, Signal]], redis: Redis[str]) -> None:
        async with redis.pipeline(transaction=False) as pipeline:
            for key, signal in batch:
                pipeline.publish(CHANNEL + key, f"{self._id} {signal}")
            await pipeline.execute()

    async def _hear_all(self) -> None:
        """Hear signals until the connection is lost."""
        redis = self._redis.connection(1, SILENCE)
        try:
            async with redis.pubsub() as pubsub:
                self._changed.clear()
                await pubsub.subscribe(*(CHANNEL + key for key in (EVERYBODY, *self._followed)))
                await _until_one_fails(self._adjust(pubsub), self._hear(pubsub))
        except Exception as error:  # the client raises whatever when a connection dies under it
            self._lost(error)
        finally:
            await redis.close(close_connection_pool=True)

    async def _adjust(self, pubsub: PubSub) -> None:
        """Subscribe and unsubscribe as streams come and go, and ping, so that something is always heard."""
        while not _is_cancelled():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PING):
                    await self._change.wait()
            self._change.clear()
            changed, self._changed = self._changed, {}
            if begin := [CHANNEL + key for key, follows in changed.items() if follows]:
                await pubsub.subscribe(*begin)
            if end := [CHANNEL + key for key, follows in changed.items() if not follows]:
                await pubsub.unsubscribe(*end)
            if not changed:
                await pubsub.ping()

    async def _hear(self, pubsub: PubSub) -> None:
        while not _is_cancelled():
            message = await pubsub.get_message(timeout=None)
            if not message:
                continue
            if not self._hears:
                self._hears = True
                logger.info("Signals of other gateways are heard again.")
            key = str(message["channel"] or "").removeprefix(CHANNEL)
            if message["type"] == "subscribe":
                self._tell(key, "notify")  # what came before could not be heard
            elif message["type"] == "message":
                sender, _, signal = message["data"].partition(" ")
                if sender != self._id and signal in SIGNALS:
                    self._tell(key, signal)

    def _lost(self, error: Exception) -> None:
        if self._hears:
            self._hears = False
            logger.warning(
                "Signals of other gateways are lost (%s): streams look at the store by themselves.",
                type(error).__name__,
            )
            for key in list(self._followed):
                self._tell(key, "notify")

    def _tell(self, key: str, signal: Signal) -> None:
        for listener in self.listeners:
            listener(key, signal)


async def _until_one_fails(*works: Coroutine[Any, Any, None]) -> None:
    """Do these side by side. Each cancellation reaches all of them, in case their client took one for a timeout.

    A group of tasks passes only the first one on, and would then wait for ever.
    """
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _is_cancelled() -> bool:
    """Whether this task was told to end: the client may have taken that for a timeout, and gone on."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
