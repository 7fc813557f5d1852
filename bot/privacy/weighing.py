"""Which words and numbers are passwords and codes: those whose clues weigh enough, and those that a rule finds.

The weights are in content/secret_weights.json, made by `python -m bot.privacy.learn_weights`; they are whole numbers,
so that every machine comes to the same sum.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache

from bot.content import ROOT
from bot.privacy.clues import Clues
from bot.privacy.digits import Found
from bot.privacy.names import Named
from bot.privacy.reading import Reading

FILE = ROOT / "content" / "secret_weights.json"
BIAS = ""  # the weight of a candidate without clues
# What it must weigh to be one, in hundredths, by its kind (`Clues`): set where fresh lines lose fewest secrets for the
# ordinary messages that are touched.
ENOUGH, ENOUGH_FOR_WORDS = {"n": 120, "j": 0}, 75
LONGEST = 1_500  # characters of a text that is weighed; in a longer one the rules speak alone, for the time it takes
FOUND = -30  # what a rule found must weigh more as well


def weigh(
    reading: Reading, named: Named, ordinary: bytearray, by_rule: list[Found], others: Iterable[Found]
) -> Iterator[Found]:
    """What weighs enough, and what a rule found unless it is unlikely; `others` are masked anyway."""
    hidden, likely, unlikely = (bytearray(len(reading.text)) for _ in range(3))
    for _, start, end in others:
        hidden[start:end] = b"\1" * (end - start)
    weights = _weights()
    for one, kind, clues in Clues(reading, named, ordinary, by_rule).of_all():
        if any(hidden[one.start : one.end]):
            continue
        weight = weights[BIAS] + sum(weights.get(clue, 0) for clue in set(clues))
        if weight > ENOUGH.get(kind, ENOUGH_FOR_WORDS):
            yield "code" if kind == "n" else "password", one.start, one.end
        (likely if weight > FOUND else unlikely)[one.start : one.end] = b"\1" * (one.end - one.start)
    for found in by_rule:
        _, start, end = found
        if any(likely[start:end]) or not any(unlikely[start:end]):
            yield found


@cache
def _weights() -> dict[str, int]:
    weights: dict[str, int] = json.loads(FILE.read_text(encoding="utf-8"))["weights"]
    return weights
