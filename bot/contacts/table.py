"""content/contacts.yml: the turns of phrase that tell how a call or visit stands, ready to be looked for."""

from __future__ import annotations

import re
from functools import cache
from itertools import starmap
from typing import Any

from bot.content import read_content
from bot.language import LANGUAGES, Language

GAP = r"(?:\w+ ){0,4}?"  # of ".."


def pattern(name: str, part: str = "") -> re.Pattern[str]:
    """The phrases of an entry, in any language, as whole words of a folded text; `part` of a nested one."""
    return _pattern(name, part)


def wanted() -> tuple[str, ...]:
    """What callers and visitors want, by name, what weighs most first."""
    return tuple(_table()["wants"])


def given_items() -> tuple[str, ...]:
    """What may be given to a fraudster, by name."""
    return tuple(_table()["given"])


@cache
def listed(name: str) -> frozenset[str]:
    """An entry that names some of `wanted`."""
    return frozenset(_table()[name])


def covered_by(wants: str) -> tuple[str, ...]:
    """What does not count separately once `wants` was asked for: a caller who sends a courier also wants the card."""
    return tuple(_table()["instead"][wants])


@cache
def says(read: str) -> dict[str, Any]:
    """The parts of a `Contact` that a subtopic, or the answer on a button, states; empty for most of them."""
    table = _table()
    told: dict[str, Any] = table["read_as"].get(read) or table["answers"].get(read, {}).get("says", {})
    return told


def answer_titles() -> dict[str, dict[Language, str]]:
    """What a button says for each answer to a question of ours."""
    return {name: answer["title"] for name, answer in _table()["answers"].items()}


@cache
def _pattern(name: str, part: str) -> re.Pattern[str]:
    """An expression for phrases, grouped by first word, so that most places of a text are passed over at once."""
    entry = _table()[name][part] if part else _table()[name]
    by_first_word: dict[str, list[str]] = {}
    for phrase in (phrase for language in LANGUAGES for phrase in entry[language]):
        first, _, rest = phrase.partition(" ")
        by_first_word.setdefault(first, []).append(rest)
    return re.compile(f"(?<= )(?:{'|'.join(starmap(_as_expression, by_first_word.items()))})")


def _as_expression(first: str, rests: list[str]) -> str:
    """An expression for phrases with one first word; a text has one space before, after and between its words."""
    followed = "|".join(dict.fromkeys("".join(map(_of_word, rest.split())) for rest in rests))
    return f"{_of_word(first)}(?:{followed})"


def _of_word(word: str) -> str:
    return GAP if word == ".." else re.escape(word).replace(r"\*", r"\w*") + " "


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_content("contacts.yml")
    return table
