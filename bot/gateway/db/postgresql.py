"""PostgreSQL: each transaction in a thread, on a connection of the pool."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from psycopg.errors import UndefinedColumn, UndefinedTable
from psycopg_pool import PoolTimeout

from bot.gateway.db.database import DatabaseError, DriverCursor, NoDatabase, Result, Work
from bot.gateway.db.pool import Connection, Pool, check_address, connect_options, name_of, raise_if_refused
from bot.gateway.db.schema import LOOK, is_latest, upgrade
from bot.gateway.db.sealing import SEALED, check_keys, seal_some
from bot.gateway.encryption.vault import Vault

CONNECTIONS = 8
PATIENCE = 3.5  # seconds for a transaction; a server that accepts and never answers must not hold customers
STATEMENT_PATIENCE = 3  # seconds; for a connection, too
# An upgrade may take long, and waits for a gateway that is at it already.
UPGRADE_OPTIONS = {**connect_options(STATEMENT_PATIENCE), "options": "-c statement_timeout=0 -c lock_timeout=30000"}
# Two gateways that start together must not both change the tables.
LOCK = "SELECT pg_advisory_xact_lock(20261122)"


class PostgreSQL:
    def __init__(self, url: str, vault: Vault, *, existing: bool = False) -> None:
        check_address("BREACHLINE_STORE", url)
        self.vault = vault
        self.name = name_of(url)
        self._existing = existing
        self._url = url
        self._pool = Pool(url, most=CONNECTIONS, patience=STATEMENT_PATIENCE)
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
        """The log is the server's: what it still has of erased rows is sealed, and the key destroyed."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self.vault.purge_log)

    async def make_room(self) -> bool:
        """Nothing is reserved: the disk is the server's."""
        return False

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._pool.close(timeout=1)
        self.vault.close()

    def _transaction(self, work: Work[Result]) -> Result:
        try:
            with self._pool.connection() as connection:
                self._bring_up_to_date(connection)
                return self._work(connection, work)
        except psycopg.Error as error:
            if isinstance(error, UndefinedTable | UndefinedColumn):
                self._is_latest = False  # somebody put another database in its place
            if isinstance(error, PoolTimeout) and not self._is_latest:
                raise_if_refused("BREACHLINE_STORE", self._url)
            raise DatabaseError(type(error).__name__) from error

    def _work(self, connection: Connection, work: Work[Result]) -> Result:
        with connection.transaction(), connection.cursor() as cursor:
            return work(DriverCursor(cursor, self.vault, "%s"))

    def _bring_up_to_date(self, connection: Connection) -> None:
        if self._is_latest:
            return
        # Once: a change of a table waits for all who use it, and could lock up with transactions under way.
        with self._upgrading:
            if not self._is_latest:
                revision = _revision(connection)
                if self._existing and revision is None:
                    raise NoDatabase(self.name)
                if not is_latest(revision):
                    upgrade("postgresql", self._connect_to_upgrade, LOCK)
                self._work(connection, check_keys)
                self._seal_plain(connection)
                self._is_latest = True

    def _seal_plain(self, connection: Connection) -> None:
        """Seal what an older version stored in plain text, then rewrite the tables so that no page still has it."""
        if self._work(connection, seal_some):
            while self._work(connection, seal_some):
                pass
            with psycopg.connect(self._url, autocommit=True, **UPGRADE_OPTIONS) as patient:
                for table, _, _ in SEALED:
                    patient.execute(f"VACUUM (FULL) {table}")

    def _connect_to_upgrade(self) -> Any:
        """A connection for Alembic, whose SQLAlchemy knows psycopg2 only."""
        import psycopg2  # noqa: PLC0415 - only where there is something to upgrade

        return psycopg2.connect(self._url, **UPGRADE_OPTIONS)


def _revision(connection: Connection) -> str | None:
    try:
        with connection.transaction():
            row = connection.execute(LOOK).fetchone()
    except UndefinedTable:
        return None
    return row[0] if row else None
