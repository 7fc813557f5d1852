"""One turn at a time per conversation, whichever gateways its messages come to.

Within a gateway a lock does it. Between gateways it is a claim in the conversation's row, made in the transaction that
keeps the question and given up in the one that keeps the answer, which refuses when the claim is another's by then. So
a gateway that died or slept delays the next message by a lease, and never puts an answer in the wrong place. Nobody's
clock is believed: a claim is dead once it has not been renewed for as long as a lease, by the clock of whoever waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from bot.gateway.db.database import Cursor, Database, DatabaseError
from bot.gateway.errors import ConversationGone
from bot.gateway.keyed_lock import KeyedLock
from bot.gateway.metrics import TimedTurn
from bot.gateway.notifier import Notifier, Subscription

LEASE = 2.0  # seconds without a sign, after which a claim is dead
RENEW = 0.6  # seconds between two signs
LOOK_AGAIN = 0.1  # seconds, while another gateway has the conversation

Result = TypeVar("Result")
Held = tuple[str, float]  # a claim as it is in the row: whose, and when it was made or renewed


class TurnUnderWay(Exception):
    """Another gateway answers in this conversation."""

    def __init__(self, held: Held) -> None:
        super().__init__()
        self.held = held


class TurnLost(DatabaseError):
    """Another gateway took the turn over, because this one gave no sign; a message sent again is answered."""

    def __init__(self) -> None:
        super().__init__("another gateway took the turn over")


@dataclass
class Turn:
    """A turn of one conversation; `id` begins with the gateway's, and the slash after it."""

    conversation_id: str
    id: str
    timed: TimedTurn
    over: Held | None = None  # a claim that is dead
    is_claimed: bool = False  # and not given up yet

    @property
    def gateway(self) -> str:
        return self.id.split("/")[0]


def claim_turn(cursor: Cursor, turn: Turn) -> None:
    """Claim the turn, and lock the conversation's row.

    A claim of the same gateway is dead, or it would hold the lock. Raises `TurnUnderWay` and `ConversationGone`.
    """
    holder, at = turn.over or ("", 0.0)
    claimed = cursor.run(
        "UPDATE conversations SET turn = ?, turn_at = ? WHERE id = ? "
        "AND (turn IS NULL OR turn LIKE ? OR (turn = ? AND turn_at = ?))",
        (turn.id, time.time(), turn.conversation_id, f"{turn.gateway}/%", holder, at),
    )
    if not claimed:
        row = cursor.one("SELECT turn, turn_at FROM conversations WHERE id = ?", (turn.conversation_id,))
        if not row:
            raise ConversationGone
        raise TurnUnderWay((row[0], row[1]))


def end_turn(cursor: Cursor, turn: Turn) -> bool:
    """Give the claim up; false when it is another's by now, or the conversation is gone."""
    return bool(
        cursor.run(
            "UPDATE conversations SET turn = NULL, turn_at = NULL WHERE id = ? AND turn = ?",
            (turn.conversation_id, turn.id),
        )
    )


class Turns:
    """Without `shares` there is no other gateway, to which claims would have to be shown alive or given up."""

    def __init__(self, database: Database, notifier: Notifier, gateway_id: str, shares: bool) -> None:
        self._database = database
        self._notifier = notifier
        self._shares = shares
        self._ids = (f"{gateway_id}/{number}" for number in itertools.count(time.time_ns()))
        self._locks = KeyedLock()

    @asynccontextmanager
    async def hold(self, conversation_id: str, timed: TimedTurn | None = None) -> AsyncIterator[Turn]:
        """The conversation's next turn, while the context lasts; until it is claimed, of this gateway only."""
        async with self._locks.hold(conversation_id):
            turn = Turn(conversation_id, next(self._ids), timed or TimedTurn())
            signs = asyncio.create_task(self._give_signs(turn)) if self._shares else None
            try:
                yield turn
            except (DatabaseError, asyncio.CancelledError):
                turn.is_claimed = False  # no store, or no time left to tell it: others wait for a lease
                raise
            finally:
                if signs:
                    signs.cancel()
                await self._end(turn)

    async def _end(self, turn: Turn) -> None:
        if turn.is_claimed and self._shares:
            with contextlib.suppress(DatabaseError):
                await self._database.transaction(lambda cursor: end_turn(cursor, turn))
                self._notifier.notify(turn.conversation_id)

    async def when_free(self, turn: Turn, begin: Callable[[], Awaitable[Result]]) -> Result:
        """What `begin` gives, which claims the turn; called again as long as another gateway has one here."""
        held: Held | None = None
        since = 0.0
        with ExitStack() as stack:
            subscription: Subscription | None = None
            while True:
                with turn.timed.part("begin"):
                    try:
                        result = await begin()
                    except TurnUnderWay as other:
                        found = other.held  # nothing failed: its span is none of an error
                    else:
                        turn.is_claimed = True
                        return result
                with turn.timed.part("queued"):
                    subscription = subscription or stack.enter_context(self._notifier.subscribe(turn.conversation_id))
                    now = time.monotonic()
                    if found != held:
                        held, since = found, now
                    elif now - since >= LEASE:
                        turn.over = held
                    await subscription.wait(LOOK_AGAIN)

    async def claim(self, turn: Turn) -> None:
        """Claim the turn, once no other gateway has one in this conversation. Raises `ConversationGone`."""
        await self.when_free(turn, lambda: self._database.transaction(lambda cursor: claim_turn(cursor, turn)))

    async def _give_signs(self, turn: Turn) -> None:
        while True:
            await asyncio.sleep(RENEW)
            if turn.is_claimed:
                with contextlib.suppress(DatabaseError):
                    await self._database.transaction(lambda cursor: _renew(cursor, turn))


def _renew(cursor: Cursor, turn: Turn) -> None:
    cursor.run(
        "UPDATE conversations SET turn_at = ? WHERE id = ? AND turn = ?", (time.time(), turn.conversation_id, turn.id)
    )
