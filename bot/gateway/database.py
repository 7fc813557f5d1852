"""What a database is to the gateway: a transaction, run in a thread, with `?` for values.

One thread hop per transaction costs less than one per statement, which is what the asynchronous drivers take; see
docs/decisions/0005-gateway.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")
Row = tuple[Any, ...]


class DatabaseError(Exception):
    """The database cannot be reached, or refused."""


class NewerDatabase(DatabaseError):
    """The database was made by a newer version of the gateway; the message says what to do."""


class Cursor(Protocol):
    """What statements run on. Values go in as `?`."""

    def one(self, statement: str, values: Sequence[object] = ()) -> Row | None: ...
    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]: ...
    def run(self, statement: str, values: Sequence[object] = ()) -> int: ...


Work = Callable[[Cursor], Result]


class Database(Protocol):
    async def upgrade(self) -> None:
        """Bring the tables to this version's revision, however long it takes; each new connection does it, too.

        Raises `DatabaseError`.
        """

    async def transaction(self, work: Work[Result]) -> Result:
        """Run `work`; keep all of it or nothing. Raises `DatabaseError`."""

    async def settle(self) -> None:
        """Leave no copy of what was erased in a log of the database's own."""

    async def close(self) -> None: ...


class DriverCursor:
    """A `Cursor` over one of the two drivers."""

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
