"""SQLite: one file, one connection, one thread. It has one writer anyway, and a read takes microseconds."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.gateway.database import DatabaseError, DriverCursor, Result, Work
from bot.gateway.schema import LOOK, is_latest, upgrade

logger = logging.getLogger(__name__)

LOCK_PATIENCE = 3  # seconds
UPGRADE_PATIENCE = 30  # seconds for another gateway to finish


class SQLite:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._thread = ThreadPoolExecutor(1, "sqlite")

    async def upgrade(self) -> None:
        await self.transaction(lambda cursor: None)

    async def transaction(self, work: Work[Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, work)

    async def settle(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._checkpoint)

    async def close(self) -> None:
        # The last connection folds the write-ahead log into the file.
        await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
        self._thread.shutdown()

    def _transaction(self, work: Work[Result]) -> Result:
        try:
            connection = self._connected()
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(DriverCursor(connection.cursor()))
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise
        except (sqlite3.Error, OSError) as error:
            self._disconnect()  # whatever is wrong with it, a new one may be well again
            raise DatabaseError(type(error).__name__) from error
        return result

    def _connected(self) -> sqlite3.Connection:
        # A file that somebody removed or put back from a copy lives on unseen while it is open, and ends with us.
        if self._connection and self._inode != self._inode_now():
            self._disconnect()
        if not self._connection:
            self._connection = self._connect()
            self._inode = self._inode_now()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(self._path, timeout=LOCK_PATIENCE, isolation_level=None, check_same_thread=False)
        self._path.chmod(0o600)
        # What is erased is overwritten, not only marked as free.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        try:
            if not is_latest(_revision(connection)):
                upgrade("sqlite", self._open_to_upgrade, "BEGIN IMMEDIATE")
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_to_upgrade(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=UPGRADE_PATIENCE, isolation_level=None)

    def _inode_now(self) -> int:
        try:
            return os.stat(self._path).st_ino
        except FileNotFoundError:
            return 0

    def _checkpoint(self) -> None:
        try:
            if self._connection:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            logger.warning("SQLite's log keeps what was erased until the next time: %s.", type(error).__name__)

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
