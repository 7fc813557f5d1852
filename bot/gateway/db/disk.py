"""What SQLite says of its files: that the disk is full, or that somebody else is opening them."""

from __future__ import annotations

import errno
import sqlite3
import time

from bot.gateway.db.database import DatabaseError, DiskFull

# The second when the log's index of a database in WAL mode cannot grow, as for a new connection.
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
_FULL_FOR_FILES = (errno.ENOSPC, errno.EDQUOT)
WAIT = 0.02  # seconds between two tries to turn the log on


def as_database_error(error: sqlite3.Error | OSError, of: str = "") -> DatabaseError:
    """The error as one of ours: the driver's own text could quote what was written."""
    full = (
        error.errno in _FULL_FOR_FILES
        if isinstance(error, OSError)
        else getattr(error, "sqlite_errorcode", None) in _FULL
    )
    return (DiskFull if full else DatabaseError)(f"{of}{type(error).__name__}")


def log_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Turn the write-ahead log on, waiting up to `patience` seconds for others who do.

    SQLite itself does not wait here: of several that open a new file at once, all but one are told that it is locked.
    """
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(WAIT)
        else:
            return
