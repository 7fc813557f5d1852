"""Finds addresses of mail, written or spoken: "jan punt peeters apenstaartje gmail punt com"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.content import incident, read_content
from bot.privacy.names import lists
from bot.privacy.reading import Reading

_WRITTEN_JOINTS = frozenset((".", "-", "_", "+", "'", "", " . ", " - ", " _ ", " ."))
_MAX_PARTS = 60  # of what stands before the sign; spelt out letter by letter it has many


@dataclass(frozen=True)
class _Patterns:
    sign: re.Pattern[str]  # "@" in any dress
    at: re.Pattern[str]  # the English word, and "chez" and "bij"
    domain: re.Pattern[str]
    spoken_domain: re.Pattern[str]
    provider: re.Pattern[str]
    missing: re.Pattern[str]  # a space before a provider, where a sign should be
    joints: frozenset[str]  # words between two parts
    names: frozenset[str]  # of addresses


def find_mail(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """Addresses, as offsets of the folded text; the mailboxes that incident.yml names are public and stay readable."""
    text, patterns = reading.text, _patterns()
    for sign in patterns.sign.finditer(text):
        start, _ = _local(reading, sign.start())
        end = patterns.domain.match(text, sign.end()) or patterns.provider.match(text, sign.end())
        if start is None or not end or (sign.group().endswith(" @") and not _has_parts(reading, sign.start())):
            continue
        if text[start : end.end()].replace(" ", "") not in _published():
            yield "email", start, end.end()
    for at in patterns.at.finditer(text):
        start, joined = _local(reading, at.start())
        end = (joined and patterns.domain.match(text, at.end())) or patterns.spoken_domain.match(text, at.end())
        if start is not None and end:
            yield "email", start, end.end()
    for space in patterns.missing.finditer(text):
        start, _ = _local(reading, space.start())
        end = patterns.domain.match(text, space.end())
        if start is not None and end and _is_named(reading, start):
            yield "email", start, end.end()


def _is_named(reading: Reading, start: int) -> bool:
    """Whether it is called an address: "mijn mail is jandupont gmail.com"."""
    at = reading.token_at(start)
    before = (token.text for token in reading.tokens[max(0, at - 4) : at])
    return reading.tokens[at].text not in lists().small and not _patterns().names.isdisjoint(before)


def _has_parts(reading: Reading, end: int) -> bool:
    """Whether what stands before can only be of an address: "jan.peeters @example.org", but not "my @example.org"."""
    at = reading.token_at(end) - 1
    token = reading.tokens[at]
    return bool(token.digits) or (at > 0 and reading.between(at - 1, at) in (".", ". ", "_", "-"))


def _local(reading: Reading, end: int) -> tuple[int | None, bool]:
    """Where the part before a sign at `end` begins, if there is one, and whether it has several parts."""
    tokens, text, joints = reading.tokens, reading.text, _patterns().joints
    at = reading.token_at(end) - 1
    if at < 0 or (tokens[at].end < end and text[tokens[at].end : end].strip("_.-")):
        return None, False
    first = at
    for _ in range(_MAX_PARTS):
        if first == 0:
            break
        gap = text[tokens[first - 1].end : tokens[first].start]
        is_spelt = gap == " " and len(tokens[first - 1].text) == len(tokens[first].text) == 1
        if gap in _WRITTEN_JOINTS or is_spelt:
            first -= 1
        elif gap == " " and first > 1 and tokens[first - 1].text in joints:
            first -= 2
        else:
            break
    start = tokens[first].start
    return start, first < at and bool(set(text[start:end]) & set(" ._"))


@cache
def _patterns() -> _Patterns:
    words = read_content("secrets.yml")["mail"]

    def terms(entry: str) -> list[str]:
        return sorted({term for row in words[entry].values() for term in row}, key=len, reverse=True)

    def any_of(*entries: str) -> str:
        found = sorted({term for entry in entries for term in terms(entry)}, key=len, reverse=True)
        return "|".join(term.replace(" ", "[ -]").replace("*", r"\w{0,9}") for term in found)

    sign = "|".join(
        (
            rf"\s?[(\[{{<*]\s?(?:at|@|a|{any_of('at')}|{any_of('beside')})\s?[)\]}}>*]\s?",  # (at), [at], <a>
            rf"\s?[_-]\s?(?:at|{any_of('at')})\s?[_-]\s?",
            rf"(?:(?<=[\w)])[ ,-]|(?<=\w))(?:{any_of('at')})(?:[ ,-]|(?=\w))",
            r"\n@|(?<=\S)(?:@|&#64;|%40)\s{0,2}|\s{1,2}@\s{0,2}",
        )
    )
    spoken_dot = any_of("dot", "dot_in_mail")
    said = rf"(?:[ ,](?:{spoken_dot})[ ,]|\s?[(\[{{*_-]\s?(?:\.|{spoken_dot})\s?[)\]}}*_-]\s?)"
    dot = rf"(?:{said}|\.)"
    end = r"[a-z][\w-]{1,62}"  # at least two letters, no number
    part = r"\w(?:[\w-]|(?<!\w\w)[ ](?=\w(?!\w))){0,62}"
    spaced = rf"\s?[.,]\s?(?:{any_of('endings')}|[a-z](?: [a-z]){{1,5}})(?!\w)"  # "gmail. com", "g m a i l . c o m"
    return _Patterns(
        re.compile(sign),
        re.compile(rf" (?:at|(?:{any_of('beside')})(?= (?:{any_of('providers')})(?!\w))) "),
        re.compile(rf"{part}(?:(?:{dot}[\w-]{{1,63}}){{0,3}}{dot}{end}|{spaced})"),
        re.compile(rf"[\w-]{{1,63}}(?:{said}[\w-]{{1,63}}){{0,3}}{said}{end}"),
        re.compile(rf"(?:{any_of('providers')})(?!\w)"),
        re.compile(rf" (?=(?:{any_of('providers')})\.(?:{any_of('endings')})(?!\w))"),
        frozenset(word for entry in ("joint", "dot", "dot_in_mail") for term in terms(entry) for word in term.split()),
        frozenset(word for term in terms("names") for word in term.split()),
    )


@cache
def _published() -> frozenset[str]:
    return frozenset(url.removeprefix("mailto:") for url in incident().published() if url.startswith("mailto:"))
