"""Whether a fault of SQLite, or of a file beside it, means that the disk is full."""

from __future__ import annotations

import errno
import sqlite3

from bot.gateway.db.database import DatabaseError, DiskFull

# The second when the log's index of a database in WAL mode cannot grow, as for a new connection.
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
_FULL_FOR_FILES = (errno.ENOSPC, errno.EDQUOT)


def as_database_error(error: sqlite3.Error | OSError, of: str = "") -> DatabaseError:
    """The error as one of ours: the driver's own text could quote what was written."""
    full = (
        error.errno in _FULL_FOR_FILES
        if isinstance(error, OSError)
        else getattr(error, "sqlite_errorcode", None) in _FULL
    )
    return (DiskFull if full else DatabaseError)(f"{of}{type(error).__name__}")
