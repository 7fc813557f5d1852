"""How long turns wait when there are more Rasas and gateways than can be measured on one machine.

As the gateways do it: each asks the Rasa that has the fewest turns under way of its own, as it does not see those of
the others, and among equals the next one. A Rasa reads one message after the other.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass

WARM_UP = 0.2  # of the turns, which find everything empty


@dataclass(frozen=True)
class Answered:
    """Seconds from a turn's arrival at Rasa to its answer, in order of size."""

    seconds: list[float]

    def quantile(self, share: float) -> float:
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


def simulate(rate: float, rasas: int, gateways: int, service: float, *, turns: int = 20_000, seed: int = 1) -> Answered:
    """`rate` turns come each second, by chance; each takes a Rasa `service` seconds on average.

    How long one takes is drawn from an exponential distribution, which is wider than what was measured.
    """
    chance = random.Random(seed)
    free_at = [0.0] * rasas
    asked = [[0] * rasas for _ in range(gateways)]  # turns under way, as each gateway knows of
    first = [0] * gateways
    ends: list[tuple[float, int, int]] = []
    now, found = 0.0, []
    for _ in range(turns):
        now += chance.expovariate(rate)
        while ends and ends[0][0] <= now:
            _, gateway, rasa = heapq.heappop(ends)
            asked[gateway][rasa] -= 1
        gateway = chance.randrange(gateways)
        first[gateway] = (first[gateway] + 1) % rasas
        mine, start = asked[gateway], first[gateway]
        rasa = min(range(rasas), key=lambda one: (mine[one], (one - start) % rasas))
        mine[rasa] += 1
        free_at[rasa] = max(now, free_at[rasa]) + chance.expovariate(1 / service)
        heapq.heappush(ends, (free_at[rasa], gateway, rasa))
        found.append(free_at[rasa] - now)
    return Answered(sorted(found[int(WARM_UP * turns) :]))
