from __future__ import annotations

import datetime

import pytest

from bot.handoff.opening_hours import is_open

HOURS = {"monday": [("08:00", "12:00"), ("13:00", "18:30")], "sunday": [("00:00", "24:00")]}
MONDAY = datetime.datetime(2026, 11, 23)


@pytest.mark.parametrize(
    ("hour", "minute", "there"),
    [(7, 59, False), (8, 0, True), (11, 59, True), (12, 0, False), (13, 0, True), (18, 29, True), (18, 30, False)],
)
def test_hours_begin_on_the_minute_and_end_before_it(hour: int, minute: int, there: bool) -> None:
    assert is_open(MONDAY.replace(hour=hour, minute=minute), HOURS, []) is there


def test_a_day_without_hours_has_nobody_there_and_24_00_is_the_end_of_a_day() -> None:
    assert not is_open(MONDAY + datetime.timedelta(days=1, hours=10), HOURS, [])
    assert is_open(MONDAY - datetime.timedelta(minutes=1), HOURS, [])


def test_on_a_holiday_nobody_is_there() -> None:
    assert not is_open(MONDAY.replace(hour=10), HOURS, [MONDAY.date()])
