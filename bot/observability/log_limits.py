"""Limits repeated log lines: each is written a few times, then only counted, so that no fault fills the disk."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

BURST = 50  # lines from one place in one window
WINDOW = 10.0  # seconds
MAX_PLACES = 1_000


class NotTooOften(logging.Filter):
    """A filter for handlers. Lines of level INFO pass: they are bounded elsewhere, to one per request."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._places: dict[tuple[str, int], tuple[float, int]] = {}  # when its window began, and lines since

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        place, now = (record.pathname, record.lineno), self._clock()
        began, count = self._places.get(place, (now, 0))
        left_out = max(0, count - BURST)
        if now - began >= WINDOW:
            began, count = now, 0
            if left_out:
                record.msg, record.args = f"{record.getMessage()} ({left_out} times more before)", ()
        self._places[place] = (began, count + 1)
        if len(self._places) > MAX_PLACES:
            del self._places[next(iter(self._places))]
        return count < BURST
