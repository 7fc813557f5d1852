"""Limits on connections before anything is read: how many in all and per address, and how long one may stay silent.

aiohttp bounds what comes after a connection's first request, and nothing before it. Without bounds, some hundred idle
sockets of one machine use up the files that this process may open, and then nobody gets in.
"""

from __future__ import annotations

import asyncio
import resource
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from aiohttp import web

from bot.gateway.http.client_address import address_of_peer
from bot.gateway.settings import Network

FIRST_REQUEST = 10.0  # seconds for the head of a connection's first request to arrive
OWN_FILES = 320  # files that are no customer's: the connections to Rasa and the store, pages, logs
BEYOND_SOCKETS = 100  # connections of one address for its requests, beside its WebSockets
BACKLOG = 1024
MOST = 50_000  # connections; a gateway is out of other things before
KEEP_ALIVE = 75.0  # seconds; longer than proxies keep theirs, so that none is closed just as it is used again


def most_connections() -> int:
    """How many connections may be open, after raising this process's limit of open files as far as allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return MOST if hard == resource.RLIM_INFINITY else min(MOST, max(64, hard - OWN_FILES))


class Connections:
    """Counts open connections. `of_address` limits each peer except trusted proxies, through which everybody comes."""

    def __init__(self, most: int, of_address: int, proxies: Sequence[Network]) -> None:
        self._most = most
        self._of_address = of_address
        self._proxies = proxies
        self._open: Counter[str] = Counter()
        self._all = 0

    def admit(self, peer: str) -> bool:
        """Whether one more connection may be opened; each admitted one must `leave`."""
        address = address_of_peer(peer, self._proxies)
        if self._all >= self._most or (address is not None and self._open[address] >= self._of_address):
            return False
        self._all += 1
        if address is not None:
            self._open[address] += 1
        return True

    def leave(self, peer: str) -> None:
        self._all -= 1
        address = address_of_peer(peer, self._proxies)
        if address is not None:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]


class BoundedConnection(asyncio.Protocol):
    """Wraps aiohttp's own protocol; closes connections over the limits, and those that stay silent."""

    def __init__(self, inner: asyncio.Protocol, connections: Connections) -> None:
        self._inner = inner
        self._connections = connections
        self._peer: str | None = None  # of an admitted connection
        self._waiting: asyncio.TimerHandle | None = None
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = str((transport.get_extra_info("peername") or ("",))[0])
        if not self._connections.admit(peer):
            cast(asyncio.Transport, transport).abort()
            return
        self._peer = peer
        self._waiting = asyncio.get_running_loop().call_later(FIRST_REQUEST, cast(Any, transport).abort)
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._peer is None:
            return
        if self._waiting:
            # The end of a head may come in two pieces.
            self._head = self._head[-3:] + data
            if b"\r\n\r\n" in self._head or b"\n\n" in self._head:
                self._waiting.cancel()
                self._waiting, self._head = None, b""
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._peer is not None else None

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting:
            self._waiting.cancel()
        if self._peer is not None:
            self._connections.leave(self._peer)
            self._inner.connection_lost(error)


class BoundedSite(web.TCPSite):
    """A site whose connections are bounded."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, connections: Connections) -> None:
        super().__init__(runner, host, port)
        self._bounded = (host, port, connections)

    async def start(self) -> None:
        await web.BaseSite.start(self)
        host, port, connections = self._bounded
        server = self._runner.server
        assert server

        def protocol() -> BoundedConnection:
            return BoundedConnection(cast(asyncio.Protocol, server()), connections)

        self._server = await asyncio.get_running_loop().create_server(
            protocol, host, port, backlog=BACKLOG, reuse_address=True
        )
