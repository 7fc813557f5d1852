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
    ended_at: float = 0.0  # seconds since 1970


def expected_minutes(place: int, recent: Sequence[PastWait], still_for: float = 0.0) -> int | None:
    """Whole minutes, rounded up, for the customer at `place`; null when nothing honest can be said.

    `still_for` is how many seconds ago the queue last moved. What has passed of its next step is not waited for again;
    once the step is late, it is expected to take as long again as it is late by now, so that nobody reads for ever that
    it is about to end.
    """
    if len(recent) < ENOUGH:
        return None
    per_place = statistics.median(wait.seconds / max(wait.place, 1) for wait in recent)
    step = abs(per_place - max(0.0, still_for))
    minutes = max(1, math.ceil((per_place * (place - 1) + step) / 60))
    return minutes if minutes <= MAX_MINUTES else None
