"""PostgreSQL: connections made when first needed, kept, and dropped when they break."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any

import psycopg2
from psycopg2.errors import QueryCanceled, UndefinedColumn, UndefinedTable

from bot.gateway.database import DatabaseError, DriverCursor, Result, Work
from bot.gateway.schema import LOOK, is_latest, upgrade

CONNECTIONS = 8
PATIENCE = 4.0  # seconds for a transaction; a server that accepts and never answers must not hold customers
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
    def __init__(self, url: str) -> None:
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

    async def settle(self) -> None:
        """Nothing to do: its log is the server's, and its vacuum clears what was erased."""

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        while connection := self._kept():
            connection.close()

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
            with connection, connection.cursor() as cursor:
                result = work(DriverCursor(cursor, "%s"))
        finally:
            if not connection.closed:
                self._idle.put(connection)
        return result

    def _connect(self) -> Any:
        connection = psycopg2.connect(self._url, **OPTIONS)
        # Once: a change of a table waits for who uses it, and could lock up with transactions under way.
        with self._upgrading:
            if not self._is_latest:
                try:
                    if not is_latest(_revision(connection)):
                        upgrade("postgresql", self._connect_to_upgrade, LOCK)
                except BaseException:
                    connection.close()
                    raise
                self._is_latest = True
        return connection

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
