"""Telephone numbers in a message that cost extra, or that no company would write from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import phrases
from bot.fraud.wording import Wording

_GAP = r"[ ./\-]{0,2}"
_BELGIAN = r"(?:(?:\+|00)32[ ./\-]?(?:\(0\))?[ ]?|0)"
_START = r"(?<![\w.+/])"

# 070 and 0900 to 0909; 0800 is free and 078 ordinary.
_PREMIUM = re.compile(rf"{_START}{_BELGIAN}(?:70(?:{_GAP}\d){{6}}|90{_GAP}\d(?:{_GAP}\d){{5}})(?!\d)")
# Short numbers for SMS: 8xxx is free and 2xxx ordinary (numbering plan of the regulator, BIPT).
_SHORT = re.compile(r"(?<![\w.,/+-])[345679]\d{3}(?![\w/]|[.,]\d| ?€| ?eur)", re.IGNORECASE)
_MOBILE = re.compile(rf"{_START}{_BELGIAN}4[5-9](?:{_GAP}\d){{7}}(?!\d)")
_FOREIGN = re.compile(rf"{_START}(?:\+|00)(?!32)[1-9](?:[ ./()\-]{{0,2}}\d){{7,14}}(?!\d)")

# Codes of the network that forward calls: *21* (all), *61*, *62*, *67* (some), *002* and *004*.
_FORWARDING = re.compile(r"\*{1,2}(?:21|61|62|67|002|004)\*[\d+ ]{3,16}#?")

REACH = 40  # characters before a number in which it is said what to do with it
MAX_NUMBERS = 50


def number_signs(text: str, brand_named: bool) -> Iterator[Evidence]:
    """The signs by number in a readable text."""
    for match in islice(_PREMIUM.finditer(text), 1):
        yield Evidence(Sign.PREMIUM_NUMBER, _shown(match.group()))
    for match in islice(_FORWARDING.finditer(text), 1):
        yield Evidence(Sign.CALL_FORWARDING, f"*{match.group().strip('*').partition('*')[0]}*…#")
    for match in _after(_SHORT, text, "short_number"):
        yield Evidence(Sign.PREMIUM_NUMBER, _shown(match.group()))
    if brand_named:
        for match in islice(_FOREIGN.finditer(text), 1):
            yield Evidence(Sign.PRIVATE_NUMBER, _shown(match.group()))
        for match in _after(_MOBILE, text, "contact_number"):
            yield Evidence(Sign.PRIVATE_NUMBER, _shown(match.group()))


def _after(number: re.Pattern[str], text: str, entry: str) -> Iterator[re.Match[str]]:
    """Numbers with one of the entry's words shortly before; another may be a year, or the customer's own."""
    for match in islice(number.finditer(text), MAX_NUMBERS):
        if Wording(text[max(0, match.start() - REACH) : match.start()]).has_any(phrases(entry)):
            yield match


def _shown(number: str) -> str:
    return " ".join(re.sub(r"[^\d+]", " ", number).split())
