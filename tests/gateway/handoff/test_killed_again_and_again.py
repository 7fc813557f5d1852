"""The gateway is killed at any moment, several times, while customers and agents go on: nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp

from tests.gateway.customer import Customer, Refusal
from tests.gateway.desk.desk_agent import DeskAgent
from tests.gateway.handoff.asked_rasa import PERSON
from tests.gateway.handoff.mortal_gateway import MortalGateway
from tests.gateway.handoff.story import heard
from tests.spoken import FR

KILLS = 4
AWAY = 503
PATIENCE = 120  # seconds
ROUNDS = 3  # messages each way in a conversation


async def until_heard(ask: Callable[[], Awaitable[Any]]) -> Any:
    """Repeats what was not answered, as clients do; a refusal is an answer."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await ask()
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
            except Refusal as refusal:
                if refusal.status != AWAY:
                    raise
                await asyncio.sleep(0.05)


async def done(ask: Callable[[], Awaitable[Any]]) -> None:
    """The same for an agent's deed: who repeats one that was done before is refused, and sees it on the board."""
    try:
        await until_heard(ask)
    except Refusal as refusal:
        if refusal.status not in (403, 409):
            raise


async def says(customer: Customer, text: str) -> None:
    key = uuid.uuid4().hex
    await until_heard(lambda: customer.say(text, client_message_id=key))


async def serves(agent: DeskAgent, colleague: DeskAgent, customer: Customer) -> None:
    """A whole hand-off: take, talk, hand on to a colleague, talk, close."""
    await done(lambda: agent.act(customer.id, "take"))
    for who in (agent, colleague):
        for count in range(ROUNDS):
            body = {"text": f"{who.name} {count}", "client_message_id": f"{who.name}-{count}"}
            await until_heard(partial(who.act, customer.id, "messages", body))
            await says(customer, f"oui {who.name} {count}")
        if who is agent:
            await done(lambda: agent.act(customer.id, "transfer", {"to": colleague.id}))
    await done(lambda: colleague.act(customer.id, "close", {"reason": "solved"}))


def expected(agent: DeskAgent, colleague: DeskAgent) -> list[tuple[str, str]]:
    def talk(who: DeskAgent) -> list[tuple[str, str]]:
        both = [(("agent", f"{who.name} {count}"), ("customer", f"oui {who.name} {count}")) for count in range(ROUNDS)]
        return [one for pair in both for one in pair]

    begin = [("bot", "You said: /greet"), ("customer", PERSON), ("bot", f"You said: {PERSON}"), ("system", "queued")]
    handed = [("system", "transferred"), *talk(colleague), ("system", "closed")]
    return [*begin, ("system", "taken"), *talk(agent), *handed]


async def test_killed_at_any_moment_nothing_is_lost_and_nothing_comes_twice(mortal: MortalGateway) -> None:
    anna, bert = await mortal.hire("anna", FR), await mortal.hire("bert", FR)
    everybody = []
    for place in range(8):
        customer = mortal.customer()
        await customer.begin(language="fr")
        everybody.append((customer, *((anna, bert) if place % 2 else (bert, anna))))

    async def whole(customer: Customer, agent: DeskAgent, colleague: DeskAgent) -> None:
        await says(customer, PERSON)
        await serves(agent, colleague, customer)

    async def kills() -> None:
        chance = random.Random(7)
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 0.5))
            await mortal.kill_one()
            await mortal.start()

    await asyncio.gather(kills(), *(whole(*one) for one in everybody))
    for customer, agent, colleague in everybody:
        assert await heard(customer) == ("closed", expected(agent, colleague))
    log = await mortal.look.database.transaction(
        lambda cursor: cursor.all("SELECT move, COUNT(*) FROM handoff_log GROUP BY move ORDER BY move")
    )
    assert log == [(move, len(everybody)) for move in ("close", "request", "take", "transfer")]
