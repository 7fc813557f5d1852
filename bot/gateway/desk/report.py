"""How the desk is doing, for supervisors: waits, loads, and what customers thought of it."""

from __future__ import annotations

import contextlib
import math
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from aiohttp import web

from bot.gateway.conversations.model import iso
from bot.gateway.conversations.rows import rating_of
from bot.gateway.db.database import Cursor, Database
from bot.gateway.desk.auth.sessions import SignedIn
from bot.gateway.desk.roster import Presence, all_agents_as_json
from bot.gateway.errors import ConversationGone, Invalid
from bot.gateway.handoff.rows import all_held, all_waiting
from bot.gateway.handoff.tickets import open_tickets
from bot.handoff.states import Move
from bot.language import Language

DEFAULT_HOURS = 24
MAX_HOURS = 24 * 31
MAX_COMMENTS = 50
SECONDS_PER_HOUR = 3600

MAX_ROWS = 100_000
ENDS = (Move.GIVE_BACK.value, Move.CLOSE.value)
GOT = (Move.TAKE.value, Move.TAKE_OVER.value, Move.TRANSFER.value, Move.JOIN.value)
LEFT = (Move.CANCEL.value, Move.NOBODY_THERE.value)


class ReportDesk:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        hours = _hours(request.query.get("hours", str(DEFAULT_HOURS)))
        return web.json_response(await self._database.transaction(lambda cursor: _report(cursor, hours)))


def _report(cursor: Cursor, hours: int) -> dict[str, Any]:
    now = time.time()
    since = now - hours * SECONDS_PER_HOUR
    everybody = all_agents_as_json(cursor)
    waiting, held = all_waiting(cursor), all_held(cursor)
    ended, ratings = ends(cursor, since), rated(cursor, since)
    got = conversations_by_person(cursor, since)
    return {
        "waits": {**_waits(waits_taken(cursor, since)), "left": waits_left(cursor, since)},
        "now": {
            "waiting": len(waiting),
            "longest_s": round(max((now - one.since for one in waiting), default=0)),
            "agents_online": sum(person["presence"] == Presence.ONLINE for person in everybody),
            "held": len(held),
        },
        "agents": [
            {
                "agent": {"id": person["id"], "display_name": person["display_name"]},
                "conversations": got[person["id"]],
                "held_now": person["conversations"],
                "median_handling_s": _median([end.seconds for end in ended if end.person_id == person["id"]]),
                "rating": _mean([one for one in ratings if one.person_id == person["id"]]),
            }
            for person in everybody
        ],
        "ratings": {**_ratings(ratings), "comments": _comments(cursor, ratings)},
        "reasons": _reasons(ended),
        "open_tickets": open_tickets(cursor),
    }


def _waits(seconds: Sequence[float]) -> dict[str, Any]:
    in_order = sorted(seconds)
    return {
        "taken": len(in_order),
        "median_s": _median(in_order),
        "p90_s": round(in_order[math.ceil(0.9 * len(in_order)) - 1]) if in_order else None,
        "longest_s": round(in_order[-1]) if in_order else None,
    }


def _ratings(ratings: Sequence[Rated]) -> dict[str, Any]:
    stars = Counter(one.stars for one in ratings)
    return {**_mean(ratings), "stars": [stars[number] for number in range(1, 6)]}


def _comments(cursor: Cursor, ratings: Sequence[Rated]) -> list[dict[str, Any]]:
    """Customers' comments, newest first; only those that are shown are decrypted."""
    comments: list[dict[str, Any]] = []
    for one in ratings:
        if len(comments) < MAX_COMMENTS and one.commented:
            with contextlib.suppress(ConversationGone):  # erased just now
                _, comment = rating_of(cursor, one.conversation_id) or (0, None)
                comments.append({"stars": one.stars, "comment": comment, "language": one.language, "at": iso(one.at)})
    return comments


def _mean(ratings: Sequence[Rated]) -> dict[str, Any]:
    mean = round(statistics.fmean(one.stars for one in ratings), 2) if ratings else None
    return {"count": len(ratings), "mean": mean}


def _reasons(ended: Sequence[End]) -> dict[str, int]:
    return dict(Counter(end.reason for end in ended if end.reason))


def _median(seconds: Sequence[float | None]) -> int | None:
    known = [one for one in seconds if one is not None]
    return round(statistics.median(known)) if known else None


def _hours(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MAX_HOURS):
        raise Invalid(f'"hours" must be a whole number from 1 to {MAX_HOURS}.')
    return int(text)


@dataclass(frozen=True)
class End:
    """The end of a hand-off; `seconds` is how long the agent had it."""

    person_id: str | None
    seconds: float | None
    reason: str | None


@dataclass(frozen=True)
class Rated:
    """A customer's rating, and the agent who had ended the conversation."""

    conversation_id: str
    stars: int
    commented: bool
    language: Language
    at: float
    person_id: str | None


def waits_taken(cursor: Cursor, since: float) -> list[float]:
    """The waits that ended with an agent, in seconds."""
    rows = cursor.all(
        "SELECT seconds FROM handoff_log WHERE move = ? AND at > ? AND seconds IS NOT NULL ORDER BY at DESC LIMIT ?",
        (Move.TAKE.value, since, MAX_ROWS),
    )
    return [row[0] for row in rows]


def waits_left(cursor: Cursor, since: float) -> int:
    """How many waits ended without an agent; a customer who heard at once that nobody is there did not wait."""
    row = cursor.one(
        "SELECT COUNT(*) FROM handoff_log WHERE move IN (?, ?) AND at > ? AND seconds IS NOT NULL", (*LEFT, since)
    )
    return int(row[0]) if row else 0


def conversations_by_person(cursor: Cursor, since: float) -> Counter[str]:
    """How many different conversations each agent got."""
    rows = cursor.all(
        "SELECT person_id, COUNT(DISTINCT conversation_id) FROM handoff_log "
        "WHERE move IN (?, ?, ?, ?) AND at > ? AND person_id IS NOT NULL GROUP BY person_id",
        (*GOT, since),
    )
    return Counter({row[0]: row[1] for row in rows})


def ends(cursor: Cursor, since: float) -> list[End]:
    rows = cursor.all(
        "SELECT person_id, seconds, reason FROM handoff_log WHERE move IN (?, ?) AND at > ? ORDER BY at DESC LIMIT ?",
        (*ENDS, since, MAX_ROWS),
    )
    return [End(*row) for row in rows]


def rated(cursor: Cursor, since: float) -> list[Rated]:
    """The ratings of conversations in which an agent helped, the newest first."""
    rows = cursor.all(
        "SELECT ratings.conversation_id, stars, comment IS NOT NULL, language, ratings.at FROM ratings "
        "JOIN conversations ON id = ratings.conversation_id WHERE ratings.at > ? ORDER BY ratings.at DESC LIMIT ?",
        (since, MAX_ROWS),
    )
    last_person: defaultdict[str, str | None] = defaultdict(lambda: None)
    ended = cursor.all(
        "SELECT handoff_log.conversation_id, person_id, handoff_log.at FROM handoff_log "
        "JOIN ratings ON ratings.conversation_id = handoff_log.conversation_id "
        "WHERE move IN (?, ?) AND handoff_log.at <= ratings.at AND ratings.at > ?",
        (*ENDS, since),
    )
    for conversation_id, person_id, _ in sorted(ended, key=itemgetter(2)):  # SQLite would go through the log in order
        last_person[conversation_id] = person_id
    return [
        Rated(row[0], row[1], bool(row[2]), row[3], row[4], last_person[row[0]])
        for row in rows
        if row[0] in last_person
    ]
