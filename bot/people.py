"""The section `people` of incident.yml: opening hours, and limits for waits and absences."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from typing import Literal, TypeGuard, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Extra, Field, validator

from bot.handoff.opening_hours import WEEKDAYS

SECONDS_PER_MINUTE = 60
HOUR_PATTERN = r"([01]\d|2[0-3]):[0-5]\d|24:00"

# For a customer: a person can take over, nobody is there now, or the customer is in the queue already.
Availability = Literal["there", "away", "waiting"]


def is_availability(value: object) -> TypeGuard[Availability]:
    """Tell whether `value` is one of the words of `Availability`."""
    return value in get_args(Availability)


class People(BaseModel, allow_mutation=False, extra=Extra.forbid):
    """The section `people` of incident.yml: the desk's opening hours and limits.

    A weekday that is missing or empty has nobody there.
    """

    time_zone: str
    hours: dict[str, list[tuple[str, str]]]  # by weekday, from and to as HH:MM; "24:00" is the day's end
    holidays: list[datetime.date]
    wait_limit_minutes: int = Field(ge=1, le=240)
    agent_away_minutes: int = Field(ge=1, le=60)

    @property
    def wait_limit(self) -> int:
        """The limit in seconds."""
        return self.wait_limit_minutes * SECONDS_PER_MINUTE

    @property
    def agent_away(self) -> int:
        """In seconds."""
        return self.agent_away_minutes * SECONDS_PER_MINUTE

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @validator("time_zone")
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError) as error:
            raise ValueError(f"{name!r} is not a time zone such as Europe/Brussels") from error
        return name

    @validator("hours", pre=True)
    def _are_weekdays(cls, hours: object) -> object:
        wrong = [str(day) for day in hours if day not in WEEKDAYS] if isinstance(hours, dict) else []
        if wrong:
            raise ValueError(f"{', '.join(wrong)} is not a weekday; they are {', '.join(WEEKDAYS)}")
        return hours

    @validator("hours", each_item=True)
    def _in_order(cls, spans: list[tuple[str, str]]) -> list[tuple[str, str]]:
        for hour in (hour for span in spans for hour in span):
            if not re.fullmatch(HOUR_PATTERN, hour):
                raise ValueError(f'{hour!r} is not an hour from "00:00" to "24:00"')
        for begin, end in spans:
            if begin >= end:
                raise ValueError(f"{begin} is not before {end}")
        for (_, end), (begin, _) in pairwise(spans):
            if begin < end:
                raise ValueError(f"{begin} begins before {end} has come")
        return spans

    @validator("holidays", each_item=True, pre=True)
    def _is_a_date(cls, day: object) -> object:
        # A bare number would be read as seconds since 1970.
        if not isinstance(day, datetime.date) or isinstance(day, datetime.datetime):
            raise ValueError(f"{day!r} is not a date such as 2026-12-25")
        return day
