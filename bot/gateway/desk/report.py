"""How the desk is doing, for supervisors: waits, loads, and what customers thought of it."""

from __future__ import annotations

import math
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.gateway.database import Cursor, Database
from bot.gateway.desk.people import people
from bot.gateway.desk.presence import Presence
from bot.gateway.desk.report_rows import End, Rated, conversations_by_person, ends, rated, waits_left, waits_taken
from bot.gateway.desk.sessions import SignedIn
from bot.gateway.handoff.handoff_rows import all_held, all_waiting
from bot.gateway.handoff.tickets import open_tickets
from bot.gateway.messages import iso
from bot.gateway.problems import Invalid

DEFAULT_HOURS = 24
MAX_HOURS = 24 * 31
MAX_COMMENTS = 50
SECONDS_PER_HOUR = 3600


class Report:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, request: web.Request, signed_in: SignedIn) -> web.Response:
        hours = _hours(request.query.get("hours", str(DEFAULT_HOURS)))
        return web.json_response(await self._database.transaction(lambda cursor: _report(cursor, hours)))


def _report(cursor: Cursor, hours: int) -> dict[str, Any]:
    now = time.time()
    since = now - hours * SECONDS_PER_HOUR
    everybody = people(cursor)
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
        "ratings": _ratings(ratings),
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
    comments = [
        {"stars": one.stars, "comment": one.comment, "language": one.language, "at": iso(one.at)}
        for one in ratings
        if one.comment
    ]
    return {
        **_mean(ratings),
        "stars": [stars[number] for number in range(1, 6)],
        "comments": comments[:MAX_COMMENTS],
    }


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
