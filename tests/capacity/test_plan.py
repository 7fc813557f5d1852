"""The capacity model: its arithmetic by hand, and that more customers never need less."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.db import postgresql
from bot.gateway.encryption import postgresql_keys
from bot.gateway.settings import Settings
from capacity import plan as model
from capacity.__main__ import table
from capacity.plan import Demand, Measured, plan
from tests.conftest import ROOT

MEASURED = Measured(
    rasa_ms=20,
    gateway_ms=10,
    actions_ms=1,
    postgresql_ms=5,
    redis_ms=1,
    socket_kb=32,
    socket_ms=0.1,
    rasa_mb=800,
    gateway_mb=256,
    actions_mb=150,
)
# 1,000,000 × 0.036 × 0.5 × 2 / 3600 = 10 begin each second.
DEMAND = Demand(1_000_000, comes=0.036, peak_hour=0.5, rush=2, turns=6, think=20, lingers=80, vcpu_price=0.1, days=1)


def test_it_counts_as_one_would_by_hand() -> None:
    found = plan(DEMAND, MEASURED)
    assert DEMAND.turns_a_second == pytest.approx(60)
    assert DEMAND.sockets == pytest.approx(10 * (6 * 20 + 80))
    assert found.rasas == 2 + 1  # 60 × 20 ms are 1.2 cores, each busy to 0.6
    assert found.gateways == 2 + 1  # 60 × 10 ms and 2,000 × 0.1 ms are 0.8 cores
    assert found.actions == 2
    assert found.postgresql_connections == 3 * 16
    assert found.postgresql_cores == 1
    assert found.vcpus == 3 + 3 + 2 + 1 + 1
    assert found.memory_mb == pytest.approx(3 * 800 + 3 * 256 + 2 * 150 + 2000 * 32 / 1024)
    assert found.cost_of_100_000 == pytest.approx(10 * 0.1 * 24 / 10)


def test_open_windows_alone_may_ask_for_gateways() -> None:
    silent = plan(replace(DEMAND, turns=0.001, lingers=3600 * 3), replace(MEASURED, socket_ms=0.0001))
    assert silent.sockets_of_gateway == (1024 - 256) * 1024 // 32
    assert silent.gateways == 5 + 1  # 108,000 windows, 24,576 at each


def test_the_limits_are_where_the_plan_reaches_them() -> None:
    found = plan(DEMAND, MEASURED)
    limits = {limit.what.split(",")[0]: limit for limit in found.limits()}
    assert [limit.customers for limit in found.limits()] == sorted(limit.customers for limit in found.limits())
    # Two Rasas busy to 0.6 are 60 turns a second, which is what a million brings.
    assert limits["2 Rasas"].customers == pytest.approx(1_000_000)
    at_connections = next(limit for what, limit in limits.items() if "connections" in what)
    most = plan(replace(DEMAND, customers=int(at_connections.customers)), MEASURED)
    beyond = plan(replace(DEMAND, customers=int(at_connections.customers * 1.01) + 1), MEASURED)
    assert most.postgresql_connections <= model.POSTGRESQL_CONNECTIONS < beyond.postgresql_connections


def test_behind_one_address_the_tightest_limit_counts() -> None:
    # Each asks three times a minute: 400 by requests; 5 beginnings a second × 200 s: 1,000; 3 gateways × 200 windows.
    assert plan(DEMAND, MEASURED).customers_of_address() == 400


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_more_customers_never_need_less(one: int, other: int) -> None:
    few, many = (plan(replace(DEMAND, customers=customers), MEASURED) for customers in sorted((one, other)))
    for part in ("rasas", "gateways", "actions", "postgresql_cores", "vcpus", "memory_mb"):
        assert getattr(few, part) <= getattr(many, part)


def test_the_busiest_part_bounds_the_turns() -> None:
    assert MEASURED.most_turns(rasas=1, gateways=2, cores=16) == pytest.approx(50)
    assert MEASURED.most_turns(rasas=8, gateways=2, cores=16) == pytest.approx(200)
    assert MEASURED.most_turns(rasas=8, gateways=8, cores=2) == pytest.approx(2000 / 37)
    assert MEASURED.most_turns(rasas=8, gateways=8, cores=2, beside_ms=3) == pytest.approx(2000 / 40)


@pytest.mark.parametrize("wrong", [{"customers": 0}, {"comes": 1.5}, {"turns": -1}])
def test_what_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"above 0|at most 1"):
        replace(DEMAND, **wrong)  # type: ignore[arg-type]


def test_its_limits_are_those_of_the_product() -> None:
    settings = Settings()
    assert postgresql.CONNECTIONS + postgresql_keys.CONNECTIONS == model.CONNECTIONS_OF_GATEWAY
    assert settings.sockets_address == model.SOCKETS_OF_ADDRESS
    assert settings.rate_address.per_minute == model.REQUESTS_OF_ADDRESS
    assert settings.rate_starts.per_minute == model.STARTS_OF_ADDRESS
    values = (ROOT / "deploy" / "helm" / "breachline" / "values.yaml").read_text()
    assert (
        f"requests: {{cpu: 500m, memory: 256Mi}}\n    limits: {{memory: {model.GATEWAY_MEMORY_MB // 1024}Gi}}" in values
    )


def test_the_table_reads_with_python_alone() -> None:
    asked = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import runpy; sys.argv[1:] = ",
    ]
    asked[-1] += "['--customers', '1000000']; runpy.run_module('capacity', run_name='__main__')"
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert told == table(plan(Demand(1_000_000)))
    assert "| Rasas |" in told
