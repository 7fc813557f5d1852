"""The conversations' keys in a PostgreSQL database."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg.errors import UndefinedTable
from psycopg_pool import PoolTimeout

from bot.gateway.db.database import DatabaseError, Row
from bot.gateway.db.pool import Connection, Pool, check_address, name_of, raise_if_refused
from bot.gateway.encryption.key_store import TABLES

CONNECTIONS = 8  # as many as the store's transactions, each of which may need a key
PATIENCE = 2  # seconds for a connection, and for a statement


class PostgreSQLKeys:
    def __init__(self, url: str) -> None:
        check_address("BREACHLINE_KEYS", url)
        self.name = name_of(url)
        self._url = url
        self._pool = Pool(url, most=CONNECTIONS, patience=PATIENCE)
        self._making_tables = threading.Lock()
        self._has_tables = False

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        with self._executed(statement, values) as cursor:
            return cursor.fetchall()

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        with self._executed(statement, values) as cursor:
            return cursor.rowcount

    def is_there(self) -> bool:
        """Tables without keys are made in an empty one, and tell apart as well."""
        return True

    def purge_log(self) -> None:
        """Nothing to do: the log is the server's, and its vacuum removes destroyed keys."""

    def close(self) -> None:
        self._pool.close(timeout=1)

    @contextmanager
    def _executed(self, statement: str, values: Sequence[object]) -> Iterator[psycopg.Cursor[Row]]:
        try:
            with self._pool.connection() as connection:
                self._make_tables(connection)
                yield connection.execute(statement.replace("?", "%s"), tuple(values))
        except psycopg.Error as error:
            if isinstance(error, UndefinedTable):
                self._has_tables = False  # somebody put another database in its place
            if isinstance(error, PoolTimeout) and not self._has_tables:
                raise_if_refused("BREACHLINE_KEYS", self._url)
            raise DatabaseError(f"keys: {type(error).__name__}") from error

    def _make_tables(self, connection: Connection) -> None:
        if self._has_tables:
            return
        with self._making_tables:
            if not self._has_tables:
                with connection.transaction():
                    connection.execute("SELECT pg_advisory_xact_lock(20261129)")  # two that start together
                    for table in TABLES:
                        connection.execute(table)
                self._has_tables = True
