"""How long somebody will probably wait, told from how long others just did."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 3  # waits; fewer tell nothing
MAX_MINUTES = 120  # a longer guess is none


@dataclass(frozen=True)
class PastWait:
    """A wait that ended with a person: how long it took from which place (1 is next)."""

    seconds: float
    place: int


def expected_minutes(place: int, recent: Sequence[PastWait]) -> int | None:
    """Whole minutes, rounded up, for who stands at `place`; null when nothing honest can be said."""
    if len(recent) < ENOUGH:
        return None
    per_place = statistics.median(wait.seconds / max(wait.place, 1) for wait in recent)
    minutes = max(1, math.ceil(per_place * place / 60))
    return minutes if minutes <= MAX_MINUTES else None
