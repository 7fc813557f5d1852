"""The queue and the available agents, as one shared snapshot; and a limit of waiting conversations per address."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.content import incident
from bot.gateway.db.database import Cursor, Database
from bot.gateway.handoff.model import Handoff
from bot.gateway.handoff.rows import all_waiting, colleagues_there, has_agents, recent_waits
from bot.gateway.settings import NO_DESK, OWN_DESK
from bot.handoff.expected_wait import PastWait, expected_minutes
from bot.handoff.opening_hours import is_open
from bot.language import Language

SNAPSHOT_LASTS = 2.0  # seconds; several gateways share one queue

REMEMBERED = 100_000  # conversations; those that were spoken in least lately go first


@dataclass(frozen=True)
class QueueView:
    """A snapshot. `desk`: whether people can answer at all; `languages`: those that available agents speak."""

    desk: bool
    open: bool
    languages: tuple[Language, ...]
    waiting: tuple[Handoff, ...]
    recent: tuple[PastWait, ...]
    at: float = 0.0  # when it was so, in seconds since 1970

    @property
    def somebody_there(self) -> bool:
        return self.open and bool(self.languages)

    def place_of(self, conversation_id: str) -> int | None:
        """The place in the queue, 1 for the next one; null for a conversation that does not wait."""
        return self._places.get(conversation_id)

    def minutes_at(self, place: int) -> int | None:
        """The wait to expect at this place; null when nothing honest can be said."""
        return expected_minutes(place, self.recent, self._still_for)

    def standing(self, conversation_id: str) -> dict[str, int | None]:
        """`place` and `wait_minutes`, as clients get them; empty for a conversation that does not wait."""
        place = self.place_of(conversation_id)
        return {"place": place, "wait_minutes": self.minutes_at(place)} if place else {}

    @cached_property
    def _still_for(self) -> float:
        """Seconds since an agent last took somebody out of the queue, or since the queue began."""
        began = min((one.since for one in self.waiting), default=self.at)
        return self.at - max([began, *(wait.ended_at for wait in self.recent)])

    @cached_property
    def _places(self) -> dict[str, int]:
        """The place of each waiting conversation; computed once, because all ask for theirs when one changes."""
        return {one.conversation_id: place for place, one in enumerate(self.waiting, 1)}


def has_desk(cursor: Cursor, helpdesk: str) -> bool:
    """Whether people can answer at all."""
    return helpdesk != NO_DESK and (helpdesk != OWN_DESK or has_agents(cursor))


def queue_view(cursor: Cursor, helpdesk: str, now: float) -> QueueView:
    """The queue at `now`, in seconds since 1970."""
    if not has_desk(cursor, helpdesk):
        return QueueView(desk=False, open=False, languages=(), waiting=(), recent=())
    languages = tuple(incident().languages)  # an outside helpdesk does not tell who is there
    if helpdesk == OWN_DESK:
        spoken = {language for one in colleagues_there(cursor, now) for language in one.languages}
        languages = tuple(language for language in languages if language in spoken)
    return QueueView(
        desk=True,
        open=desk_is_open(now),
        languages=languages,
        waiting=tuple(all_waiting(cursor)),
        recent=tuple(recent_waits(cursor, now)),
        at=now,
    )


def desk_is_open(now: float) -> bool:
    """Whether `now` lies within the desk's hours, as incident.yml has them."""
    people = incident().people
    return is_open(datetime.datetime.fromtimestamp(now, people.zone), people.hours, people.holidays)


class SharedQueue:
    def __init__(self, database: Database, helpdesk: str) -> None:
        self._database = database
        self._helpdesk = helpdesk
        self._view: QueueView | None = None
        self._until = 0.0
        self._changes = 0
        self._looking = asyncio.Lock()

    async def now(self) -> QueueView:
        """The snapshot; waiting customers, who are all notified at once, share one query. Raises `DatabaseError`."""
        async with self._looking:
            now = time.monotonic()
            if self._view and now < self._until:
                return self._view
            changes = self._changes
            view = await self.read()
            if changes == self._changes:  # nothing changed while we looked
                self._view, self._until = view, now + SNAPSHOT_LASTS
            return view

    async def read(self) -> QueueView:
        """A new snapshot, which is not shared. Raises `DatabaseError`."""
        return await self._database.transaction(lambda cursor: queue_view(cursor, self._helpdesk, time.time()))

    def invalidate(self) -> list[str]:
        """Drop the snapshot, because the queue changed; returns the conversations that were waiting in it."""
        waited = [one.conversation_id for one in self._view.waiting] if self._view else []
        self._view = None
        self._changes += 1
        return waited


class WaitingLimit:
    def __init__(self, most: int) -> None:
        """At most `most` conversations of one address may wait at once."""
        self._most = most
        self._addresses: dict[str, str] = {}

    def remember(self, conversation_id: str, address: str) -> None:
        """Remember the address that the conversation's latest message came from."""
        self._addresses.pop(conversation_id, None)
        self._addresses[conversation_id] = address
        if len(self._addresses) > REMEMBERED:
            del self._addresses[next(iter(self._addresses))]

    def is_reached(self, conversation_id: str, waiting: Iterable[str]) -> bool:
        """Whether this conversation's address has as many waiting already as it may."""
        address = self._addresses.get(conversation_id)
        return address is not None and sum(self._addresses.get(one) == address for one in waiting) >= self._most
