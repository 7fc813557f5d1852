"""The servers of Rasa, of which any can answer any turn: which to ask, and which to leave alone for a while."""

from __future__ import annotations

import asyncio
import ipaddress
import itertools
import logging
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

from bot.gateway.circuit_breaker import CircuitBreaker

logger = logging.getLogger(__name__)

LOOK_UP_EVERY = 5.0  # seconds, for names, which may stand for several servers that come and go
LOOK_UP_PATIENCE = 1.0  # seconds for the first time


class RasaServer:
    def __init__(self, address: str) -> None:
        self.address = address
        self.breaker = CircuitBreaker()
        self.asked = 0  # turns under way

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn is under way here while the context lasts."""
        self.asked += 1
        try:
            yield
        finally:
            self.asked -= 1


class RasaServers:
    """Those at `addresses`; a name that stands for several machines is several servers."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._given = list(addresses)
        self._servers: dict[str, RasaServer] = {}
        self._looked_up_at = -LOOK_UP_EVERY
        self._looking: asyncio.Task[None] | None = None
        self._rounds = itertools.count()

    @property
    def left_alone(self) -> int:
        """How many have an open circuit breaker."""
        return sum(server.breaker.is_open for server in self._servers.values())

    @property
    def are_all_left_alone(self) -> bool:
        return 0 < self.left_alone == len(self._servers)

    async def by_turns(self) -> list[RasaServer]:
        """The least busy first, and among equals each in its turn."""
        await self._fresh()
        servers = list(self._servers.values())
        first = next(self._rounds) % len(servers)
        return sorted(servers[first:] + servers[:first], key=lambda server: server.asked)

    async def _fresh(self) -> None:
        """Look names up again when it is time; only the very first turns wait for it."""
        due = time.monotonic() - self._looked_up_at >= LOOK_UP_EVERY
        if due and (self._looking is None or self._looking.done()):
            self._looked_up_at = time.monotonic()
            self._looking = asyncio.create_task(self._look_up())
        if not self._servers and self._looking:
            await asyncio.wait([self._looking], timeout=LOOK_UP_PATIENCE)
        if not self._servers:
            self._servers = {address: RasaServer(address) for address in self._given}

    async def _look_up(self) -> None:
        found = [one for given in self._given for one in await _resolved(given)]
        self._servers = {address: self._servers.get(address) or RasaServer(address) for address in found}


async def _resolved(address: str) -> list[str]:
    """The address of each machine that the name in `address` stands for; the name itself when it cannot be told."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
        return [address]
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, parts.port, type=socket.SOCK_STREAM)
    except OSError:
        return [address]
    hosts = sorted({str(one[4][0]) for one in found})
    return [f"http://{f'[{host}]' if ':' in host else host}:{parts.port}" for host in hosts]
