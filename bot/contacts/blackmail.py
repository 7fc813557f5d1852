"""Reads that somebody is blackmailed, with pictures or otherwise, and whether they ask to pay."""

from __future__ import annotations

from bot.phrases import contains_phrase

WITH_PICTURES, OTHERWISE = "report_fraud/sextortion", "report_fraud/threatens"
WHETHER_TO_PAY = "report_fraud/pay_blackmail"
BLACKMAIL = (WITH_PICTURES, OTHERWISE, WHETHER_TO_PAY)


def tells_of_blackmail(text: str) -> bool:
    return contains_phrase(text, "blackmail") or _with_pictures(text)


def asks_of_blackmail(text: str, *, told: bool) -> str | None:
    """The precise answer that `text` needs, if it is about blackmail; `told`: that was told before."""
    tells = tells_of_blackmail(text)
    if (tells or told) and contains_phrase(text, "asks_whether_to_pay"):
        return WHETHER_TO_PAY
    if not tells:
        return None
    return WITH_PICTURES if contains_phrase(text, "intimate_pictures") else OTHERWISE


def _with_pictures(text: str) -> bool:
    return contains_phrase(text, "intimate_pictures") and contains_phrase(text, "threatens_to_publish")
