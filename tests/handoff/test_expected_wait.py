from __future__ import annotations

import pytest

from bot.handoff.expected_wait import MAX_MINUTES, PastWait, expected_minutes


def test_too_few_waits_tell_nothing() -> None:
    assert expected_minutes(1, []) is None
    assert expected_minutes(1, [PastWait(60, 1)] * 2) is None


@pytest.mark.parametrize(("place", "minutes"), [(1, 2), (2, 4), (5, 10)])
def test_the_wait_grows_with_the_place(place: int, minutes: int) -> None:
    assert expected_minutes(place, [PastWait(120, 1), PastWait(240, 2), PastWait(360, 3)]) == minutes


def test_one_very_long_wait_does_not_frighten_everybody() -> None:
    assert expected_minutes(1, [PastWait(60, 1), PastWait(60, 1), PastWait(6000, 1)]) == 1


def test_a_wait_is_rounded_up_and_a_guess_of_hours_is_not_made() -> None:
    assert expected_minutes(1, [PastWait(61, 1)] * 3) == 2
    assert expected_minutes(1, [PastWait(0, 1)] * 3) == 1
    assert expected_minutes(10, [PastWait(MAX_MINUTES * 60, 1)] * 3) is None
