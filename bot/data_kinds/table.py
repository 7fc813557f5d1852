"""The table of kinds of data, content/data_kinds.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.content import read_content
from bot.language import LANGUAGES, Language

# What can be given away and used; of these alone it is said that to give them is another matter.
SECRETS = frozenset(
    {"sim_card_number", "bank_account", "bank_card", "password", "pin_code", "puk_code", "national_registry_number"}
)


@dataclass(frozen=True)
class Entry:
    """What a set of terms means: one kind, or, where a word is ambiguous, each kind that it may mean."""

    kinds: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Incidental:
    """Kinds that do not count when one of `beside` is named too; with `terms`, only when these words name them."""

    kinds: frozenset[str]
    terms: frozenset[str]
    beside: frozenset[str]


@cache
def entries() -> tuple[Entry, ...]:
    """Every row of the table, kinds first; terms of all languages together, because people mix them."""
    table = _table()
    plain = [Entry((kind,), _terms(row)) for kind, row in table["kinds"].items()]
    ambiguous = [Entry(tuple(row["kinds"]), _terms(row)) for row in table["ambiguous"].values()]
    return (*plain, *ambiguous)


@cache
def incidentals() -> tuple[Incidental, ...]:
    """All rules on kinds that are only mentioned in passing."""
    return tuple(
        Incidental(frozenset(row["kinds"]), frozenset(row.get("terms", ())), frozenset(row["beside"]))
        for row in _table()["incidental"]
    )


@cache
def kind_names() -> dict[str, dict[Language, str]]:
    """How an answer names each kind, with the possessive: "votre adresse", "uw adres", "your address"."""
    return {kind: row["name"] for kind, row in _table()["kinds"].items()}


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_content("data_kinds.yml")
    return table


def _terms(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(term) for language in LANGUAGES for term in row["terms"][language])
