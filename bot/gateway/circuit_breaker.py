"""Whether to call a service that stopped answering: each call in vain would keep customers waiting."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 5  # in a row, after which nobody waits any more
PAUSE = 2.0  # seconds until one may try again


class CircuitBreaker:
    """Closed while calls succeed. Open after several failures in a row: then only one call per pause goes through."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._next_try = 0.0

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES

    def may_try(self) -> bool:
        """Whether to call now. While open, a yes is meant for this caller only."""
        if not self.is_open:
            return True
        if self._clock() < self._next_try:
            return False
        self._next_try = self._clock() + PAUSE
        return True

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._next_try = self._clock() + PAUSE
