"""What the gateway deletes: conversations that customers erase, and each kind of data when its retention period ends.

A conversation's key goes first: from then on nothing of it can be read, wherever its rows still lie.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.content import incident
from bot.gateway.background import Job
from bot.gateway.data.audit_log import Action, without_line, write_down
from bot.gateway.data.clock import TOLERANCE, ClockWatch
from bot.gateway.db.database import Cursor, Database, DiskFull
from bot.gateway.db.sealing import check_key_store
from bot.gateway.encryption.vault import Vault
from bot.gateway.errors import ConversationGone
from bot.gateway.outbox import OutboxWriter
from bot.gateway.settings import KeepSettings

logger = logging.getLogger(__name__)

BATCH = 50  # conversations, or rows, in one transaction, so that turns come in between
LOOKED_AT = 500  # conversations, when those without a key are looked for
INTERVAL = 30.0  # seconds
SWEEP_EVERY = 600.0  # seconds
KEYS_INTERVAL = 60.0  # seconds
SECONDS_PER_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Kind:
    """A kind of data with an age of its own: rows of `table` for which `old` holds, told apart by `key`."""

    name: str
    table: str
    key: str
    old: str  # a condition on the moment before which they are too old
    days: int | None  # none: with the conversation

    def moment(self, now: float) -> float:
        return now - (self.days or 0) * SECONDS_PER_DAY


def kinds(keep: KeepSettings) -> list[Kind]:
    """The kinds of data that may be deleted before their conversation, or that belong to none."""
    free = "conversation_id NOT IN (SELECT conversation_id FROM handoffs)"
    return [
        Kind("ratings", "ratings", "conversation_id", "at < ?", keep.ratings),
        Kind("call_backs_done", "tickets", "id", "done_at < ?", keep.call_backs_done),
        Kind("call_backs_open", "tickets", "id", "done_at IS NULL AND at < ?", keep.call_backs_open),
        Kind("desk_log", "handoff_log", "id", f"at < ? AND {free}", keep.desk_log),
        Kind("closed_agents", "agents", "id", "disabled = 1 AND closed_at < ?", keep.closed_agents),
        Kind("audit_log", "audit_log", "id", "at < ?", keep.audit_log),
    ]


class Retention:
    def __init__(
        self,
        database: Database,
        outbox: OutboxWriter,
        keep: KeepSettings | None = None,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._keep = keep or KeepSettings()
        self._kinds = [kind for kind in kinds(self._keep) if kind.days]
        self._clock = clock
        self._watch = ClockWatch(monotonic)
        self._replayed = False
        self._swept_at: float | None = None  # by a clock that nobody sets

    def job(self) -> Job:
        """The job that keeps the promise to delete, a legal one."""
        return Job("retention", self.round, INTERVAL)

    async def round(self) -> None:
        """Delete what is past its retention, unless the clock cannot be trusted. Raises `DatabaseError`."""
        await self.replay_erasures()
        now = self._clock()
        sound = await self._database.transaction(lambda cursor: self._watch.is_sound(cursor, now))
        if sound:
            await self._database.transaction(lambda cursor: _bring_back_from_the_future(cursor, now))
            await self.remove_expired(now)
        if self._swept_at is None or time.monotonic() - self._swept_at >= SWEEP_EVERY:
            await self.sweep()
            if sound:
                await self._drop_outlived(now - (incident().retention_days + 1) * SECONDS_PER_DAY)
            self._swept_at = time.monotonic()

    async def remove_expired(self, now: float) -> None:
        """Delete what is too old at `now`, and log in the audit log how much it was and that none is left."""
        than = now - incident().retention_days * SECONDS_PER_DAY
        removed = {"conversations": await self.remove_older(than)}
        for kind in self._kinds:
            removed[kind.name] = await self._remove(kind, kind.moment(now))
        if not any(removed.values()):
            return

        def work(cursor: Cursor) -> dict[str, int]:
            left = _count(cursor, "conversations", "last_at < ?", than)
            left += sum(_count(cursor, kind.table, kind.old, kind.moment(now)) for kind in self._kinds)
            counts = {name: count for name, count in removed.items() if count} | {"left": left}
            write_down(cursor, "retention", counts=counts)
            return counts

        logger.info("Removed as old as they may get: %s.", await self._database.transaction(work))

    async def erase(self, conversation_id: str, by: Action = "erased by customer") -> int:
        """Delete a conversation, its key first; returns the number of its last message. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> int:
            row = cursor.one(
                "UPDATE conversations SET last_at = last_at WHERE id = ? RETURNING last_seq", (conversation_id,)
            )
            if not row:
                raise ConversationGone
            cursor.vault.erase(conversation_id)
            self._delete(cursor, [conversation_id])
            write_down(cursor, by, conversation_id)
            return int(row[0])

        try:
            last_seq = await self._database.transaction(work)
        except DiskFull:  # and after no other fault: the reserve is held back for this one
            if not await self._database.make_room():
                raise
            last_seq = await self._database.transaction(work)
        await self._database.purge_log()
        return last_seq

    async def remove_older(self, than: float) -> int:
        """Delete the conversations last used before `than`; returns how many."""

        def work(cursor: Cursor) -> int:
            rows = cursor.all("SELECT id FROM conversations WHERE last_at < ? LIMIT ?", (than, BATCH))
            ids = [row[0] for row in rows]
            cursor.vault.destroy(ids)
            return _delete_rows(cursor, ids)

        removed = 0
        while count := await self._database.transaction(work):
            removed += count
        if removed:
            await self._database.purge_log()
        return removed

    async def replay_erasures(self) -> None:
        """Erase again what had been erased before a backup of store or keys was restored; once per process.

        An erasure whose line of the audit log a restore took away has one again: it can be shown.
        """
        if self._replayed:
            return
        again = 0
        erased = await asyncio.to_thread(self._database.vault.erased)
        ids = [*erased]
        lines_from = self._clock() - self._keep.audit_log * SECONDS_PER_DAY
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            shown = [one for one in some if erased[one] >= lines_from]
            again += await self._database.transaction(partial(self._erase_again, some, shown))
        if again:
            await self._database.purge_log()
            logger.warning("%d conversations that had been erased were back, and are erased again.", again)
        self._replayed = True

    def _erase_again(self, conversation_ids: Sequence[str], shown: Sequence[str], cursor: Cursor) -> int:
        """`shown` are those of them whose erasures stay in the audit log."""
        cursor.vault.destroy(conversation_ids)
        places = ", ".join("?" * len(conversation_ids))
        back = [row[0] for row in cursor.all(f"SELECT id FROM conversations WHERE id IN ({places})", conversation_ids)]
        for conversation_id in dict.fromkeys([*back, *without_line(cursor, shown)]):
            write_down(cursor, "erased again", conversation_id)
        return self._delete(cursor, back)

    async def sweep(self) -> None:
        """Delete rows that no key opens. Raises `DatabaseError`."""
        await self._walk(self._sweep_some)

    async def _walk(self, look: Callable[[Cursor, str], str | None]) -> None:
        """Call `look` with the last id seen, batch after batch, until it finds none."""
        after: str | None = ""
        while after is not None:
            after = await self._database.transaction(partial(_look_after, look, after))

    def _sweep_some(self, cursor: Cursor, after: str) -> str | None:
        """Delete rows whose key is destroyed: left by a commit that failed, or restored with a backup of the store."""
        check_key_store(cursor)  # what another key store sealed was not erased
        rows = cursor.all("SELECT id FROM conversations WHERE id > ? ORDER BY id LIMIT ?", (after, LOOKED_AT))
        ids = [row[0] for row in rows]
        with_key = cursor.vault.with_key(ids)
        without = [one for one in ids if one not in with_key]
        for conversation_id in without:
            write_down(cursor, "removed without a key", conversation_id)
        self._delete(cursor, without)
        return ids[-1] if ids else None

    async def _drop_outlived(self, moment: float) -> None:
        """Destroy old keys that no conversation uses, and drop old erasures, which no backup can contain any more."""

        def look(cursor: Cursor, after: str) -> str | None:
            ids = cursor.vault.keys_before(moment, after, LOOKED_AT)
            places = ", ".join("?" * len(ids))
            rows = cursor.all(f"SELECT id FROM conversations WHERE id IN ({places})", ids) if ids else []
            cursor.vault.destroy(sorted(set(ids) - {row[0] for row in rows}))
            return ids[-1] if ids else None

        await self._walk(look)
        await asyncio.to_thread(self._database.vault.forget_erasures, moment)

    def _delete(self, cursor: Cursor, conversation_ids: Sequence[str]) -> int:
        """Delete rows whose key is destroyed, and tell the helpdesk."""
        for conversation_id in conversation_ids:
            self._outbox.add(cursor, conversation_id, "erased")
        return _delete_rows(cursor, conversation_ids)

    async def _remove(self, kind: Kind, than: float) -> int:
        removed = 0
        while count := await self._database.transaction(
            lambda cursor: cursor.run(
                f"DELETE FROM {kind.table} WHERE {kind.key} IN "
                f"(SELECT {kind.key} FROM {kind.table} WHERE {kind.old} LIMIT ?)",
                (than, BATCH),
            )
        ):
            removed += count
        return removed


def rotation_job(vault: Vault, days: int, clock: Callable[[], float] = time.time) -> Job:
    """The job that replaces the master key; destroying the old one makes all copies of keys that it wrapped useless."""
    return Job("keys", lambda: asyncio.to_thread(vault.rotate_master, clock(), days * SECONDS_PER_DAY), KEYS_INTERVAL)


def _look_after(look: Callable[[Cursor, str], str | None], after: str, cursor: Cursor) -> str | None:
    return look(cursor, after)


def _delete_rows(cursor: Cursor, conversation_ids: Sequence[str]) -> int:
    places = ", ".join("?" * len(conversation_ids))
    return cursor.run(f"DELETE FROM conversations WHERE id IN ({places})", conversation_ids) if conversation_ids else 0


def _count(cursor: Cursor, table: str, old: str, than: float) -> int:
    row = cursor.one(f"SELECT COUNT(*) FROM {table} WHERE {old}", (than,))
    return int(row[0]) if row else 0


def _bring_back_from_the_future(cursor: Cursor, now: float) -> None:
    """Correct dates from while the clock was ahead: they would keep conversations too long."""
    cursor.run("UPDATE conversations SET last_at = ? WHERE last_at > ?", (now, now + TOLERANCE))
