"""A customer comes back to an own conversation, or erases it, for as long as it is kept."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import jwt
import pytest

from bot.content import incident
from bot.gateway.conversations.tokens import AUDIENCE
from bot.gateway.db.open_database import open_database
from bot.gateway.secret import signing_secrets
from tests.gateway.conftest import Gateway
from tests.gateway.customer import Customer, Refusal

DAY = 24 * 60 * 60


def expired(gateway: Gateway, conversation_id: str, days: float) -> str:
    """The token of that conversation, `days` after it expired."""
    claims: dict[str, Any] = {"sub": conversation_id, "aud": AUDIENCE, "exp": int(time.time() - days * DAY)}
    return jwt.encode(claims, signing_secrets(gateway.settings).current, "HS256")


async def renewed(customer: Customer) -> None:
    key = await customer.ask("POST", "/v1/token/renew")
    assert set(key) == {"conversation_id", "token", "expires_at"}
    assert key["conversation_id"] == customer.id
    customer.token = key["token"]


@pytest.mark.parametrize("days", [0.01, 1, incident().retention_days - 0.5])
async def test_an_expired_token_is_renewed_and_then_reads_goes_on_and_erases(
    gateway: Gateway, customer: Customer, days: float
) -> None:
    await customer.say("bonjour")
    customer.token = expired(gateway, customer.id, days)
    for refused in (customer.read(), customer.say("encore"), customer.erase()):
        with pytest.raises(Refusal) as refusal:
            await refused
        assert refusal.value.status == 401
    await renewed(customer)
    assert len(await customer.read()) == 3
    assert await customer.say("encore")
    await customer.erase()
    customer.token = expired(gateway, customer.id, days)
    with pytest.raises(Refusal) as refusal:
        await renewed(customer)
    assert refusal.value.status == 410


async def test_a_token_that_did_not_expire_is_renewed_too_and_both_open(customer: Customer) -> None:
    old = customer.token
    await renewed(customer)
    assert await customer.read()
    customer.token = old
    assert await customer.read()


async def test_what_expired_longer_ago_than_anything_is_kept_is_not_renewed(
    gateway: Gateway, customer: Customer
) -> None:
    customer.token = expired(gateway, customer.id, incident().retention_days + 0.5)
    with pytest.raises(Refusal) as refusal:
        await renewed(customer)
    assert refusal.value.status == 401


async def test_nobody_elses_token_is_renewed(gateway: Gateway, customer: Customer) -> None:
    claims = {"sub": customer.id, "aud": AUDIENCE, "exp": int(time.time() - DAY)}
    for token in (
        "",
        "x",
        jwt.encode(claims, "z" * 40, "HS256"),
        jwt.encode({**claims, "aud": "desk"}, signing_secrets(gateway.settings).current, "HS256"),
    ):
        customer.token = token
        with pytest.raises(Refusal) as refusal:
            await renewed(customer)
        assert refusal.value.status == 401


async def test_renewing_keeps_nothing_longer(gateway: Gateway, customer: Customer) -> None:
    database = open_database(gateway.settings.store, gateway.settings.data_folder)

    async def last_at() -> float:
        row = await database.transaction(lambda cursor: cursor.one("SELECT last_at FROM conversations"))
        assert row
        return float(row[0])

    before = await last_at()
    await renewed(customer)
    assert await last_at() == before
    await database.close()


async def test_renewing_again_and_again_is_limited(gateway: Gateway, customer: Customer) -> None:
    for _ in range(gateway.settings.rate_conversation.burst):
        await renewed(customer)
    trying = [renewed(customer) for _ in range(gateway.settings.rate_conversation.burst)]
    outcomes = await asyncio.gather(*trying, return_exceptions=True)
    refused = [one.status for one in outcomes if isinstance(one, Refusal)]
    assert refused
    assert set(refused) == {429}
