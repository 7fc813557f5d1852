"""Finds the links in a text. None is ever opened or resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.fraud.domains import is_registrable
from bot.fraud.link import Link, take_apart
from bot.fraud.readable import readable
from bot.fraud.table import listed

MAX_LINKS = 60  # looked at in one message; beyond that, it is no message
_MAX_MATCHES = 600

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

_Place = tuple[int, int, Link]


def find_links(text: str) -> list[Link]:
    """The links in `text`, each once, at most `MAX_LINKS`; a link inside a link comes after it."""
    found: dict[tuple[str, str, bool], Link] = {}
    for _, _, link in _places(readable(text)):
        for each in (link, *_inside(link)):
            found.setdefault((each.ascii_host, each.path, each.has_user), each)
        if len(found) >= MAX_LINKS:
            break
    return list(found.values())[:MAX_LINKS]


def without_links(text: str) -> str:
    """`text` as read, with each link gone, so that its parts are not taken for words."""
    text = readable(text)
    kept, start = [], 0
    for begin, end, _ in _places(text):
        kept.append(text[start:begin])
        start = end
    return " ".join([*kept, text[start:]])


def _places(text: str) -> list[_Place]:
    """Where links stand in a readable text, in reading order."""
    with_scheme = list(islice(_WITH_SCHEME.finditer(text), _MAX_MATCHES))
    rest = _WITH_SCHEME.sub(lambda match: " " * len(match.group()), text)
    without_scheme = (
        match
        for match in islice(_WITHOUT_SCHEME.finditer(rest), _MAX_MATCHES)
        if match["host"] is None or _is_meant_as_link(match["host"], match["tail"])
    )
    matches = sorted([*with_scheme, *without_scheme], key=lambda match: match.start())
    return [(match.start(), match.end(), link) for match in matches if (link := take_apart(match["link"]))]


def _inside(link: Link) -> Iterator[Link]:
    """Links handed on in the link's path, as redirects and mail filters do."""
    for match in islice(_WITH_SCHEME.finditer(link.path), 3):
        inner = take_apart(match["link"])
        if inner:
            yield inner


def _is_meant_as_link(host: str, tail: str) -> bool:
    """Tell a site's name from a forgotten space ("demain.La suite") and from a file ("facture.zip")."""
    ending = host.rpartition(".")[2]
    link = take_apart(host)
    if link is None or not is_registrable(link.ascii_host) or not any(map(str.isalpha, link.registered_label)):
        return False
    if tail or host.lower().startswith("www."):
        return True
    if ending[0].isupper() and not host.isupper():
        return False
    plain_word = host.count(".") == 1 and link.registered_label.isalpha()
    return ending.lower() not in listed("dangerous_files") and not (
        plain_word and ending.lower() in listed("tlds_that_are_words")
    )
