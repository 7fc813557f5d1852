"""The conversations' keys, wrapped, in a database of their own, apart from the store and its backups.

Each statement is committed at once: a key is stored before anything is sealed with it, and destroyed before its
conversation is deleted.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from bot.gateway.db.database import Row
from bot.gateway.db.disk import as_database_error, log_ahead

TABLES = (
    "CREATE TABLE IF NOT EXISTS conversation_keys (conversation_id TEXT PRIMARY KEY, master_id TEXT NOT NULL, "
    "wrapped TEXT NOT NULL, made_at DOUBLE PRECISION NOT NULL)",
    # Which key store this is: what was sealed by another's keys must not be taken for erased.
    "CREATE TABLE IF NOT EXISTS identity (one BIGINT PRIMARY KEY, id TEXT NOT NULL)",
)
PATIENCE = 1  # seconds for a lock: whoever waits for a key holds the other database up


class KeyDatabase(Protocol):
    """The statements that keys need. Each raises `DatabaseError` when the database does not answer."""

    name: str  # where it is, for people; without a password

    def is_there(self) -> bool:
        """Whether there is one; else the first statement makes it."""

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]: ...
    def run(self, statement: str, values: Sequence[object] = ()) -> int: ...
    def purge_log(self) -> None: ...
    def close(self) -> None: ...


def open_key_database(url: str, data_folder: Path) -> KeyDatabase:
    """The key database at `url`, or a SQLite file in the data folder when that is empty. Nothing is opened yet."""
    if url.startswith("postgresql://"):
        from bot.gateway.encryption.postgresql_keys import PostgreSQLKeys  # noqa: PLC0415 - SQLite needs no driver

        return PostgreSQLKeys(url)
    return SQLiteKeys(Path(url.removeprefix("sqlite:///")) if url else data_folder / "keys.sqlite")


class SQLiteKeys:
    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._one_at_a_time = threading.Lock()

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        with self._one_at_a_time:
            return list(self._execute(statement, values).fetchall())

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        with self._one_at_a_time:
            return self._execute(statement, values).rowcount

    def is_there(self) -> bool:
        return self._path.exists()

    def purge_log(self) -> None:
        """Remove destroyed keys from the write-ahead log; while another process reads, the next call does it."""
        with self._one_at_a_time:
            self._execute("PRAGMA wal_checkpoint(TRUNCATE)", ()).fetchall()

    def close(self) -> None:
        with self._one_at_a_time:
            self._disconnect()

    def _execute(self, statement: str, values: Sequence[object]) -> sqlite3.Cursor:
        try:
            return self._connected().execute(statement, tuple(values))
        except (sqlite3.Error, OSError) as error:
            self._disconnect()
            raise as_database_error(error, "keys: ") from error

    def _connected(self) -> sqlite3.Connection:
        # As with the store: a file that was removed or put back lives on unseen while it is open.
        if self._connection and self._inode != self._inode_now():
            self._disconnect()
        if not self._connection:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
            self._path.chmod(0o600)
            log_ahead(connection, PATIENCE)
            # FULL: a key that is lost with the power would take with it what it sealed.
            for pragma in ("synchronous=FULL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            for table in TABLES:
                connection.execute(table)
            self._connection, self._inode = connection, self._inode_now()
        return self._connection

    def _inode_now(self) -> int:
        try:
            return self._path.stat().st_ino
        except FileNotFoundError:
            return 0

    def _disconnect(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
