"""A gateway with agents who work at its desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import argon2
import pytest

from bot.gateway.db.open_database import open_database
from bot.gateway.desk.auth.accounts import Accounts
from bot.gateway.desk.auth.passwords import Passwords
from bot.gateway.desk.roster import Role
from bot.language import Language
from tests.gateway.conftest import Gateway, StartGateway
from tests.gateway.customer import Customer
from tests.gateway.desk.desk_agent import PASSWORD, DeskAgent
from tests.gateway.stand_in_rasa import StandInRasa
from tests.spoken import EN, FR, NL

QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

StartDesk = Callable[..., Awaitable[Gateway]]
QueueUp = Callable[..., Awaitable[Customer]]
Hire = Callable[..., Awaitable[DeskAgent]]


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real Argon2, with parameters that do not heat the room; one test looks at the real ones."""
    monkeypatch.setattr("bot.gateway.desk.desk.Passwords", lambda: Passwords(QUICK))


@pytest.fixture
async def start_desk(start_gateway: StartGateway, rasa: StandInRasa, store_url: str) -> StartDesk:
    """Starts gateways on one store, SQLite and PostgreSQL by turns."""

    async def start(**changes: object) -> Gateway:
        return await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}", store=store_url, **changes)

    return start


@pytest.fixture
async def desk(start_desk: StartDesk) -> Gateway:
    return await start_desk()


@pytest.fixture
async def accounts(desk: Gateway) -> AsyncIterator[Accounts]:
    """The accounts, as the command on the terminal reaches them: from outside of the gateway."""
    database = open_database(desk.settings.store, desk.settings.data_folder)
    yield Accounts(database, Passwords(QUICK))
    await database.close()


@pytest.fixture
async def hire(desk: Gateway, accounts: Accounts) -> AsyncIterator[Hire]:
    """Makes an agent, and gives a browser in which they are signed in."""
    hired: list[DeskAgent] = []

    async def make(
        name: str, role: Role = "agent", languages: Sequence[Language] = (FR, NL, EN), signed_in: bool = True
    ) -> DeskAgent:
        await accounts.add(name, name.title(), role, languages, PASSWORD)
        agent = DeskAgent(desk.address, name)
        hired.append(agent)
        if signed_in:
            await agent.sign_in()
        return agent

    yield make
    for agent in hired:
        await agent.browser.close()


@pytest.fixture
async def an(hire: Hire) -> DeskAgent:
    return await hire("an")


@pytest.fixture
async def queue_up(desk: Gateway, rasa: StandInRasa) -> QueueUp:
    """Brings a customer into the queue; somebody who speaks the language must be there."""

    async def make(language: Language = FR, priority: str = "normal", topic: str = "ask_human") -> Customer:
        customer = desk.customer()
        await customer.begin(language=language)
        rasa.custom = {"topic": topic, "language": language, "handoff": {"priority": priority}}
        assert (await customer.say("une personne"))[-1]["details"]["handoff"] == "queued"
        rasa.custom = {}
        return customer

    return make
