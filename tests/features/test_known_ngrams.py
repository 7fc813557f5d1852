"""N-grams that are looked up by number are found where a dictionary would find them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features import known_ngrams
from bot.features.known_ngrams import LINES_AT_ONCE, LONG, KnownNgrams

NGRAM = st.text(st.characters(blacklist_characters="\n"), min_size=1, max_size=8)


@given(ngrams=st.lists(NGRAM, min_size=1, unique=True), text=st.text(max_size=60))
def test_each_piece_of_a_text_is_found_as_in_a_dictionary(ngrams: list[str], text: str) -> None:
    known, dictionary = KnownNgrams("\n".join(ngrams)), {ngram: place for place, ngram in enumerate(ngrams)}
    text += "".join(ngrams)
    pieces = [(start, end) for start in range(len(text)) for end in range(start + 1, min(start + 9, len(text) + 1))]
    expected = [dictionary[text[start:end]] for start, end in pieces if text[start:end] in dictionary]
    assert known.places(text, [start for start, _ in pieces], [end for _, end in pieces]) == expected


def test_many_lines_and_a_long_text() -> None:
    lines = [f"{number:x}" for number in range(3 * LINES_AT_ONCE)]
    known, start = KnownNgrams("\n".join(lines)), 2 * LONG
    assert len(known) == len(lines)
    text = " " * start + lines[-1]
    assert known.places(text, [start, start, 0], [len(text), len(text) - 1, 1]) == [
        len(lines) - 1,
        int(lines[-1][:-1], 16),
    ]


def test_nothing_is_looked_up_in_nothing() -> None:
    assert KnownNgrams("a").places("", [], []) == []


def test_two_ngrams_of_the_same_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ones = np.ones(LONG, dtype=np.uint64)
    monkeypatch.setattr(known_ngrams, "_powers", lambda: (ones, ones))
    with pytest.raises(ValueError, match="another FACTOR"):
        KnownNgrams("ab\nba")
