"""Looks for turns of phrase in what a customer wrote."""

from bot.content import phrases
from bot.text_folding import plain_words


def contains_phrase(text: str, name: str) -> bool:
    """Tell whether `text` has one of the phrases of entry `name` (any language) as whole words."""
    words = f" {plain_words(text)} "
    return any(f" {phrase} " in words for entry in phrases(name).values() for phrase in entry)


def without_phrases(text: str, name: str) -> str:
    """`text` as it stands where it has none of the phrases of entry `name`; else its words without them, folded."""
    if not contains_phrase(text, name):
        return text
    words = f" {plain_words(text)} "
    for entry in phrases(name).values():
        for phrase in entry:
            words = words.replace(f" {phrase} ", " ")
    return words.strip()
