from __future__ import annotations

import itertools
import random

from bot.handoff.queue import PRIORITIES, Waiting, higher, in_order, is_priority, place_of_new
from tests.spoken import EN, FR, NL


def test_who_is_in_danger_comes_first_then_who_was_defrauded_and_then_who_waited_longest() -> None:
    early = Waiting("early", "normal", since=1, languages=(FR,))
    late = Waiting("late", "normal", since=5, languages=(NL,))
    defrauded = Waiting("defrauded", "urgent", since=7, languages=(EN,))
    defrauded_later = Waiting("defrauded later", "urgent", since=9, languages=(FR,))
    in_danger = Waiting("in danger", "danger", since=11, languages=(FR,))
    in_danger_later = Waiting("in danger later", "danger", since=12, languages=(NL,))
    queue = [early, late, defrauded, defrauded_later, in_danger, in_danger_later]
    for seed in range(10):
        shuffled = random.Random(seed).sample(queue, len(queue))
        assert in_order(shuffled) == [in_danger, in_danger_later, defrauded, defrauded_later, early, late]


def test_somebody_new_stands_where_the_order_will_have_them() -> None:
    for length in range(4):
        for priorities in itertools.product(PRIORITIES, repeat=length):
            queue = [Waiting(str(since), one, since, (FR,)) for since, one in enumerate(priorities)]
            for priority in PRIORITIES:
                new = Waiting("new", priority, since=length, languages=(FR,))
                assert in_order([*queue, new]).index(new) + 1 == place_of_new(priority, queue)


def test_of_two_priorities_the_higher_one_counts() -> None:
    assert [higher(one, other) for one, other in itertools.combinations(PRIORITIES, 2)] == [
        *("danger", "danger", "urgent")
    ]
    assert [higher(other, one) for one, other in itertools.combinations(PRIORITIES, 2)] == [
        *("danger", "danger", "urgent")
    ]
    assert not is_priority("standing")


def test_a_person_answers_in_any_language_that_the_customer_accepts() -> None:
    customer = Waiting("x", "normal", since=1, languages=(NL, EN))
    assert customer.speaks_with((FR, EN))
    assert not customer.speaks_with((FR,))
    assert not customer.speaks_with(())
