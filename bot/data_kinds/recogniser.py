"""Finds the kinds of data that a message names, with spaCy's phrase matcher."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

import spacy
from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.language import Language as Pipeline
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.data_kinds.table import entries, incidentals
from bot.incident import Involvement
from bot.text_folding import plain_words

FUZZY_MIN_LETTERS = 6  # shorter words are too near to others: "pin" and "pint"
MAX_KINDS = 12
OTHER = "_"  # no word of the table


def recognise_kinds(text: str, involvement: Callable[[str], Involvement]) -> list[str]:
    """The kinds named in `text`, in reading order, at most `MAX_KINDS`; [] when none is.

    The longest term wins over shorter ones inside it; misspelt words count when they are one letter off. An ambiguous
    word ("card") stands for each kind it may mean. Beside a word that is certain it counts only when all it may mean
    have the same answer: "which number is on my card" is not a question on three cards.
    """
    pipeline, matcher = _matcher()
    document = pipeline.make_doc(_respelt(plain_words(text)))
    named = [(span.text, entries()[int(span.label_)].kinds) for span in _spans(document, matcher)]
    certain = {kinds[0] for _, kinds in named if len(kinds) == 1}
    kept: list[str] = []
    for term, kinds in named:
        if _counts(term, kinds, certain, involvement):
            kept += [kind for kind in kinds if kind not in kept]
    return kept[:MAX_KINDS]


def _counts(term: str, kinds: tuple[str, ...], certain: set[str], involvement: Callable[[str], Involvement]) -> bool:
    """Whether a term counts, given the kinds that are named unambiguously."""
    for rule in incidentals():
        if rule.kinds.issuperset(kinds) and rule.beside & certain and (not rule.terms or term in rule.terms):
            return False
    if len(kinds) == 1 or not certain:
        return True
    one_answer = len({involvement(kind) for kind in kinds}) == 1
    return one_answer and not certain.intersection(kinds)


def _spans(document: Doc, matcher: PhraseMatcher) -> list[Span]:
    return sorted(filter_spans(matcher(document, as_spans=True)), key=lambda span: span.start)


def _respelt(text: str) -> str:
    """The text with misspelt words of the table corrected, and every other word replaced by OTHER.

    spaCy stores each word it has ever seen, so its memory would grow with customers' words.
    """
    return " ".join(word if word in _words() else _nearest(word) for word in text.split())


@lru_cache(maxsize=10_000)  # people use the same words
def _nearest(word: str) -> str:
    if len(word) < FUZZY_MIN_LETTERS:
        return OTHER
    found = process.extractOne(word, _long_terms(), scorer=OSA.distance, score_cutoff=1)
    return str(found[0]) if found else OTHER


@cache
def _words() -> frozenset[str]:
    """All words of the table's terms."""
    return frozenset(word for entry in entries() for term in entry.terms for word in term.split())


@cache
def _long_terms() -> list[str]:
    """The terms of one word that are long enough to be recognised misspelt."""
    terms = {term for entry in entries() for term in entry.terms if " " not in term}
    return sorted(term for term in terms if len(term) >= FUZZY_MIN_LETTERS)


@cache
def _matcher() -> tuple[Pipeline, PhraseMatcher]:
    pipeline = spacy.blank("xx")
    matcher = PhraseMatcher(pipeline.vocab)
    for place, entry in enumerate(entries()):
        matcher.add(str(place), [pipeline.make_doc(term) for term in entry.terms])
    return pipeline, matcher
