"""Links whose visible text names another site than the one they open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from bot.fraud.domains import shown
from bot.fraud.link_signs import Sites
from bot.fraud.links import find_links
from bot.fraud.signs import Evidence, Sign

_MARKDOWN = re.compile(r"\[(?P<shown>[^\[\]\n]{4,300})\]\((?P<target>[^()\s]{4,2048})\)")
_ANCHOR = re.compile(r"<a\s(?P<attributes>[^<>]{1,3000})>(?P<shown>[^<]{4,300})", re.IGNORECASE)
_HREF = re.compile(r"href\s?=\s?[\"']?(?P<target>[^\"'\s]{4,2048})", re.IGNORECASE)
_ANGLED = re.compile(r"(?<!\S)(?P<shown>[^\s<>]{4,300})[ \n]?<(?P<target>https?:[^\s<>]{4,2048})>", re.IGNORECASE)
MAX_PAIRS = 20


def shown_link_signs(text: str, sites: Sites) -> Iterator[Evidence]:
    """The sign by link in a readable text that is shown as another site's; known sites may show one another."""
    for visible, target in islice(_pairs(text), MAX_PAIRS):
        shown_as, leads_to = find_links(visible)[:1], find_links(target)[-1:]
        if not shown_as or not leads_to or shown_as[0].registered == leads_to[0].registered:
            continue
        if not sites.is_known(leads_to[0]):
            yield Evidence(Sign.SHOWN_LINK_DIFFERS, shown(leads_to[0].registered))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for match in chain(_MARKDOWN.finditer(text), _ANGLED.finditer(text)):
        yield match["shown"], match["target"]
    for match in _ANCHOR.finditer(text):
        href = _HREF.search(match["attributes"])
        if href:
            yield match["shown"], href["target"]
