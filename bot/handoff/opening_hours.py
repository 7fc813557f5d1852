"""When the people of the desk are there at all."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Hours = Mapping[str, Sequence[tuple[str, str]]]  # by weekday, from and to as HH:MM


def is_open(moment: datetime.datetime, hours: Hours, holidays: Collection[datetime.date]) -> bool:
    """Whether `moment`, in the desk's own time zone, lies within the hours and on no holiday."""
    if moment.date() in holidays:
        return False
    now = f"{moment:%H:%M}"
    return any(begin <= now < end for begin, end in hours.get(WEEKDAYS[moment.weekday()], ()))
