"""Two gateways on one PostgreSQL and one Redis, each at its own address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from bot.gateway.settings import Rate
from tests.gateway.conftest import Gateway, StartGateway, _new_database
from tests.gateway.customer import Customer
from tests.gateway.many import RunningRedis
from tests.gateway.stand_in_rasa import StandInRasa


@dataclass
class Pair:
    one: Gateway
    other: Gateway

    async def customer(self, **begin: Any) -> tuple[Customer, Customer]:
        """Somebody whose conversation has begun at one, as they reach each of the two."""
        here = self.one.customer()
        await here.begin(**(begin or {"language": "fr"}))
        there = self.other.customer()
        there.token, there.id = here.token, here.id
        return here, there


@pytest.fixture
def shared_store(postgresql: str, postgresql_with_tables: str) -> str:
    return _new_database(postgresql, f"TEMPLATE {postgresql_with_tables}")


@pytest.fixture
def settings_of_both(rasa: StandInRasa, redis: RunningRedis, shared_store: str) -> dict[str, Any]:
    answers = f"http://127.0.0.1:{rasa.port}"
    endless = {f"rate_{of}": Rate(100_000, 100_000) for of in ("conversation", "address", "starts")}
    return {"rasa": answers, "actions": answers, "redis": redis.url, "store": shared_store, **endless}


@pytest.fixture
async def pair(start_gateway: StartGateway, settings_of_both: dict[str, Any]) -> Pair:
    return Pair(await start_gateway(**settings_of_both), await start_gateway(**settings_of_both))
