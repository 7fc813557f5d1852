"""A gateway that is connected to a helpdesk of ours, a customer in it, and the way of webhooks back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer
from tests.gateway.stand_in_rasa import StandInRasa

PATIENCE = 20.0  # seconds


@dataclass
class Connected:
    """`post` sends a webhook as it stands and gives the answer's status."""

    gateway: Gateway
    customer: Customer
    rasa: StandInRasa
    path: str

    async def post(self, body: bytes, headers: dict[str, str]) -> int:
        async with self.gateway.session.post(self.gateway.address + self.path, data=body, headers=headers) as response:
            await response.read()
            return response.status

    async def ask_for_a_person(self, text: str = "je veux parler à quelqu'un") -> None:
        """The assistant, asked for a person, hands over."""
        self.rasa.custom = {"handoff": {"priority": "normal"}}
        await self.customer.say(text)
        self.rasa.custom = {}
        assert await self.state() == "waiting"

    async def state(self) -> str:
        state: str = (await self.customer.ask("GET", "/v1/messages"))["state"]
        return state

    async def from_agents(self) -> list[tuple[str, str]]:
        """Who of the people said what."""
        return [(one["details"]["agent"], one["text"]) for one in await self.customer.read() if one["from"] == "agent"]

    async def notices(self) -> list[str]:
        return [one["details"]["handoff"] for one in await self.customer.read() if one["from"] == "system"]

    async def has_state(self, state: str) -> bool:
        return await self.state() == state

    async def until_async(self, is_so: Callable[[], Awaitable[Any]]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await is_so():  # noqa: ASYNC110 - as below
                await asyncio.sleep(0.1)

    async def until(self, is_so: Callable[[], Any]) -> None:
        """Look again until it is so; fails when it never is."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():  # noqa: ASYNC110 - servers in this process tell no events
                await asyncio.sleep(0.02)


async def connected(
    start_gateway: StartGateway, rasa: StandInRasa, name: str, access: dict[str, str], store: str
) -> Connected:
    gateway = await start_gateway(
        rasa=f"http://127.0.0.1:{rasa.port}", helpdesk=name, helpdesk_access=access, store=store
    )
    customer = gateway.customer()
    await customer.begin(language="fr")
    return Connected(gateway, customer, rasa, f"/v1/helpdesk/{name}")
