"""Whether the system clock can be trusted: retention deletes by it, and deleted data cannot be restored.

The store keeps the time at which the clock was last trusted. Since then it should have advanced by as long as this
process has run or, if the gateway was off, by a day at most. A clock that jumped is watched for a day, then trusted.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.gateway.db.database import Cursor

logger = logging.getLogger(__name__)
DAY = 24 * 60 * 60.0  # seconds
TOLERANCE = 10 * 60.0  # seconds that a clock may be set by, once in a round
OFF_AT_MOST = DAY  # nobody was there to see whether the clock moved or was moved
WATCH = DAY  # of running, before a clock that jumped is believed


@dataclass(frozen=True)
class Anchor:
    """When the clock was last trusted (seconds since 1970), and for how many seconds it has been watched since."""

    at: float
    watched: float = 0.0


def judge(anchor: Anchor, now: float, ran: float | None) -> tuple[Anchor, bool]:
    """The anchor to keep, and whether `now` is trusted.

    `ran` is how many seconds this process has run since its last check, by the monotonic clock; null at the first one.
    """
    progress = OFF_AT_MOST if ran is None else min(ran, DAY)
    if -TOLERANCE <= now - anchor.at <= anchor.watched + progress + TOLERANCE:
        return Anchor(now), True
    watched = anchor.watched + min(ran or 0.0, DAY)
    return (Anchor(now), True) if watched >= WATCH else (Anchor(anchor.at, watched), False)


class ClockWatch:
    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._looked: float | None = None
        self._believed = True

    def is_sound(self, cursor: Cursor, now: float) -> bool:
        """Whether data that is too old at `now` may be deleted."""
        looked = self._monotonic()
        ran = None if self._looked is None else max(0.0, looked - self._looked)
        anchor, believed = judge(_anchor(cursor, now), now, ran)
        cursor.run(
            "INSERT INTO clock_anchor (one, at, watched) VALUES (1, ?, ?) "
            "ON CONFLICT (one) DO UPDATE SET at = excluded.at, watched = excluded.watched",
            (anchor.at, anchor.watched),
        )
        self._looked = looked
        if believed != self._believed:
            self._believed = believed
            if believed:
                logger.info("The clock is believed again.")
            else:
                logger.warning(
                    "The clock moved by %.1f hours while nobody ran so long: nothing is removed until it is put right, "
                    "or has gone on so for %.0f hours.",
                    (now - anchor.at) / 3600,
                    WATCH / 3600,
                )
        return believed


def _anchor(cursor: Cursor, now: float) -> Anchor:
    """The stored anchor; at first, the time of the latest message."""
    row = cursor.one("SELECT at, watched FROM clock_anchor")
    if row:
        return Anchor(*row)
    last = cursor.one("SELECT MAX(last_at) FROM conversations")
    return Anchor(min(now, last[0]) if last and last[0] is not None else now)
