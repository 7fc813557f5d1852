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


FIVE_MINUTES = [PastWait(300, 1)] * 3


@pytest.mark.parametrize(
    ("place", "told"),
    [
        # By what has passed of the step, minute by minute: it falls, and rises again once the step is late.
        (1, [5, 4, 3, 2, 1, 1, 1, 2, 3, 4]),
        (2, [10, 9, 8, 7, 6, 5, 6, 7, 8, 9]),
        (4, [20, 19, 18, 17, 16, 15, 16, 17, 18, 19]),
    ],
)
def test_what_is_told_does_not_stand_still_while_the_queue_does(place: int, told: list[int]) -> None:
    assert [expected_minutes(place, FIVE_MINUTES, 60 * passed) for passed in range(10)] == told


def test_a_step_that_is_late_beyond_belief_is_none_that_can_be_told() -> None:
    assert expected_minutes(1, FIVE_MINUTES, (MAX_MINUTES + 6) * 60) is None


def test_a_clock_that_was_put_back_makes_nothing_longer() -> None:
    assert expected_minutes(2, FIVE_MINUTES, -3600) == 10


def test_a_queue_of_many_does_not_jump_when_one_step_is_a_little_late() -> None:
    minute = [PastWait(60, 1)] * 3
    told = [expected_minutes(10, minute, seconds) or 0 for seconds in range(0, 180, 10)]
    assert max(told) <= 11
    assert min(told) >= 9
