"""PostgreSQL: connections made when first needed, kept, and dropped when they break."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any

import psycopg2
from psycopg2.errors import QueryCanceled, UndefinedColumn, UndefinedTable

from bot.gateway.db.database import DatabaseError, DriverCursor, Result, Work
from bot.gateway.db.schema import LOOK, is_latest, upgrade
from bot.gateway.db.sealing import SEALED, check_keys, seal_some
from bot.gateway.encryption.vault import Vault

CONNECTIONS = 8
PATIENCE = 3.5  # seconds for a transaction; a server that accepts and never answers must not hold customers
STATEMENT_PATIENCE = 3  # seconds
OPTIONS = {
    "connect_timeout": STATEMENT_PATIENCE,
    "options": f"-c statement_timeout={STATEMENT_PATIENCE * 1000}",
    # A server that went away without a goodbye is noticed whether it owes us an answer or an acknowledgement.
    "tcp_user_timeout": STATEMENT_PATIENCE * 1000,
    "keepalives_idle": STATEMENT_PATIENCE,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}
# An upgrade may take long, and waits for a gateway that is at it already.
UPGRADE_OPTIONS = {**OPTIONS, "options": "-c statement_timeout=0 -c lock_timeout=30000"}
# Two gateways that start together must not both change the tables.
LOCK = "SELECT pg_advisory_xact_lock(20261122)"


class PostgreSQL:
    def __init__(self, url: str, vault: Vault) -> None:
        self.vault = vault
        self._url = url
        self._idle: SimpleQueue[Any] = SimpleQueue()
        self._threads = ThreadPoolExecutor(CONNECTIONS, "postgresql")
        self._upgrading = threading.Lock()
        self._is_latest = False

    async def upgrade(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads, self._transaction, lambda cursor: None)

    async def transaction(self, work: Work[Result]) -> Result:
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.get_running_loop().run_in_executor(self._threads, self._transaction, work)
        except TimeoutError:
            raise DatabaseError("no answer in time") from None  # what has begun may still be kept

    async def ping(self) -> None:
        # A transaction with a number is written to the log when it is kept; a standby or a full disk refuses it.
        await self.transaction(lambda cursor: cursor.one("SELECT pg_current_xact_id()"))

    async def purge_log(self) -> None:
        """Its log is the server's, and its vacuum clears what was erased: sealed rows, whose key is gone."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self.vault.settle)

    async def make_room(self) -> bool:
        """Its disk is the server's."""
        return False

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        while connection := self._kept():
            connection.close()
        self.vault.close()

    def _transaction(self, work: Work[Result]) -> Result:
        try:
            # A kept connection may have broken since: then one new one is tried.
            if connection := self._kept():
                try:
                    return self._run(connection, work)
                except QueryCanceled:
                    raise
                except (psycopg2.OperationalError, psycopg2.InterfaceError):
                    pass
            return self._run(self._connect(), work)
        except psycopg2.Error as error:
            if isinstance(error, UndefinedTable | UndefinedColumn):
                self._is_latest = False  # somebody put another database in its place
            raise DatabaseError(type(error).__name__) from error

    def _kept(self) -> Any:
        try:
            return self._idle.get_nowait()
        except Empty:
            return None

    def _run(self, connection: Any, work: Work[Result]) -> Result:
        try:
            return self._work(connection, work)
        finally:
            if not connection.closed:
                self._idle.put(connection)

    def _work(self, connection: Any, work: Work[Result]) -> Result:
        with connection, connection.cursor() as cursor:
            return work(DriverCursor(cursor, self.vault, "%s"))

    def _connect(self) -> Any:
        connection = psycopg2.connect(self._url, **OPTIONS)
        # Once: a change of a table waits for who uses it, and could lock up with transactions under way.
        with self._upgrading:
            if not self._is_latest:
                try:
                    if not is_latest(_revision(connection)):
                        upgrade("postgresql", self._connect_to_upgrade, LOCK)
                    self._work(connection, check_keys)
                    self._seal_plain(connection)
                except BaseException:
                    connection.close()
                    raise
                self._is_latest = True
        return connection

    def _seal_plain(self, connection: Any) -> None:
        """Seal what an older version kept plain, and leave nothing of it in the tables' pages."""
        if self._work(connection, seal_some):
            while self._work(connection, seal_some):
                pass
            connection = self._connect_to_upgrade()
            connection.autocommit = True
            with connection.cursor() as cursor:
                for table, _, _ in SEALED:
                    cursor.execute(f"VACUUM (FULL) {table}")
            connection.close()

    def _connect_to_upgrade(self) -> Any:
        return psycopg2.connect(self._url, **UPGRADE_OPTIONS)


def _revision(connection: Any) -> str | None:
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(LOOK)
            row = cursor.fetchone()
    except UndefinedTable:
        return None
    return row[0] if row else None
