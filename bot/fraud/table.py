"""The checker's content: what signs are worth and are called, the wording they are seen by, and known addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.content import read_content
from bot.fraud.signs import Sign
from bot.language import LANGUAGES, Language


@dataclass(frozen=True)
class Request:
    """Verbs, what they are about, and the sign that both close together are.

    `with_link`: only beside an unknown link. `beside`: only where one of these stands anywhere; `unless`: where none
    does. `refers_back`: the object may stand some sentences before. `anywhere`: both may stand anywhere. `opening`: the
    verb stands among the first words. `not_at_home`: not where all links lead to known sites.
    """

    sign: Sign
    verbs: frozenset[str]
    objects: frozenset[str]
    with_link: bool
    beside: frozenset[str]
    unless: frozenset[str]
    refers_back: bool
    anywhere: bool
    opening: bool
    not_at_home: bool


@cache
def reasons() -> dict[str, dict[str, Any]]:
    """By sign, the sentence that names and explains it, by language, and its points."""
    table: dict[str, dict[str, Any]] = read_content("fraud_signs.yml")["signs"]
    return table


def points(sign: Sign) -> int:
    """What a sign is worth, from 1 to 10."""
    return int(reasons()[sign.value]["points"])


@cache
def sign_phrases() -> dict[Sign, frozenset[str]]:
    """By sign, the phrases that are enough to see it."""
    return {Sign[name.upper()]: _all_languages(entry) for name, entry in _wording()["phrases"].items()}


@cache
def requests() -> tuple[Request, ...]:
    """Everything that a message may ask for."""
    verbs, objects = _wording()["verbs"], _wording()["objects"]
    return tuple(
        Request(
            sign=Sign[row.get("sign", name).upper()],
            verbs=frozenset().union(*(_all_languages(verbs[group]) for group in row["verbs"])),
            objects=_all_languages(objects[row["objects"]]),
            with_link=row.get("with_link", False),
            beside=_all_languages(objects[row["beside"]]) if "beside" in row else frozenset(),
            unless=_all_languages(objects[row["unless"]]) if "unless" in row else frozenset(),
            refers_back=row.get("refers_back", False),
            anywhere=row.get("anywhere", False),
            opening=row.get("opening", False),
            not_at_home=row.get("not_at_home", False),
        )
        for name, row in _wording()["requests"].items()
    )


@cache
def spellings() -> dict[str, str]:
    """Words as text messages spell them, and what they stand for."""
    table: dict[str, str] = _wording()["spellings"]
    return table


@cache
def phrases(name: str, part: str = "") -> frozenset[str]:
    """An entry's phrases, all languages together, because people paste what they got; `part` of a nested entry."""
    entry = _wording()[name]
    return _all_languages(entry[part] if part else entry)


@cache
def listed(name: str) -> frozenset[str]:
    """An entry that has no language: domains, endings, numbers."""
    return frozenset(_addresses()[name])


@cache
def all_phrases() -> frozenset[str]:
    """Every phrase of the table, each once."""
    return frozenset(_phrases_in({**_wording(), "spellings": {}}))


def _phrases_in(entry: Any) -> Iterator[str]:
    if isinstance(entry, Mapping):
        if set(entry) == set(LANGUAGES):
            yield from _all_languages(entry)
        else:
            for part in entry.values():
                yield from _phrases_in(part)


def _all_languages(entry: Mapping[Language, list[str]]) -> frozenset[str]:
    return frozenset(phrase for language in LANGUAGES for phrase in entry[language])


@cache
def _wording() -> dict[str, Any]:
    table: dict[str, Any] = read_content("fraud_wording.yml")
    return table


@cache
def _addresses() -> dict[str, list[str]]:
    table: dict[str, list[str]] = read_content("fraud_addresses.yml")
    return table
