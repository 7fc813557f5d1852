"""How long a customer will probably wait, estimated from the latest waits."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 3  # waits; fewer tell nothing
MAX_MINUTES = 120  # a longer guess is none


@dataclass(frozen=True)
class PastWait:
    """A wait that ended with a person: the place it began at (1 is next), and how long it took."""

    seconds: float
    place: int


def expected_minutes(place: int, recent: Sequence[PastWait]) -> int | None:
    """The expected wait at `place` in whole minutes, rounded up; null when there is too little to go by."""
    if len(recent) < ENOUGH:
        return None
    per_place = statistics.median(wait.seconds / max(wait.place, 1) for wait in recent)
    minutes = max(1, math.ceil(per_place * place / 60))
    return minutes if minutes <= MAX_MINUTES else None
