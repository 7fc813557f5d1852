"""The one rule that makes a verdict of signs: their points add up.

A sign has from 1 point (adds a little) to 10 (enough alone); content/fraud_signs.yml says how many. From `FRAUD` points
on the signs are clear, from `CAREFUL` on care is due. The points were set on messages that no figure of docs/fraud.md
is made of (tests/utterances/messages/setting).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import points

Verdict = Literal["fraud", "careful", "nothing_found"]

FRAUD, CAREFUL = 10, 5


def verdict(signs: Iterable[Evidence], leads_home: bool) -> Verdict:
    """The verdict on a message with these signs, each once.

    `leads_home`: all links lead to known sites. Then the message may well be genuine, and points that add up are a
    reason for care, not an accusation, unless one sign is enough alone. Known sites lower the verdict no further, as
    nobody has confirmed them.
    """
    signs = tuple(signs)
    worth = total(signs)
    if worth >= FRAUD:
        is_enough_alone = any(points(evidence.sign) >= FRAUD for evidence in signs)
        return "careful" if leads_home and not is_enough_alone else "fraud"
    return "careful" if worth >= CAREFUL else "nothing_found"


def total(signs: Iterable[Evidence]) -> int:
    return sum(points(evidence.sign) for evidence in signs)


def strongest_first(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each sign once, with the first evidence for it."""
    first: dict[Sign, Evidence] = {}
    for evidence in found:
        first.setdefault(evidence.sign, evidence)
    order = list(Sign)
    return tuple(sorted(first.values(), key=lambda evidence: (-points(evidence.sign), order.index(evidence.sign))))
