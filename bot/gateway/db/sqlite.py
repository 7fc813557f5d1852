"""SQLite: one file, one connection, one thread. It has one writer anyway, and a read takes microseconds."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.gateway.db.database import Cursor, DatabaseError, DriverCursor, NoDatabase, Result, Work
from bot.gateway.db.disk import as_database_error, log_ahead
from bot.gateway.db.schema import LOOK, is_latest, upgrade
from bot.gateway.db.sealing import check_keys, seal_some
from bot.gateway.encryption.vault import Vault

logger = logging.getLogger(__name__)
PATIENCE = 3.0  # seconds from asking to the end of waiting: for others' transactions, and for another process's lock
RESERVE = 512 * 1024  # bytes: what erasing a long conversation writes into the logs of store and keys
UPGRADE_PATIENCE = 30  # seconds for another gateway to finish


class SQLite:
    def __init__(self, path: Path, vault: Vault, *, existing: bool = False) -> None:
        self.vault = vault
        self.name = str(path)
        self._path = path
        self._existing = existing
        self._reserve = path.with_name("reserve")
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._thread = ThreadPoolExecutor(1, "sqlite")

    async def upgrade(self) -> None:
        await self.transaction(lambda cursor: None)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._hold_back)

    async def transaction(self, work: Work[Result]) -> Result:
        until = time.monotonic() + PATIENCE
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, work, until)

    async def ping(self) -> None:
        await self.transaction(_write_something)

    async def purge_log(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._checkpoint)

    async def make_room(self) -> bool:
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._reserve.unlink)
        except OSError:
            return False
        return True

    async def close(self) -> None:
        # The last connection folds the write-ahead log into the file.
        await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
        self._thread.shutdown()
        self.vault.close()

    def _transaction(self, work: Work[Result], until: float) -> Result:
        left = until - time.monotonic()
        if left <= 0:
            raise DatabaseError("no turn in time")
        try:
            connection = self._connected(left)
            connection.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
            return self._run(connection, work)
        except (sqlite3.Error, OSError) as error:
            self._disconnect()  # whatever is wrong with it, a new one may be well again
            raise as_database_error(error) from error

    def _run(self, connection: sqlite3.Connection, work: Work[Result]) -> Result:
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(DriverCursor(connection.cursor(), self.vault))
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        return result

    def _connected(self, patience: float) -> sqlite3.Connection:
        # A file that somebody removed or put back from a copy lives on unseen while it is open, and ends with us.
        if self._connection and self._inode != self._inode_now():
            self._disconnect()
        if not self._connection:
            self._connection = self._connect(patience)
            self._inode = self._inode_now()
        return self._connection

    def _connect(self, patience: float) -> sqlite3.Connection:
        if self._existing and not self._path.exists():
            raise NoDatabase(self.name)
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(self._path, timeout=patience, isolation_level=None, check_same_thread=False)
        self._path.chmod(0o600)
        log_ahead(connection, patience)
        # What is erased is overwritten, not only marked as free.
        for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        try:
            if not is_latest(_revision(connection)):
                upgrade("sqlite", self._open_to_upgrade, "BEGIN IMMEDIATE")
            self._run(connection, check_keys)
            self._seal_plain(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _hold_back(self) -> None:
        """Reserve disk space for erasing; `make_room` frees it."""
        if self._reserve.exists():
            return
        try:
            descriptor = os.open(self._reserve, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.posix_fallocate(descriptor, 0, RESERVE)
            finally:
                os.close(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                self._reserve.unlink()

    def _seal_plain(self, connection: sqlite3.Connection) -> None:
        """Seal what an older version stored in plain text, and rewrite the file and its log without it."""
        if self._run(connection, seal_some):
            while self._run(connection, seal_some):
                pass
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _open_to_upgrade(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=UPGRADE_PATIENCE, isolation_level=None)

    def _inode_now(self) -> int:
        try:
            return os.stat(self._path).st_ino
        except FileNotFoundError:
            return 0

    def _checkpoint(self) -> None:
        # Whoever reads the file meanwhile keeps the log from being emptied: what is in it is sealed, and its key gone.
        self.vault.purge_log()
        try:
            if self._connection:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            logger.warning("SQLite's log keeps erased rows, sealed, until the next time: %s.", type(error).__name__)
        self._hold_back()

    def _disconnect(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def _revision(connection: sqlite3.Connection) -> str | None:
    try:
        rows = connection.execute(LOOK).fetchall()
    except sqlite3.OperationalError:  # no such table
        return None
    return rows[0][0] if rows else None


def _write_something(cursor: Cursor) -> None:
    """Write `user_version`, a number in the file's header that nobody reads, to see whether writing works."""
    row = cursor.one("PRAGMA user_version")
    cursor.run(f"PRAGMA user_version = {(row[0] + 1) % 1000 if row else 0}")
