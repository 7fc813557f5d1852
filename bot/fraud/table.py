"""The table of signs and phrases, content/fraud_signs.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.content import read_content
from bot.fraud.signs import Sign
from bot.language import LANGUAGES, Language


@dataclass(frozen=True)
class Request:
    """Verbs, what they are about, and the sign that both close together are; `with_link`: beside an unofficial link."""

    sign: Sign
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    with_link: bool


@cache
def reasons() -> dict[str, dict[Language, str]]:
    """By sign, the sentence that names and explains it."""
    table: dict[str, dict[Language, str]] = _table()["signs"]
    return table


@cache
def sign_phrases() -> dict[Sign, tuple[str, ...]]:
    """By sign, the phrases that are enough to see it."""
    return {Sign[name.upper()]: _all_languages(entry) for name, entry in _table()["phrases"].items()}


@cache
def requests() -> tuple[Request, ...]:
    """Everything that a message may ask for."""
    verbs, objects = _table()["verbs"], _table()["objects"]
    return tuple(
        Request(
            sign=Sign[row.get("sign", name).upper()],
            verbs=tuple(verb for group in row["verbs"] for verb in _all_languages(verbs[group])),
            objects=_all_languages(objects[row["objects"]]),
            with_link=row.get("with_link", False),
        )
        for name, row in _table()["requests"].items()
    )


@cache
def phrases(name: str, part: str = "") -> tuple[str, ...]:
    """An entry's phrases, all languages together, because people paste what they got; `part` of a nested entry."""
    entry = _table()[name]
    return _all_languages(entry[part] if part else entry)


@cache
def listed(name: str) -> frozenset[str]:
    """An entry that has no language: domains, endings."""
    return frozenset(_table()[name])


@cache
def other_names() -> dict[str, tuple[str, ...]]:
    """Names of others that fraudsters borrow, with the domains known to be theirs."""
    return {name: tuple(domains) for name, domains in _table()["other_names"].items()}


def _all_languages(entry: Mapping[Language, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for language in LANGUAGES for phrase in entry[language]))


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_content("fraud_signs.yml")
    return table
