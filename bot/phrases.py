"""Looks for turns of phrase in what a customer wrote."""

from collections.abc import Iterable

from bot.content import phrases
from bot.text_folding import plain_words


def contains_phrase(text: str, name: str) -> bool:
    """Tell whether `text` has one of the phrases of entry `name` (any language) as whole words."""
    return contains_any(text, phrases(name).values())


def begins_with_phrase(text: str, name: str) -> bool:
    """Tell whether `text` begins with one of the phrases of entry `name` (any language)."""
    words = f"{plain_words(text)} "
    return any(words.startswith(f"{phrase} ") for group in phrases(name).values() for phrase in group)


def contains_any(text: str, groups: Iterable[Iterable[str]]) -> bool:
    """Tell whether `text` has any of the phrases in `groups`, which has those of each language."""
    words = f" {plain_words(text)} "
    return any(f" {phrase} " in words for group in groups for phrase in group)


def without_phrases(text: str, name: str) -> str:
    """`text` as it stands where it has none of the phrases of entry `name`; else its words without them, folded."""
    if not contains_phrase(text, name):
        return text
    words = f" {plain_words(text)} "
    for entry in phrases(name).values():
        for phrase in entry:
            words = words.replace(f" {phrase} ", " ")
    return words.strip()
