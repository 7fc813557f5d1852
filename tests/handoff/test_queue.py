from __future__ import annotations

import random

from bot.handoff.queue import Waiting, in_order


def test_who_was_defrauded_comes_first_and_then_who_waited_longest() -> None:
    early = Waiting("early", urgent=False, since=1, languages=("fr",))
    late = Waiting("late", urgent=False, since=5, languages=("nl",))
    defrauded = Waiting("defrauded", urgent=True, since=7, languages=("en",))
    defrauded_later = Waiting("defrauded later", urgent=True, since=9, languages=("fr",))
    queue = [early, late, defrauded, defrauded_later]
    for seed in range(10):
        shuffled = random.Random(seed).sample(queue, len(queue))
        assert in_order(shuffled) == [defrauded, defrauded_later, early, late]


def test_a_person_answers_in_any_language_that_the_customer_accepts() -> None:
    customer = Waiting("x", urgent=False, since=1, languages=("nl", "en"))
    assert customer.speaks_with(("fr", "en"))
    assert not customer.speaks_with(("fr",))
    assert not customer.speaks_with(())
