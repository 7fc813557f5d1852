"""Mail addresses in a message that speak in a brand's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.fraud.domains import shown
from bot.fraud.link import take_apart
from bot.fraud.link_signs import Sites, abbreviates_brand, borrowed_name
from bot.fraud.lookalike import contains_brand, imitates
from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import listed, phrases
from bot.fraud.wording import Wording

_MAIL = re.compile(r"(?<![\w.+-])(?P<user>[\w.+-]{1,64})@(?P<host>(?:[\w-]{1,63}\.){1,10}[^\W\d_]{2,24})(?![\w-])")
REACH = 60  # characters before an address that may say whose it is
MAX_ADDRESSES = 30


def sender_signs(text: str, sites: Sites) -> Iterator[Evidence]:
    """The signs by mail address in a readable text. An official address is no sign, and proves nothing."""
    for match in islice(_MAIL.finditer(text), MAX_ADDRESSES):
        site = take_apart(match["host"])
        for_anyone = site is not None and site.belongs_to(listed("free_mail"))
        if site is None or (sites.is_known(site) and not for_anyone):
            continue
        seen_on = shown(site.registered)
        borrowed = borrowed_name(site, sites)
        if borrowed:
            yield Evidence(borrowed, seen_on)
        elif (
            abbreviates_brand(site)
            or any(contains_brand(match["user"], brand) or imitates(match["user"], brand) for brand in sites.brands)
            or (not for_anyone and _is_sender(text[: match.start()][-REACH:], sites))
        ):
            yield Evidence(Sign.SENDER_NOT_OFFICIAL, seen_on)


def _is_sender(before: str, sites: Sites) -> bool:
    """Tell whether the words just before an address say that a brand writes from it."""
    line = before.rpartition("\n")[2]
    if line.endswith("<") and any(brand.lower() in line.lower() for brand in sites.brands):
        return True
    return sites.brand_named and Wording(line[-20:]).has_any(phrases("sender"))
