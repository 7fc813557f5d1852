"""The simulation agrees with queueing theory where that has an answer."""

from __future__ import annotations

import math

import pytest

from capacity.simulation import simulate

SERVICE = 0.02


@pytest.mark.parametrize("busy", [0.3, 0.6, 0.8])
def test_one_rasa_waits_as_theory_says(busy: float) -> None:
    """M/M/1: the time in the system is exponential, with the mean service / (1 - busy)."""
    found = simulate(busy / SERVICE, 1, 1, SERVICE, turns=200_000)
    mean = SERVICE / (1 - busy)
    assert sum(found.seconds) / len(found.seconds) == pytest.approx(mean, rel=0.1)
    assert found.quantile(0.95) == pytest.approx(mean * math.log(20), rel=0.1)


def test_many_rasas_of_one_gateway_lie_between_one_shared_queue_and_one_queue_each() -> None:
    rasas, busy = 8, 0.8
    found = simulate(rasas * busy / SERVICE, rasas, 1, SERVICE, turns=100_000)
    mean = sum(found.seconds) / len(found.seconds)
    assert SERVICE + _wait_in_one_queue(rasas, busy) < mean < SERVICE / (1 - busy)


def test_gateways_that_do_not_see_each_others_turns_wait_longer_than_one_that_sees_all() -> None:
    one, many = (simulate(32 * 0.8 / SERVICE, 32, gateways, SERVICE).quantile(0.95) for gateways in (1, 12))
    assert one < many


def test_the_same_seed_tells_the_same() -> None:
    assert simulate(30, 2, 2, SERVICE, turns=1_000) == simulate(30, 2, 2, SERVICE, turns=1_000)
    assert simulate(30, 2, 2, SERVICE, turns=1_000) != simulate(30, 2, 2, SERVICE, turns=1_000, seed=2)


def _wait_in_one_queue(servers: int, busy: float) -> float:
    """Erlang C: the mean wait where whoever is free takes the next one."""
    load = servers * busy
    all_busy = load**servers / math.factorial(servers) / (1 - busy)
    waits = all_busy / (sum(load**count / math.factorial(count) for count in range(servers)) + all_busy)
    return waits * SERVICE / (servers * (1 - busy))
