"""The one rule that makes a verdict of signs: their points add up.

A sign has from 1 point (adds a little) to 10 (enough alone); content/fraud_signs.yml says how many. From `FRAUD` points
on the signs are clear, from `CAREFUL` on care is due. The points were set on data/fraud, of
which no figure of docs/fraud.md is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import points

Verdict = Literal["fraud", "careful", "nothing_found"]

FRAUD, CAREFUL = 10, 5
MANY = 15  # points that honest wording does not outweigh
SEVERAL = 9  # points that it does not outweigh wholly


def verdict(
    signs: Iterable[Evidence],
    *,
    leads_home: bool = False,
    worded_honestly: bool = False,
    only_words: bool = False,
    at_most_careful: bool = False,
) -> Verdict:
    """The verdict on a message with these signs, each once.

    `leads_home`: all its links lead to known sites. Then what it says may well be true, and what adds up is a reason
    for care, no accusation, unless one sign is enough alone. It calms no further: nobody confirmed the sites.
    `worded_honestly`: it is put as honest messages are. Where all signs are weak and few, what adds up is then a reason
    for care only, and, if `only_words` speak against it, none.
    `at_most_careful`: what its signs come from has an honest reason that is as likely.
    """
    signs = tuple(signs)
    worth = total(signs)
    if worth < CAREFUL:
        return "nothing_found"
    strongest = max(points(evidence.sign) for evidence in signs)
    milder = worded_honestly and strongest <= CAREFUL and worth < MANY
    if worth >= FRAUD:
        return "careful" if at_most_careful or milder or (leads_home and strongest < FRAUD) else "fraud"
    return "nothing_found" if milder and only_words and worth < SEVERAL else "careful"


def total(signs: Iterable[Evidence]) -> int:
    return sum(points(evidence.sign) for evidence in signs)


def strongest_first(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each sign once, with the first evidence for it."""
    first: dict[Sign, Evidence] = {}
    for evidence in found:
        first.setdefault(evidence.sign, evidence)
    order = list(Sign)
    return tuple(sorted(first.values(), key=lambda evidence: (-points(evidence.sign), order.index(evidence.sign))))
