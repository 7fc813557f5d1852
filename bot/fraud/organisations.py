"""Whom messages claim to come from: the organisations of content/organisations.yml, their names and their domains."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from bot.content import read_content
from bot.fraud.link import Link
from bot.fraud.lookalike import SHORT_BRAND, TOO_SHORT, contains_brand, imitates
from bot.fraud.similar_letters import in_latin
from bot.fraud.table import listed, phrases
from bot.incident import Incident

_WORD = re.compile(r"[^\W_]+")
_Word = tuple[str, bool]  # folded, and whether it has a capital
MAX_NAME = 5  # words
SHORTEST = 3  # letters of a name that is looked for in addresses
_AUTHORITIES = ("public_body", "debt_collector")
# Words of a text among which a name says who speaks: "KBC: ...", "... Uw ING-team".
AT_START, AT_END = 14, 8
_HEADER = re.compile(r"(?im)^\W{0,3}(?:de|van|from|expediteur|expéditeur|afzender|sender)\s?:(?P<line>[^\n]{1,120})")


@dataclass(frozen=True)
class Organisation:
    """Somebody who writes to customers; `domains`: registered ones, as known and, unless it is ours, not confirmed."""

    name: str
    names: tuple[str, ...]  # in small letters, without accents
    ambiguous: frozenset[str]  # of these: words as well, names with a capital only
    domains: tuple[str, ...]
    abused: bool = False
    short_codes: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    has_sole_number: bool = False
    is_authority: bool = False

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What an address is called that borrows the name: "kbc", "bnpparibasfortis"."""
        named = (name.replace(" ", "") for name in self.names if name not in self.ambiguous)
        registered = (domain.partition(".")[0].replace("-", "") for domain in self.domains)
        return tuple(dict.fromkeys(label for label in (*named, *registered) if len(label) >= SHORTEST))

    @cached_property
    def _words(self) -> frozenset[str]:
        """Those of the names that are ordinary words, too: they count only as a whole part of an address."""
        return frozenset(name.replace(" ", "") for name in self.ambiguous)

    def is_named_in(self, label: str) -> bool:
        """Tell whether a label of an address has the name in it: "my-proximus", "mijnkbc"."""
        parts = frozenset(re.split("[-_]", label))
        return any(
            name in parts
            if name in self._words
            else contains_brand(label, name)
            if len(name) >= TOO_SHORT
            else name in parts or _beside_usual_words(label, name)
            for name in self.labels
        )

    def is_part_of(self, parts: Collection[str]) -> bool:
        """Tell whether one of the parts between hyphens and dots is the name, and no other word."""
        return any(name in parts and name not in self._words for name in self.labels)

    def is_imitated_by(self, label: str) -> bool:
        """Tell whether a label may be misread as the name."""
        return any(name not in self._words and imitates(label, name) for name in self.labels)

    def is_spelt_across(self, host_without_dots: str) -> bool:
        """Tell whether the name appears where the dots are left out: "prox.imus.example"."""
        return any(len(name) >= SHORT_BRAND and name in host_without_dots for name in self.labels)

    def is_written_in(self, path: str) -> bool:
        lowered = path.lower()
        return any(len(name) >= TOO_SHORT and name not in self._words and name in lowered for name in self.labels)


@dataclass(frozen=True)
class Claims:
    """`speaker`: in whose name a message seems to speak; `named`: all organisations that it names; `sends_inside`: it
    says where in one's own pages of such an organisation, "in KBC Mobile"."""

    speaker: Organisation | None
    named: tuple[Organisation, ...]
    sends_inside: bool = False


