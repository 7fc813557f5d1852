"""Whether a message is worded as fraudulent ones are: what was learnt of words and letters, beside the named signs.

A linear classifier (logistic regression) on which words, pairs of words and runs of letters occur. `learn.py` beside
this file makes its table, content/fraud_ngrams.json, from data/fraud; nothing else is learnt in the checker. It knows
how things are put, not what is true: alone it makes nobody suspicious.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import sqrt

from bot.content import ROOT
from bot.fraud.wording import Wording

FILE = ROOT / "content" / "fraud_ngrams.json"
SHORTEST_RUN, LONGEST_RUN = 3, 5  # letters, spaces at a word's edges included


def worded_like_fraud(wording: Wording) -> float:
    """The log-odds that a message so worded is fraudulent; above 0, it is likelier than not."""
    learnt = _learnt()
    score = learnt["bias"][""]
    for kind, ngrams in (("words", words_in_a_row(wording.words)), ("letters", runs_of_letters(wording.words))):
        weights = learnt[kind]
        known = [weights[ngram] for ngram in dict.fromkeys(ngrams) if ngram in weights]
        score += sum(known) / sqrt(len(known) or 1)
    return score


def words_in_a_row(words: list[str]) -> Iterator[str]:
    """Each word, and each with the one after it."""
    yield from words
    yield from map(" ".join, pairwise(words))


def runs_of_letters(words: list[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for length in range(SHORTEST_RUN, LONGEST_RUN + 1):
            yield from (padded[start : start + length] for start in range(len(padded) - length + 1))


@cache
def _learnt() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = json.loads(FILE.read_text(encoding="utf-8"))
    return table
