"""The queue and who is there, as one picture of a moment."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.content import incident
from bot.gateway.database import Cursor
from bot.gateway.handoff.handoff_rows import Handoff, all_waiting
from bot.gateway.handoff.log_rows import recent_waits
from bot.gateway.handoff.people import colleagues_there, has_agents
from bot.handoff.expected_wait import PastWait, expected_minutes
from bot.handoff.opening_hours import is_open
from bot.language import LANGUAGES, Language

Helpdesk = Literal["desk", "chatwoot", "zammad", "webhook", "none"]
OUTSIDE: tuple[Helpdesk, ...] = ("chatwoot", "zammad", "webhook")


@dataclass(frozen=True)
class QueueView:
    """`desk` is whether people can answer at all; `languages` are those that somebody who is there speaks."""

    desk: bool
    open: bool
    languages: tuple[Language, ...]
    waiting: tuple[Handoff, ...]
    recent: tuple[PastWait, ...]

    @property
    def somebody_there(self) -> bool:
        return self.open and bool(self.languages)

    def place_of(self, conversation_id: str) -> int | None:
        """The place in the queue, 1 for who is next; null for who does not wait."""
        return self._places.get(conversation_id)

    def minutes_at(self, place: int) -> int | None:
        """The wait to expect there; null when nothing honest can be said."""
        return expected_minutes(place, self.recent)

    def standing(self, conversation_id: str) -> dict[str, int | None]:
        """As clients get it: `place` and `wait_minutes`; nothing for who does not wait."""
        place = self.place_of(conversation_id)
        return {"place": place, "wait_minutes": self.minutes_at(place)} if place else {}

    @cached_property
    def _places(self) -> dict[str, int]:
        """All at once: everybody who waits asks when one place changes."""
        return {one.conversation_id: place for place, one in enumerate(self.waiting, 1)}


def has_desk(cursor: Cursor, helpdesk: Helpdesk) -> bool:
    """Whether people can answer at all."""
    return helpdesk != "none" and (helpdesk != "desk" or has_agents(cursor))


def queue_view(cursor: Cursor, helpdesk: Helpdesk, now: float) -> QueueView:
    """The picture at `now`, in seconds since 1970."""
    if not has_desk(cursor, helpdesk):
        return QueueView(desk=False, open=False, languages=(), waiting=(), recent=())
    languages: tuple[Language, ...] = LANGUAGES  # an outside helpdesk does not tell who is there
    if helpdesk == "desk":
        spoken = {language for one in colleagues_there(cursor, now) for language in one.languages}
        languages = tuple(language for language in LANGUAGES if language in spoken)
    return QueueView(
        desk=True,
        open=desk_is_open(now),
        languages=languages,
        waiting=tuple(all_waiting(cursor)),
        recent=tuple(recent_waits(cursor, now)),
    )


def desk_is_open(now: float) -> bool:
    """Whether `now` lies within the desk's hours, as incident.yml has them."""
    people = incident().people
    return is_open(datetime.datetime.fromtimestamp(now, people.zone), people.hours, people.holidays)
