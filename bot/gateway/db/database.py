"""The interface of a database: it runs transactions, each in a thread, with `?` for values.

One thread hop per transaction costs less than one per statement, which is what the asynchronous drivers take; see
docs/decisions/0005-gateway.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from bot.gateway.encryption.vault import Vault

Result = TypeVar("Result")
Row = tuple[Any, ...]


class DatabaseError(Exception):
    """The database cannot be reached, or refused."""


class DiskFull(DatabaseError):
    """Nothing more can be written; what only removes may still work, once `make_room` has freed some."""


class UnusableDatabase(DatabaseError):
    """The gateway must not serve from this database; the message says why, and what to do."""


class NewerDatabase(UnusableDatabase):
    """The database was made by a newer version of the gateway."""


class NoDatabase(UnusableDatabase):
    """There is none, and whoever asked may not make one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no store at {name}: either these settings are not the gateway's (BREACHLINE_STORE, "
            "BREACHLINE_DATA), or it has not run yet"
        )


class Cursor(Protocol):
    """What statements run on. Values go in as `?`; what is personal is sealed and opened with the `vault`."""

    vault: Vault

    def one(self, statement: str, values: Sequence[object] = ()) -> Row | None: ...
    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]: ...
    def run(self, statement: str, values: Sequence[object] = ()) -> int: ...


Work = Callable[[Cursor], Result]


class Database(Protocol):
    vault: Vault
    name: str  # where it is, for people; without a password

    async def upgrade(self) -> None:
        """Bring the tables to this version's revision, however long it takes; the first transaction does it, too.

        Raises `DatabaseError`.
        """

    async def transaction(self, work: Work[Result]) -> Result:
        """Run `work`; keep all of it or nothing. Raises `DatabaseError`, in time for the customer to hear of it."""

    async def ping(self) -> None:
        """Write something, since a database that can only be read serves nobody. Raises `DatabaseError`."""

    async def purge_log(self) -> None:
        """Purge what was erased from the database's write-ahead log, too."""

    async def make_room(self) -> bool:
        """Free the reserved disk space, so that erasing works on a full disk; returns whether there was any."""

    async def close(self) -> None: ...


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """A context that raises `DatabaseError` when its body takes longer, for bodies that only a database can delay.

    What the database has begun may still be kept; a client that repeats the request under the same id gets it.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise DatabaseError("no answer in time") from None


class DriverCursor:
    """A `Cursor` over either driver. A question mark in a statement always stands for a value."""

    def __init__(self, cursor: Any, vault: Vault, placeholder: str = "?") -> None:
        self.vault = vault
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
        if self._placeholder != "?":
            statement = statement.replace("%", "%%").replace("?", self._placeholder)
        self._cursor.execute(statement, tuple(values))
        return self._cursor
