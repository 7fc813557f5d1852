"""SQLite or PostgreSQL behind one small face: a transaction, run in a thread, with `?` for values.

One thread hop per transaction costs less than one per statement, which is what the asynchronous drivers take; see
docs/decisions/0005-gateway.md.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

import psycopg2

from bot.gateway.tables import TABLES

Result = TypeVar("Result")
Row = tuple[Any, ...]

POSTGRESQL_CONNECTIONS = 8
CONNECT_PATIENCE = 3  # seconds
STATEMENT_PATIENCE = 3_000  # milliseconds


class DatabaseError(Exception):
    """The database cannot be reached, or refused."""


class Cursor(Protocol):
    """What statements run on. Values go in as `?`."""

    def one(self, statement: str, values: Sequence[object] = ()) -> Row | None: ...
    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]: ...
    def run(self, statement: str, values: Sequence[object] = ()) -> int: ...


Work = Callable[[Cursor], Result]


class Database(Protocol):
    async def transaction(self, work: Work[Result]) -> Result:
        """Run `work`; keep all of it or nothing. Raises `DatabaseError`."""

    async def settle(self) -> None:
        """Leave no copy of what was erased in a log of the database's own."""

    async def close(self) -> None: ...


def open_database(url: str, data_folder: Path) -> Database:
    """The database of the setting `BREACHLINE_STORE`; a SQLite file in the data folder when it is empty."""
    if url.startswith("postgresql://"):
        return PostgreSQL(url)
    return SQLite(Path(url.removeprefix("sqlite:///")) if url else data_folder / "gateway.sqlite")


class SQLite:
    """One file, one connection, one thread: SQLite has one writer, and a read takes microseconds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, "sqlite")

    async def transaction(self, work: Work[Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, work)

    async def settle(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._checkpoint)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _transaction(self, work: Work[Result]) -> Result:
        try:
            connection = self._connection = self._connection or self._connect()
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(_Cursor(connection.cursor()))
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise
        except (sqlite3.Error, OSError) as error:
            raise DatabaseError(type(error).__name__) from error
        return result

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(
            self._path, timeout=CONNECT_PATIENCE, isolation_level=None, check_same_thread=False
        )
        self._path.chmod(0o600)
        # What is erased is overwritten, not only marked as free.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            connection.execute(table)
        return connection

    def _checkpoint(self) -> None:
        if self._connection:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _close(self) -> None:
        if self._connection:
            self._connection.close()  # the last connection folds the write-ahead log into the file


class PostgreSQL:
    """Connections made when first needed, kept, and dropped when they break."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: SimpleQueue[Any] = SimpleQueue()
        self._threads = ThreadPoolExecutor(POSTGRESQL_CONNECTIONS, "postgresql")

    async def transaction(self, work: Work[Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._transaction, work)

    async def settle(self) -> None:
        """Nothing to do: its log is the server's, and its vacuum clears what was erased."""

    async def close(self) -> None:
        self._threads.shutdown()
        while not self._idle.empty():
            self._idle.get().close()

    def _transaction(self, work: Work[Result]) -> Result:
        try:
            # A kept connection may have broken since: then one new one is tried.
            if not self._idle.empty():
                connection = self._idle.get()
                try:
                    return self._run(connection, work)
                except (psycopg2.OperationalError, psycopg2.InterfaceError):
                    pass
            return self._run(self._connect(), work)
        except psycopg2.Error as error:
            raise DatabaseError(type(error).__name__) from error

    def _run(self, connection: Any, work: Work[Result]) -> Result:
        try:
            with connection, connection.cursor() as cursor:
                result = work(_Cursor(cursor, "%s"))
        finally:
            if not connection.closed:
                self._idle.put(connection)
        return result

    def _connect(self) -> Any:
        connection = psycopg2.connect(
            self._url,
            connect_timeout=CONNECT_PATIENCE,
            tcp_user_timeout=STATEMENT_PATIENCE,
            options=f"-c statement_timeout={STATEMENT_PATIENCE}",
        )
        with connection, connection.cursor() as cursor:
            # Two gateways that start together must not both make the tables.
            cursor.execute("SELECT pg_advisory_xact_lock(20261122)")
            for table in TABLES:
                cursor.execute(table)
        return connection


class _Cursor:
    def __init__(self, cursor: Any, placeholder: str = "?") -> None:
        self._cursor = cursor
        self._placeholder = placeholder

    def one(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        row: Row | None = self._execute(statement, values).fetchone()
        return row

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        rows: list[Row] = self._execute(statement, values).fetchall()
        return rows

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        count: int = self._execute(statement, values).rowcount
        return count

    def _execute(self, statement: str, values: Sequence[object]) -> Any:
        self._cursor.execute(statement.replace("?", self._placeholder), tuple(values))
        return self._cursor
