"""How a stranger begins who asks whether they reach somebody: "Hi, is this Emma from the gym?"."""

from __future__ import annotations

import re

from bot.fraud.organisations import Claims, words_with_capitals
from bot.fraud.table import phrases

_SENTENCE_END = re.compile(r"[.!?\n]+")
SHORT = 30  # words of a message that has hardly more in it
AT_START = 18  # words


def asks_for_somebody(text: str, claims: Claims) -> bool:
    """Tell whether a short text that speaks for no organisation asks early on for a person by their name."""
    if "?" not in text or claims.named or len(text.split()) > SHORT:
        return False
    return any(_asks_by_name(words_with_capitals(sentence)) for sentence in _SENTENCE_END.split(text))


def _asks_by_name(words: list[tuple[str, bool]]) -> bool:
    folded = [word for word, _ in words]
    return any(
        _is_name(words, _after_titles(folded, place + length))
        for length, wanted in _by_length("asks_who").items()
        for place in range(min(len(folded), AT_START))
        if " ".join(folded[place : place + length]) in wanted
    )


def _after_titles(folded: list[str], place: int) -> int:
    for length, titles in sorted(_by_length("titles").items(), reverse=True):
        if " ".join(folded[place : place + length]) in titles:
            return place + length
    return place


def _is_name(words: list[tuple[str, bool]], place: int) -> bool:
    if place >= len(words):
        return False
    word, has_capital = words[place]
    return has_capital and word.isalpha() and word not in phrases("not_names")


def _by_length(entry: str) -> dict[int, set[str]]:
    """The entry's phrases by how many words they have."""
    by_length: dict[int, set[str]] = {}
    for phrase in phrases(entry):
        by_length.setdefault(len(phrase.split()), set()).add(phrase)
    return by_length
