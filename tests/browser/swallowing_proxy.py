"""A proxy that can forget its connections without ending them, as some do while a phone sleeps."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import urlsplit

CHUNK = 65_536


@dataclass
class SwallowingProxy:
    """Before a server; new connections always pass."""

    server: str
    _forgotten: Event = field(default_factory=Event)
    _sockets: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def swallow(self) -> None:
        """Whatever is sent on the connections of now arrives nowhere; they stay open."""
        self._forgotten.set()
        self._forgotten = Event()

    def close(self) -> None:
        self._listener.close()
        for one in self._sockets:
            one.close()

    def _accept(self) -> None:
        to = urlsplit(self.server)
        with suppress(OSError):
            while True:
                customer, _ = self._listener.accept()
                gateway = socket.create_connection((to.hostname, to.port))
                self._sockets += [customer, gateway]
                for source, target in ((customer, gateway), (gateway, customer)):
                    Thread(target=self._pass_on, args=(source, target, self._forgotten), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, forgotten: Event) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if not forgotten.is_set():
                    target.sendall(data)
            if not forgotten.is_set():
                target.shutdown(socket.SHUT_WR)
