"""Rate limits per conversation and per address, so that nobody takes the assistant away from the others."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.gateway.errors import TooMany
from bot.gateway.settings import Rate, Settings

MAX_KEYS = 100_000  # buckets remembered; the longest unused goes first, and is most likely full again


class TokenBuckets:
    """A token bucket per key: it holds `rate.burst` tokens and refills by `rate.per_minute`."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = float(rate.burst)
        self._per_second = rate.per_minute / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def take(self, key: str) -> None:
        """Take one. Raises `TooMany`, with the time until there is one again."""
        now = self._clock()
        level, filled_at = self._buckets.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - filled_at) * self._per_second)
        enough = level >= 1
        self._buckets[key] = (level - 1 if enough else level, now)
        if len(self._buckets) > MAX_KEYS:
            self._buckets.popitem(last=False)
        if not enough:
            raise TooMany("Too many requests.", (1 - level) / self._per_second)


class ConnectionLimiter:
    """How many sockets one key may hold open."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    @contextmanager
    def slot(self, key: str) -> Iterator[None]:
        """One of the key's connections, while the context lasts. Raises `TooMany`."""
        if self._taken[key] >= self._most:
            raise TooMany("Too many open sockets.", 10)
        self._taken[key] += 1
        try:
            yield
        finally:
            self._taken[key] -= 1
            if not self._taken[key]:
                del self._taken[key]


class Limits:
    """All limits of one gateway. Those of rates may be shared by several: `buckets` makes them, by a name."""

    def __init__(self, settings: Settings, buckets: Callable[[str, Rate], TokenBuckets]) -> None:
        self.messages = buckets("messages", settings.rate_conversation)
        self.requests = buckets("requests", settings.rate_address)
        self.starts = buckets("starts", settings.rate_starts)
        self.sign_ins = buckets("sign_ins", settings.rate_sign_in)
        self.sockets_of_conversation = ConnectionLimiter(settings.sockets_conversation)
        self.sockets_of_address = ConnectionLimiter(settings.sockets_address)
