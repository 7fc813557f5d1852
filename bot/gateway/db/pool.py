"""A bounded pool of connections to PostgreSQL, each checked before it is used.

Values are bound on the client (`ClientCursor`), because the statements are SQLite's, too, and name no types. Nothing is
prepared, so that a pooler such as PgBouncer may stand between.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from bot.environment import SettingsError
from bot.gateway.db.database import UnusableDatabase

# What a server says, in English, when it will not let us in however often we ask; libpq has no code for it.
_REFUSED = re.compile(
    r'(?:password authentication failed for user ".*"|no password supplied|(?:role|database) ".*" does not exist'
    r'|role ".*" is not permitted to log in|permission denied for database ".*"|no pg_hba\.conf entry for .*)'
)
LOOK_PATIENCE = 2  # seconds; libpq knows no shorter ones

Connection = psycopg.Connection[tuple[Any, ...]]


def connect_options(patience: int) -> dict[str, Any]:
    """Options of libpq: `patience` is how many seconds connecting and each statement may take.

    A server that vanished without closing the connection is noticed in that time, too, whether or not we wait for it.
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
    """Raises `SettingsError` for an unreadable address. The driver's own message could quote the password."""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise SettingsError(
            f"{setting} is no address that PostgreSQL understands: write postgresql://USER:PASSWORD@HOST/DATABASE, "
            "with signs such as @ in the password as %40."
        ) from None


def name_of(url: str) -> str:
    """The address for people, without its password; what it leaves to libpq's defaults is left out."""
    parts = {"user": "", "host": "", "port": "", "dbname": ""} | conninfo_to_dict(url)
    user, port = (parts["user"] and f"{parts['user']}@"), (parts["port"] and f":{parts['port']}")
    if str(parts["host"]).startswith("/"):  # the folder of a socket
        return f"postgresql://{user}{port}/{parts['dbname']}?host={parts['host']}"
    return f"postgresql://{user}{parts['host']}{port}/{parts['dbname']}"


def raise_if_refused(setting: str, url: str) -> None:
    """Raises `UnusableDatabase` when the server answers and does not let us in: waiting would mend nothing."""
    try:
        psycopg.connect(url, connect_timeout=LOOK_PATIENCE).close()
    except psycopg.Error as error:
        if refused := _REFUSED.search(str(error)):
            raise UnusableDatabase(
                f"PostgreSQL does not let us in at {name_of(url)} ({setting}): {refused[0].splitlines()[0]}"
            ) from None


class Pool(ConnectionPool[Connection]):
    """At most `most` connections in autocommit mode, made when needed; `patience` bounds the wait for one."""

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
