"""Five wrong passwords for a name within a quarter of an hour close it for a quarter of an hour.

Names that nobody has are counted like the others, so that the answer tells nothing about which exist.
"""

from __future__ import annotations

import hashlib
import json
import time

from bot.gateway.database import Cursor
from bot.gateway.desk.agent_rows import folded
from bot.gateway.desk.problems import LockedOut

TRIES = 5
WINDOW = 15 * 60.0  # seconds


def attempt(cursor: Cursor, name: str) -> None:
    """Count a try before the password is looked at, so that many at once are no way around. Raises `LockedOut`."""
    now = time.time()
    cursor.run("DELETE FROM desk_attempts WHERE last_at < ?", (now - 2 * WINDOW,))
    # Inserting or touching the row locks it: two tries for one name never see the same count.
    row = cursor.one(
        "INSERT INTO desk_attempts (name_hash, times, last_at) VALUES (?, '[]', ?) "
        "ON CONFLICT (name_hash) DO UPDATE SET last_at = excluded.last_at RETURNING times",
        (_hash(name), now),
    )
    assert row
    times: list[float] = json.loads(row[0])
    if len(times) == TRIES and times[-1] - times[0] <= WINDOW and now < times[-1] + WINDOW:
        raise LockedOut(times[-1] + WINDOW - now)
    cursor.run(
        "UPDATE desk_attempts SET times = ? WHERE name_hash = ?", (json.dumps([*times, now][-TRIES:]), _hash(name))
    )


def forgive(cursor: Cursor, name: str) -> None:
    """The right password was given, or a new one made: what was tried before does not count any more."""
    cursor.run("DELETE FROM desk_attempts WHERE name_hash = ?", (_hash(name),))


def _hash(name: str) -> str:
    """Not the name itself: people type their password into the wrong field."""
    return hashlib.sha256(folded(name).encode()).hexdigest()
