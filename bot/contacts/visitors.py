"""Tells a visitor who wants something, as fraudsters do, from one who threatens: advice for one, 112 for the other."""

from __future__ import annotations

from bot.contacts.reading import read_contact
from bot.contacts.table import pattern
from bot.text_folding import plain_words

_UNDONE_BY = ("pas ", "niet ")  # "ne me menace pas", "bedreigt mij niet"


def only_wants_something(text: str) -> bool:
    """Whether somebody came, or is to come, for a card, money or a meter, and nothing in it frightens or threatens."""
    words = f" {plain_words(text)} "
    if pattern("frightens").search(words):
        return False
    contact = read_contact(text)
    return "courier" in contact.wants or (contact.way == "visit" and bool(pattern("comes_as").search(words)))


def attacks(text: str) -> bool:
    """Whether somebody is said to attack, or a visitor who came for something is said to threaten."""
    words = f" {plain_words(text)} "
    if _says(words, "attacks"):
        return True
    if not _says(words, "threatens"):
        return False
    contact = read_contact(text)
    return contact.way != "call" and (contact.way == "visit" or "courier" in contact.wants or _has_a_visitor(words))


def _has_a_visitor(words: str) -> bool:
    return pattern("in_person_only").search(words) is not None


def _says(words: str, name: str) -> bool:
    return any(not words[match.end() :].startswith(_UNDONE_BY) for match in pattern(name).finditer(words))
