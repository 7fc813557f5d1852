"""A gateway's place at its store: a row that it renews, by which others know that it is there.

Gateways that share Redis may be many, others one at a time. Clocks of machines differ, so nobody's time is believed: a
gateway is gone once its row has not changed for as long as a lease lasts, by the clock of whoever looks.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import re
import secrets
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web

from bot.gateway.background import Job
from bot.gateway.db.database import Cursor, Database, DatabaseError, UnusableDatabase

logger = logging.getLogger(__name__)

BEAT = 1.5  # seconds between two renewals
LEASE = 5.0  # seconds without one, after which a gateway is gone
FILE = "gateway_id"

_ID = re.compile(r"[0-9a-f]{12}\Z", re.ASCII)


class PlaceTaken(UnusableDatabase):
    """Another gateway uses the store, and the two cannot share it."""


class Identity:
    """A gateway's id, kept in its data folder: a gateway that finds it there knows that its predecessor is gone.

    Where another gateway holds the file, as two of one machine may share a folder, the id is a new one.
    """

    def __init__(self, data_folder: Path) -> None:
        self.id = secrets.token_hex(6)
        self._held: int | None = None
        with contextlib.suppress(OSError):
            data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.open(data_folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(file)
                return
            self._held = file
            kept = os.read(file, 100).decode(errors="replace")
            if _ID.match(kept):
                self.id = kept
            else:
                os.ftruncate(file, 0)
                os.pwrite(file, self.id.encode(), 0)

    def close(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None


@dataclass(frozen=True)
class _Row:
    id: str
    since: int  # the order in which they came
    shares: bool
    seen_at: float


@dataclass(frozen=True)
class _Seen:
    row: _Row
    changed_at: float  # by our monotonic clock
    changed: bool = False  # while we looked: it is there for certain

    @property
    def is_gone(self) -> bool:
        return time.monotonic() - self.changed_at >= LEASE


class Place:
    """The place of a gateway, which `shares` with others or must be alone."""

    def __init__(
        self, database: Database, identity: Identity, shares: bool, stop: Callable[[], None] | None = None
    ) -> None:
        self._database = database
        self._identity = identity
        self._shares = shares
        self._stop = stop or (lambda: signal.raise_signal(signal.SIGTERM))
        self._own: _Row | None = None
        self._others: dict[str, _Seen] = {}
        self._left = False

    @property
    def leads(self) -> bool:
        """Whether this gateway does the jobs for which one is enough; for a moment two may, or none."""
        own = self._own
        return own is not None and all(
            (own.since, own.id) < (one.row.since, one.row.id) for one in self._others.values() if not one.is_gone
        )

    async def take(self) -> None:
        """Take the place; where a row is in the way, wait for a lease to see whether its gateway lives.

        If the store does not answer, the job takes it later. Raises `PlaceTaken`.
        """
        try:
            await self._look()
            while before := self._before_us():
                if any(one.changed for one in before):
                    await self.leave()
                    await self._database.close()
                    raise PlaceTaken(self._sentence())
                await asyncio.sleep(BEAT / 3)
                await self._look()
        except PlaceTaken:
            raise
        except DatabaseError as error:
            logger.warning("The store does not answer yet: %s.", error)

    async def lifetime(self, app: web.Application) -> AsyncIterator[None]:
        """A context of the application; when it ends, the place is left."""
        yield
        await self.leave()

    async def leave(self) -> None:
        """Free the place."""
        self._left = True
        with contextlib.suppress(DatabaseError):
            await self._database.transaction(
                lambda cursor: cursor.run("DELETE FROM gateways WHERE id = ?", (self._identity.id,))
            )
        self._identity.close()

    def job(self) -> Job:
        return Job("place", self._renew, BEAT)

    def alone(self, job: Job) -> Job:
        """The job, done by one of the gateways only."""

        async def work() -> None:
            if self.leads:
                await job.work()

        return replace(job, work=work)

    async def _renew(self) -> None:
        """Renew the place; or stop, if a gateway that cannot share came while the store was away or this one slept."""
        if self._left:  # the process ends; a round that did nothing would tell that the store answers
            await asyncio.get_running_loop().create_future()
        await self._look()
        if any(one.changed for one in self._before_us()):
            logger.error("This gateway stops. %s.", self._sentence())
            self._stop()

    async def _look(self) -> None:
        own, rows = await self._database.transaction(self._renewed)
        self._own = own
        now = time.monotonic()
        seen = {}
        for row in rows:
            before = self._others.get(row.id)
            if before is None:
                seen[row.id] = _Seen(row, now)
            elif before.row.seen_at != row.seen_at:
                seen[row.id] = _Seen(row, now, changed=True)
            else:
                seen[row.id] = before
        self._others = seen

    def _renewed(self, cursor: Cursor) -> tuple[_Row, list[_Row]]:
        """Our row, renewed or made, and those of others; rows of gateways that are gone are deleted."""
        for one in self._others.values():
            if one.is_gone:
                cursor.run("DELETE FROM gateways WHERE id = ? AND seen_at = ?", (one.row.id, one.row.seen_at))
        cursor.run(
            "INSERT INTO gateways (id, since, shares, seen_at) "
            "VALUES (?, (SELECT COALESCE(MAX(since), 0) + 1 FROM gateways), ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET shares = excluded.shares, seen_at = excluded.seen_at",
            (self._identity.id, int(self._shares), time.time()),
        )
        rows = [_Row(*row) for row in cursor.all("SELECT id, since, shares, seen_at FROM gateways")]
        return next(row for row in rows if row.id == self._identity.id), [
            row for row in rows if row.id != self._identity.id
        ]

    def _before_us(self) -> list[_Seen]:
        """Others that came before us and cannot share the store with us."""
        own = self._own
        return [
            one
            for one in self._others.values()
            if own
            and not one.is_gone
            and not (self._shares and one.row.shares)
            and (one.row.since, one.row.id) < (own.since, own.id)
        ]

    def _sentence(self) -> str:
        without = ", and has no Redis" if self._shares else ""
        return (
            f"Another gateway uses this store{without}: stop it first, or set BREACHLINE_REDIS at all of them to the "
            "same Redis, by which they can share it"
        )
