"""Hard texts cost the address they come from, and nobody else."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import time
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bot.gateway import text_work
from bot.gateway.errors import TooMany
from bot.gateway.settings import Network
from bot.gateway.text_work import BURST, FREE, ORDINARY, PER_SECOND, Budgets, Lane, TextWork
from tests.gateway.conftest import StartGateway
from tests.gateway.customer import Customer, Refusal
from tests.gateway.stand_in_rasa import StandInRasa

HARD = "1 " * 900
LONG = "x" * (ORDINARY + 1)


def _spend(budgets: Budgets, address: str, seconds: float) -> None:
    """In readings that each count whole."""
    for _ in range(100):
        budgets.spend(address, seconds / 100 + FREE)


def test_what_the_first_reading_loads_is_not_charged_to_whose_text_it_was() -> None:
    budgets = Budgets(clock=lambda: 0.0)
    budgets.spend("192.0.2.1", 30.0)
    budgets.check("192.0.2.1")


def test_an_address_that_spent_its_time_waits_and_others_do_not() -> None:
    now = 0.0
    budgets = Budgets(clock=lambda: now)
    budgets.check("192.0.2.1")
    _spend(budgets, "192.0.2.1", BURST + 1)
    with pytest.raises(TooMany) as refused:
        budgets.check("192.0.2.1")
    assert refused.value.headers["Retry-After"] == str(math.ceil(1 / PER_SECOND))
    budgets.check("192.0.2.2")
    now = 1.1 / PER_SECOND
    budgets.check("192.0.2.1")


async def test_what_a_text_takes_is_counted_also_when_reading_it_fails() -> None:
    budgets = Budgets(clock=lambda: 0.0)
    lane = Lane("hard", budgets)

    def hard() -> None:
        until = time.thread_time() + 0.02 + FREE
        while time.thread_time() < until:
            pass
        raise ValueError("hard")

    with pytest.raises(ValueError, match="hard"):
        await lane.run("192.0.2.1", hard)
    _spend(budgets, "192.0.2.1", BURST - 0.02)
    with pytest.raises(TooMany):
        budgets.check("192.0.2.1")
    lane.close()


async def test_who_has_many_texts_takes_turns_with_who_has_one() -> None:
    lane = Lane("reading", Budgets())
    read: list[str] = []
    many = [asyncio.create_task(lane.run("192.0.2.1", read.append, "many")) for _ in range(20)]
    await asyncio.sleep(0)
    await lane.run("192.0.2.2", read.append, "one")
    await asyncio.gather(*many)
    assert read.index("one") <= 2
    lane.close()


async def test_who_waits_too_long_for_others_of_the_same_address_is_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text_work, "TURN_PATIENCE", 0.05)
    work = TextWork()
    async with AsyncExitStack() as stack:
        for _ in range(text_work.LONG_TURNS):
            await stack.enter_async_context(work.turn("192.0.2.1", LONG))
        with pytest.raises(TooMany):
            await stack.enter_async_context(work.turn("192.0.2.1", LONG))
        await stack.enter_async_context(work.turn("192.0.2.2", LONG))
        for _ in range(100):
            await stack.enter_async_context(work.turn("192.0.2.1", "bonjour"))
    async with work.turn("192.0.2.1", LONG):
        work.close()


async def test_long_texts_are_paid_for_before_rasa_reads_them() -> None:
    work = TextWork()
    await _turns(work, "192.0.2.2", "x" * ORDINARY, 1_000)
    with pytest.raises(TooMany):
        await _turns(work, "192.0.2.1", "x" * 2_000, 100)
    work.close()


async def test_the_longest_texts_are_paid_for_whole() -> None:
    work = TextWork()
    longest = "x" * 10_000
    await _turns(work, "192.0.2.1", longest, 2)
    with pytest.raises(TooMany):
        await _turns(work, "192.0.2.1", longest, 1)
    work.close()


async def _turns(work: TextWork, address: str, text: str, times: int) -> None:
    for _ in range(times):
        async with work.turn(address, text):
            pass


def test_an_ordinary_text_costs_nothing_and_the_bound_is_on_what_is_beyond() -> None:
    budgets = Budgets(clock=lambda: 0.0)
    for _ in range(10_000):
        budgets.spend("192.0.2.1", FREE)
    budgets.check("192.0.2.1")


def test_the_budgets_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_work, "MAX_ADDRESSES", 3)
    budgets = Budgets()
    for number in range(10):
        budgets.spend(f"192.0.2.{number}", BURST)
    assert len(budgets._kept) == 3


async def test_who_sends_hard_texts_is_refused_for_a_while_and_a_customer_elsewhere_is_answered(
    start_gateway: StartGateway, rasa: StandInRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_work, "BURST", 0.1)
    monkeypatch.setattr(text_work, "PER_SECOND", 0.001)
    gateway = await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", proxies=_this_machine())
    attacker, other = gateway.customer(), gateway.customer()
    await attacker.begin(language="fr")
    await other.begin(language="fr")
    with pytest.raises(Refusal) as refused:
        await _say_from(attacker, "192.0.2.1", *[HARD] * 25)
    assert refused.value.status == 429
    assert "Retry-After" in refused.value.headers
    assert await _say_from(other, "192.0.2.2", "bonjour")


def _this_machine() -> tuple[Network, ...]:
    return (ipaddress.ip_network("127.0.0.0/8"),)


async def _say_from(customer: Customer, address: str, *texts: str) -> list[dict[str, Any]]:
    """The answers to the last of them."""
    said: dict[str, Any] = {}
    for text in texts:
        said = await customer.ask("POST", "/v1/messages", {"text": text}, {"X-Forwarded-For": address})
    return list(said["messages"])
