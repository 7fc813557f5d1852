"""Finds the links in a text. None is ever opened or resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.fraud.domains import is_registrable
from bot.fraud.link import Link, take_apart
from bot.fraud.readable import readable
from bot.fraud.table import listed

MAX_LINKS = 20  # looked at in one message; beyond that, it is no message
_MAX_MATCHES = 60

_END = r"\s<>\"«»“”„|"
_TAIL = rf"(?::\d{{1,5}})?(?:[/?#\\][^{_END}]{{0,2048}})?"
_WITH_SCHEME = re.compile(rf"(?<![a-z0-9])(?:https?|ftp):[/\\]{{0,4}}(?P<link>[^{_END}]{{1,2048}})", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(
    rf"(?<![\w@.\-/\\+])(?P<link>(?:"
    rf"(?P<host>(?:[\w-]{{1,63}}\.){{1,20}}(?:xn--[\w-]{{1,59}}|[^\W\d_]{{2,24}}))(?![\w@-])(?P<tail>{_TAIL})"
    rf"|\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d{{1,5}})?/[^{_END}]{{0,2048}}"
    rf"|[\w.+-]{{1,64}}@(?:[\w-]{{1,63}}\.){{1,10}}[^\W\d_]{{2,24}}/[^{_END}]{{0,2048}}"
    rf"))",
    re.IGNORECASE,
)

# Just before an address that has no other mark of one: "via alles.top", "ici : bonjour.shop".
_INTRODUCED = re.compile(
    r"(?:\b(?:via|sur|op|naar|at|on|visit|ici|hier|here|links?|liens?|site|website|adresse|adres|address|to)\b\s?:?)\s?[<(\"'«]?\s?$",
    re.IGNORECASE,
)
REACH = 16  # characters before an address that may introduce it

BESIDE = 120  # characters that say what a link is for

_Place = tuple[int, int, Link]


def find_links(text: str) -> list[Link]:
    """The links in `text`, each once, at most `MAX_LINKS`; a link inside a link comes after it."""
    return split_links(readable(text))[0]


def without_links(text: str) -> str:
    """`text` as read, with each link gone, so that its parts are not taken for words."""
    return split_links(readable(text))[1]


def split_links(text: str) -> tuple[list[Link], str]:
    """The links in a readable text, one for each site, and what is left of it without them."""
    found: dict[tuple[str, bool], Link] = {}
    kept, start = [], 0
    for begin, end, link in _places(text):
        kept.append(text[start:begin])
        start = end
        if len(found) < MAX_LINKS:
            for each in (link, *_inside(link)):
                found.setdefault((each.ascii_host, each.has_user), each)
    return list(found.values())[:MAX_LINKS], " ".join([*kept, text[start:]])


def beside_links(text: str) -> Iterator[tuple[str, Link, str]]:
    """Each link in a readable text, between what its sentence, or the line, says before it and what follows."""
    for begin, end, link in islice(_places(text), MAX_LINKS):
        before = re.split(r"[.!?\n]\s", text[max(0, begin - BESIDE) : begin])[-1]
        yield before, link, text[end : end + BESIDE]


def _places(text: str) -> list[_Place]:
    """Where links stand in a readable text, in reading order."""
    with_scheme = list(islice(_WITH_SCHEME.finditer(text), _MAX_MATCHES))
    rest = _WITH_SCHEME.sub(lambda match: " " * len(match.group()), text)
    without_scheme = (
        match
        for match in islice(_WITHOUT_SCHEME.finditer(rest), _MAX_MATCHES)
        if match["host"] is None
        or _is_meant_as_link(match["host"], match["tail"], rest[: match.start()][-REACH:], rest[match.end() :][:2])
    )
    matches = sorted([*with_scheme, *without_scheme], key=lambda match: match.start())
    return [(match.start(), match.end(), link) for match in matches if (link := take_apart(match["link"]))]


def _inside(link: Link) -> Iterator[Link]:
    """Links handed on in the link's path, as redirects and mail filters do."""
    for match in islice(_WITH_SCHEME.finditer(link.path), 3):
        inner = take_apart(match["link"])
        if inner:
            yield inner


def _is_meant_as_link(host: str, tail: str, before: str, after: str) -> bool:
    """Tell a site's name from a forgotten space ("demain.La suite", "tu veux.si") and from a file ("facture.zip")."""
    ending = host.rpartition(".")[2]
    link = take_apart(host)
    if link is None or not is_registrable(link.ascii_host):
        return False
    is_alone = not before.strip() and not after.strip()
    if is_alone or host.lower().startswith("www.") or _INTRODUCED.search(before) or tail.startswith(("/", "?", ":")):
        return not link.registered_label.isdecimal() or bool(tail)
    if not any(map(str.isalpha, link.registered_label)) or (ending[0].isupper() and not host.isupper()):
        return False
    if ending.lower() in listed("dangerous_files"):
        return False
    if not host.replace(".", "").isalpha() or ending.lower() in listed("tlds_of_addresses"):
        return True
    return ending.lower() in listed("abused_tlds") and not after.strip().islower()
