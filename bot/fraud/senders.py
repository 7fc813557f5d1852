"""Mail addresses in a message: whose they say they are, and whether the customer should write to one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.fraud.domains import shown
from bot.fraud.link import take_apart
from bot.fraud.link_signs import Sites, abbreviates_brand, borrowed_name, is_local_site
from bot.fraud.signs import Evidence, Sign
from bot.fraud.table import listed, phrases
from bot.fraud.wording import Wording

_MAIL = re.compile(r"(?<![\w.+-])(?P<user>[\w.+-]{1,64})@(?P<host>(?:[\w-]{1,63}\.){1,10}[^\W\d_]{2,24})(?![\w-])")
REACH = 60  # characters before an address that may say whose it is, or what to do with it
MAX_ADDRESSES = 6


def sender_signs(text: str, sites: Sites) -> Iterator[Evidence]:
    """The signs by mail address in a readable text. A known address is no sign, and proves nothing."""
    for match in islice(_MAIL.finditer(text), MAX_ADDRESSES):
        site = take_apart(match["host"])
        if site is None:
            continue
        for_anyone = site.belongs_to(listed("free_mail"))
        if sites.is_known(site) and not for_anyone:
            continue
        seen_on, before = shown(site.registered), text[: match.start()][-REACH:]
        borrowed = None if for_anyone else borrowed_name(site, sites)
        whose = None if borrowed else _named_sender(match["user"], before, for_anyone, sites)
        if borrowed:
            yield borrowed
        elif abbreviates_brand(site):
            yield Evidence(Sign.SENDER_NOT_OFFICIAL, seen_on, sites.directory.own[0].name)
        elif whose:
            yield Evidence(Sign.SENDER_NOT_OFFICIAL, seen_on, whose)
        elif (for_anyone or not is_local_site(site)) and Wording(before).has_any(phrases("write_to")):
            yield Evidence(Sign.PRIVATE_MAIL, seen_on)


def _named_sender(user: str, before: str, for_anyone: bool, sites: Sites) -> str | None:
    """In whose name an address writes that is not theirs: by the address itself, or by the words just before it."""
    for one in sites.directory.imitated:
        if one.is_named_in(user.lower().replace(".", "-")) or one.is_imitated_by(user.lower()):
            return one.name
    line = before.rpartition("\n")[2]
    named = sites.directory.claims(line).named if line.endswith("<") else ()
    if named:
        return named[0].name
    is_sender = sites.claims.speaker and not for_anyone and Wording(line[-20:]).has_any(phrases("sender"))
    return sites.claims.speaker.name if sites.claims.speaker and is_sender else None
