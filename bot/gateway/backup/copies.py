"""One database, copied to a file and put back from it: SQLite by its online backup, PostgreSQL by its own client."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.gateway.db.database import DatabaseError, Row
from bot.gateway.db.pool import name_of, raise_if_refused

PATIENCE = 10  # seconds for a lock or a connection
GOODBYE = 3.0  # seconds until a server has ended the session of who just left, such as our own
OTHERS = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend' LIMIT 1"
)
# All or nothing, also where the tables of a newer version stand that the copy does not know.
DROP_TABLES = (
    "DO $$ DECLARE one text; BEGIN FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
    "LOOP EXECUTE format('DROP TABLE %I CASCADE', one); END LOOP; END $$"
)


class BackupError(Exception):
    """A copy cannot be made or put back; the message says why, and what to do."""


class Copied(Protocol):
    """A database that can be copied. Methods raise `BackupError`, and `DatabaseError` when it does not answer."""

    dialect: str
    name: str  # where it is, for people; without a password

    def tables(self) -> set[str]:
        """The names of its tables; none where there is no database yet."""

    def all(self, statement: str) -> list[Row]: ...

    def copy_to(self, file: Path) -> None:
        """A whole copy as of one moment, checked; writers go on meanwhile."""

    def put_back(self, file: Path) -> None:
        """Put the copy in the database's place, or leave everything as it was."""

    def is_in_use(self) -> bool:
        """Whether anybody else has it open."""


def copied(url: str, default: Path) -> Copied:
    """The database that a setting names; when the setting is empty, the SQLite file `default`."""
    if url.startswith("postgresql://"):
        return CopiedPostgreSQL(url)
    return CopiedSQLite(Path(url.removeprefix("sqlite:///")) if url else default)


class CopiedSQLite:
    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def tables(self) -> set[str]:
        if not self._path.exists():
            return set()
        return {str(name) for (name,) in self.all("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def all(self, statement: str) -> list[Row]:
        with _sqlite(self._path) as connection:
            return connection.execute(statement).fetchall()

    def copy_to(self, file: Path) -> None:
        file.touch(0o600)
        with _sqlite(self._path) as source, _sqlite(file) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        _check(file)

    def put_back(self, file: Path) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = self._path.with_name(f"{self._path.name}.new")
        try:
            new.touch(0o600)
            shutil.copyfile(file, new)
            _check(new)
            if self._path.exists():
                self._leave_wal()
            for log in ("-wal", "-shm"):  # of a file that somebody removed: it is no log of this one
                self._path.with_name(f"{self._path.name}{log}").unlink(missing_ok=True)
            os.replace(new, self._path)
        finally:
            new.unlink(missing_ok=True)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def is_in_use(self) -> bool:
        if not self._path.exists():
            return False
        try:
            self._leave_wal()
        except DatabaseError:
            return True
        return False

    def _leave_wal(self) -> None:
        """Fold the write-ahead log into the file, while nobody else has it open; the next opening makes a new log."""
        with _sqlite(self._path) as connection:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()


@contextlib.contextmanager
def _sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise DatabaseError(type(error).__name__) from error


def _check(file: Path) -> None:
    with _sqlite(file) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    if found != [("ok",)]:
        raise BackupError(f"{file.name} is damaged, says SQLite's own check. Take another copy.")


class CopiedPostgreSQL:
    """`pg_dump`, `pg_restore` and `psql` must be there, of the server's version or a newer one."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._url = url
        # On a command line every program of the machine could read the password.
        self._address, self._environment = _without_password(url)
        self.name = name_of(url)

    def tables(self) -> set[str]:
        return {
            str(name) for (name,) in self.all("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        }

    def all(self, statement: str) -> list[Row]:
        try:
            with psycopg.connect(self._url, connect_timeout=PATIENCE) as connection:
                return connection.execute(statement.encode()).fetchall()
        except psycopg.Error as error:
            if isinstance(error, psycopg.OperationalError):
                raise_if_refused("BREACHLINE_STORE or BREACHLINE_KEYS", self._url)
            raise DatabaseError(type(error).__name__) from error

    def copy_to(self, file: Path) -> None:
        file.touch(0o600)
        unowned = ("--no-owner", "--no-privileges")
        self._run("pg_dump", "--format=custom", *unowned, f"--file={file}", f"--dbname={self._address}")
        self._run("pg_restore", "--list", str(file))  # it can be read

    def put_back(self, file: Path) -> None:
        script = file.with_name(f"{file.name}.sql")
        script.touch(0o600)
        try:
            self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
            self._run(
                "psql",
                *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
                *(f"--command={DROP_TABLES}", f"--file={script}", f"--dbname={self._address}"),
            )
        finally:
            script.unlink(missing_ok=True)

    def is_in_use(self) -> bool:
        until = time.monotonic() + GOODBYE
        while self.all(OTHERS):
            if time.monotonic() > until:
                return True
            time.sleep(0.1)
        return False

    def _run(self, tool: str, *arguments: str) -> None:
        program = shutil.which(tool)
        if program is None:
            raise BackupError(f"{tool} is not installed. Install PostgreSQL's client, not older than the server.")
        done = subprocess.run(
            [program, *arguments],
            env={**os.environ, **self._environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace").splitlines() or ["it says nothing."]
            raise BackupError(f"{tool} failed: {said[0]}")  # what follows could quote rows


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, for a command line; and the password, for the command's environment."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise BackupError("The address of the database cannot be read.") from None
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {"PGPASSWORD": str(password)} if password else {}
