"""Connections to PostgreSQL: few, kept, tried before each use, and waited for no longer than is said.

Values are put into statements here and not by the server: the statements are SQLite's, too, and name no types. Nothing
is prepared, so that a pooler such as PgBouncer may stand between.
"""

from __future__ import annotations

import logging
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from bot.environment import SettingsError

Connection = psycopg.Connection[tuple[Any, ...]]


def connect_options(patience: int) -> dict[str, Any]:
    """libpq's, with so many seconds to connect and for each statement.

    A server that went away without a goodbye is noticed in that time, too, whether it owes us an answer or an
    acknowledgement.
    """
    return {
        "connect_timeout": patience,
        "options": f"-c statement_timeout={patience * 1000}",
        "tcp_user_timeout": patience * 1000,
        "keepalives_idle": patience,
        "keepalives_interval": 1,
        "keepalives_count": 2,
    }


def check_address(setting: str, url: str) -> None:
    """Raises `SettingsError`, without the driver's own words: they quote the part they stumble over, a password too."""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise SettingsError(
            f"{setting} is no address that PostgreSQL understands: write postgresql://USER:PASSWORD@HOST/DATABASE, "
            "with signs such as @ in the password as %40."
        ) from None


class Pool(ConnectionPool[Connection]):
    """Connects when it is first asked, and keeps at most `most` connections. Each statement outside of a transaction is
    kept at once."""

    def __init__(self, url: str, *, most: int, patience: int) -> None:
        logging.getLogger("psycopg.pool").setLevel(logging.WARNING)  # it tells each loan
        driver = {"autocommit": True, "cursor_factory": psycopg.ClientCursor, "prepare_threshold": None}
        super().__init__(
            url,
            kwargs={**connect_options(patience), **driver},
            min_size=0,
            max_size=most,
            timeout=patience,  # for one to be free, or for the server to be back
            reconnect_timeout=patience,  # then whoever asks next tries anew
            check=self._check,
            open=False,
        )

    def getconn(self, timeout: float | None = None) -> Connection:
        self.open()
        return super().getconn(timeout)

    def _check(self, connection: Connection) -> None:
        try:
            self.check_connection(connection)
        except psycopg.Error:
            self.drain()  # where one broke, the others did: the server was started anew
            raise
