"""Words that customers ask the meaning of, and how to find them in a message; content/glossary.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content import read_content
from bot.language import LANGUAGES, Language
from bot.text_folding import plain_words

FUZZY_MIN_LETTERS = 6  # shorter words are too near to others
MAX_TERMS = 3


@dataclass(frozen=True)
class Term:
    """A word and its meaning: in one plain sentence, and in simpler words for a customer who asks again."""

    meaning: dict[Language, str]
    again: dict[Language, str] | None
    kinds: tuple[str, ...]  # the kinds of data that it names
    is_common: bool  # used in passing, too: "what is a PUK, and was it in the leak?" asks for the PUK


@cache
def terms() -> dict[str, Term]:
    """All terms by their names in content/glossary.yml."""
    return {
        name: Term(row["meaning"], row.get("again"), tuple(row.get("kinds", ())), row.get("common", False))
        for name, row in read_content("glossary.yml")["terms"].items()
    }


def find_terms(text: str) -> list[str]:
    """The terms that `text` names, in reading order, at most `MAX_TERMS`; [] when none is.

    The longest name wins, in whichever language; a long word counts when it is one letter off.
    """
    words = [_respelt(word) for word in plain_words(text).split()]
    found: list[str] = []
    at = 0
    while at < len(words):
        length = next((n for n in range(_longest(), 0, -1) if " ".join(words[at : at + n]) in _by_name()), 0)
        if length:
            found.append(_by_name()[" ".join(words[at : at + length])])
        at += length or 1
    named = list(dict.fromkeys(found))
    meant = [name for name in named if not terms()[name].is_common]
    return (meant or named)[:MAX_TERMS]


@cache
def _by_name() -> dict[str, str]:
    """The term of each name that people call it by, in all languages together, because people mix them."""
    table = read_content("glossary.yml")["terms"]
    return {
        str(called): name
        for name, row in table.items()
        for language in LANGUAGES
        for called in row["names"].get(language, ())
    }


@cache
def _longest() -> int:
    """How many words the longest name has."""
    return max(len(called.split()) for called in _by_name())


@cache
def _words() -> frozenset[str]:
    return frozenset(word for called in _by_name() for word in called.split())


def _respelt(word: str) -> str:
    if word in _words() or len(word) < FUZZY_MIN_LETTERS:
        return word
    long_names = [called for called in _by_name() if " " not in called and len(called) >= FUZZY_MIN_LETTERS]
    found = process.extractOne(word, long_names, scorer=OSA.distance, score_cutoff=1)
    return str(found[0]) if found else word
