"""One of two gateways is killed in the middle of what it does; who goes to the other does not notice."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import aiohttp

from tests.gateway.customer import Customer, next_messages
from tests.gateway.many import RunningRedis
from tests.gateway.stand_in_rasa import StandInRasa
from tests.gateway.two_processes import two_processes

CUSTOMERS = 6


async def test_a_gateway_killed_in_mid_turn_is_not_noticed_at_the_other(
    tmp_path: Path, rasa: StandInRasa, shared_store: str, redis: RunningRedis
) -> None:
    connector = aiohttp.TCPConnector(force_close=True)
    async with (
        two_processes(tmp_path, rasa.port, shared_store, redis.url) as (one, other),
        aiohttp.ClientSession(connector=connector) as session,
    ):
        at_one = [Customer(session, one.address) for _ in range(CUSTOMERS)]
        for customer in at_one:
            await customer.begin(language="fr")
            await customer.say("bonjour")
        at_other = [Customer(session, other.address, customer.token, customer.id) for customer in at_one]
        known = len(rasa.received)
        rasa.delay = 3
        saying = [asyncio.create_task(_cut_off(customer)) for customer in at_one]
        while len(rasa.received) < known + CUSTOMERS:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        rasa.delay = 0
        one.stop()  # SIGKILL
        await asyncio.gather(*saying)
        answers = await asyncio.gather(*(customer.say("encore", client_message_id="x") for customer in at_other))
        assert [[message["text"] for message in answer] for answer in answers] == [["You said: encore"]] * CUSTOMERS
        for customer in at_other:
            assert [message["text"] for message in (await customer.read())[3:]] == ["encore", "You said: encore"]
            assert [message["text"] for message in await customer.say("merci")] == ["You said: merci"]
        async with at_other[0].stream() as socket:
            assert len(await next_messages(socket, 7)) == 7
        await asyncio.to_thread(one.start)
        assert [message["text"] for message in await at_one[0].say("toujours là ?")] == ["You said: toujours là ?"]


async def _cut_off(customer: Customer) -> None:
    with contextlib.suppress(aiohttp.ClientError):
        await customer.say("encore", client_message_id="x")
