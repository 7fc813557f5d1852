"""The real gateway in a process of its own, killed as a power cut kills it, with agents made by the real command."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import psycopg2

from bot.language import Language
from tests.browser.gateway import Gateway
from tests.conftest import ROOT
from tests.gateway.customer import Customer
from tests.gateway.desk.desk_agent import PASSWORD, DeskAgent
from tests.gateway.handoff.people import Desk
from tests.gateway.many import by_turns


class MortalGateway:
    """Killed and started again, it has the same address and the same store; its agents come back by themselves.

    With `redis` it is two processes, to which requests go by turns.
    """

    def __init__(self, folder: Path, rasa_port: int, store: str, redis: str = "") -> None:
        self.store = store
        self.data_folder = folder / "data"
        settings = {"BREACHLINE_STORE": store, "BREACHLINE_RATE_SIGN_IN": "1000/1000", "BREACHLINE_REDIS": redis}
        settings["BREACHLINE_DATA"] = str(self.data_folder)
        self._processes = [
            Gateway(folder / name, f"http://127.0.0.1:{rasa_port}", rasa_port, settings)
            for name in ("one", "other")[: 2 if redis else 1]
        ]
        self._away = set(self._processes)
        self._killed = 0
        self._before = AsyncExitStack()
        self.address = self._processes[0].address
        self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True))
        self.look = Desk(store, self.data_folder)  # at what is kept
        self._agents: list[DeskAgent] = []
        self._desks: list[aiohttp.ClientWebSocketResponse] = []

    async def start(self) -> None:
        """Start those that are away."""
        await asyncio.gather(*(asyncio.to_thread(process.start) for process in self._away))
        self._away.clear()
        if len(self._processes) > 1 and self.address == self._processes[0].address:
            ports = [process.port for process in self._processes]
            self.address = await self._before.enter_async_context(by_turns(ports))
        self._desks = [await agent.come() for agent in self._agents]

    async def kill(self) -> None:
        for process in self._processes:
            await self._kill(process)

    async def kill_one(self) -> None:
        """One of several, each in its turn."""
        await self._kill(self._processes[self._killed % len(self._processes)])
        self._killed += 1

    async def _kill(self, process: Gateway) -> None:
        await asyncio.to_thread(process.stop)  # SIGKILL
        self._away.add(process)

    async def close(self) -> None:
        await self.kill()
        await self._before.aclose()
        await self.look.close()
        await self.session.close()
        for agent in self._agents:
            await agent.browser.close()

    def customer(self) -> Customer:
        return Customer(self.session, self.address)

    async def hire(self, name: str, *languages: Language) -> DeskAgent:
        """Somebody new, made by the real command, who comes at once."""
        await add_agent(self.data_folder, self.store, name, languages)
        agent = DeskAgent(self.address, name)
        await self.comes(agent)
        return agent

    async def comes(self, agent: DeskAgent) -> None:
        """The agent signs in, and is there from now on, also after each restart."""
        await agent.sign_in()
        self._agents.append(agent)
        self._desks.append(await agent.come())

    @asynccontextmanager
    async def frozen_store(self, conversation_ids: Sequence[str]) -> AsyncIterator[None]:
        """While it lasts nothing of these conversations can be kept: what the gateway begins stays half done."""
        if self.store:
            held = psycopg2.connect(self.store)
            held.cursor().execute(
                "SELECT 1 FROM conversations WHERE id = ANY(%s) FOR UPDATE", (list(conversation_ids),)
            )
        else:
            held = sqlite3.connect(self.data_folder / "gateway.sqlite", isolation_level=None, timeout=20)
            held.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            held.rollback()
            held.close()

    async def is_stuck(self) -> None:
        """Returns once the gateway waits for the frozen store in the middle of what it was asked."""
        # A later question's answer tells that those before it have been read.
        async with self.session.get(f"{self.address}/healthz") as answer:
            assert answer.status == 200
        if self.store:
            await asyncio.to_thread(self._wait_for_a_lock)

    def _wait_for_a_lock(self) -> None:
        watcher = psycopg2.connect(self.store)
        watcher.autocommit = True
        cursor = watcher.cursor()
        stuck = 0
        while not stuck:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            (stuck,) = cursor.fetchone() or (0,)
        watcher.close()


async def add_agent(
    data_folder: Path, store: str, name: str, languages: Sequence[Language], *more: str, password: str = PASSWORD
) -> str:
    """What the operator types: `python -m bot.gateway.desk.agents add`, with the password piped in."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "BREACHLINE_DATA": str(data_folder),
        "BREACHLINE_STORE": store,
    }
    command = ["-m", "bot.gateway.desk.agents", "add", name, "--display-name", name.title()]
    adding = await asyncio.create_subprocess_exec(
        *(sys.executable, *command, "--languages", ",".join(languages), *more),
        cwd=ROOT,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await adding.communicate(f"{password}\n".encode())
    assert adding.returncode == 0, said.decode()
    return said.decode()