class Directory:
    """Everybody who is known, the company's brands of this incident first."""

    def __init__(self, brands: tuple[str, ...], official_domains: tuple[str, ...]) -> None:
        self.own = tuple(Organisation(brand, (_plain(brand),), frozenset(), official_domains, True) for brand in brands)
        self.everybody = (*self.own, *map(_organisation, read_content("organisations.yml")))
        first_last = tuple(reversed(self.everybody))
        self._by_name = {name: one for one in first_last for name in one.names}
        self._first_words = frozenset(name.partition(" ")[0] for name in self._by_name)
        self.imitated = tuple(one for one in self.everybody if one.abused)
        self.numbers = frozenset().union(*(one.numbers for one in self.everybody))
        self._by_domain = {domain: one for one in first_last for domain in one.domains}

    def owner(self, link: Link) -> Organisation | None:
        """Whose site a link leads to."""
        return next((found for host in link.parents if (found := self._by_domain.get(host))), None)

    def claims(self, text_without_links: str) -> Claims:
        """In whose name a text seems to speak, and whom it names."""
        words = words_with_capitals(text_without_links)
        found = list(self._named(words))
        header = _HEADER.search(text_without_links)
        in_header = [one for _, one in self._named(words_with_capitals(header["line"]))] if header else []
        speaking = [
            one
            for place, one in found
            if (place < AT_START or place >= len(words) - AT_END) and not _is_a_means(words, place)
        ]
        named = dict.fromkeys([*in_header, *(one for _, one in found)])
        return Claims(
            next(iter([*in_header, *speaking]), None),
            tuple(named),
            any(place and words[place - 1][0] in phrases("in_named") for place, _ in found),
        )

    def _named(self, words: list[_Word]) -> Iterator[tuple[int, Organisation]]:
        """Organisations and the places of their names, in reading order."""
        place = 0
        while place < len(words):
            longest = min(MAX_NAME, len(words) - place) if words[place][0] in self._first_words else 0
            for length in range(longest, 0, -1):
                name = " ".join(word for word, _ in words[place : place + length])
                found = self._by_name.get(name)
                if found and (name not in found.ambiguous or words[place][1]):
                    yield place, found
                    place += length - 1
                    break
            place += 1


def directory(incident: Incident) -> Directory:
    return _directory(tuple(incident.brands), tuple(incident.official_domains))


@cache
def _directory(brands: tuple[str, ...], official_domains: tuple[str, ...]) -> Directory:
    return Directory(brands, official_domains)


def _beside_usual_words(label: str, name: str) -> bool:
    """Tell whether a short name stands at one end of a label, with a usual word for the rest: "mijnkbc", "inglogin"."""
    compact = label.replace("-", "").replace("_", "")
    rest = {compact.removeprefix(name), compact.removesuffix(name)} - {compact}
    return not listed("address_words").isdisjoint(rest)


def _is_a_means(words: list[_Word], place: int) -> bool:
    """Tell whether a name is only how to do something: "via itsme", "met Bancontact"."""
    return place > 0 and words[place - 1][0] in phrases("by_means_of")


def words_with_capitals(text: str) -> list[_Word]:
    """The words, folded, each with whether it has a capital."""
    return [(in_latin(word), not word.islower()) for word in _WORD.findall(text)]


def _plain(name: str) -> str:
    return " ".join(_WORD.findall(in_latin(name)))


def _organisation(row: dict[str, Any]) -> Organisation:
    written = row["name"]
    names = [*written.values()] if isinstance(written, dict) else [written]
    shown = names[0] if len(set(names)) == 1 else " / ".join(dict.fromkeys(names))
    return Organisation(
        name=shown,
        names=tuple(dict.fromkeys(_plain(str(name)) for name in [*names, *row.get("also", ())])),
        ambiguous=frozenset(_plain(str(name)) for name in row.get("ambiguous", ())),
        domains=(*row.get("domains", ()), *row.get("hosts", ()), *row.get("shared_domains", ())),
        abused=bool(row.get("abused")),
        short_codes=frozenset(row.get("short_codes", ())),
        numbers=frozenset(row.get("numbers", ())),
        has_sole_number=bool(row.get("sole_number")),
        is_authority=row.get("kind") in _AUTHORITIES,
    )
