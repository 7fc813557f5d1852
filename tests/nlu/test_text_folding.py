"""One way to write a message down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text_folding import MAX_CHARACTERS, fold, has_words, plain_words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Données", "donnees"),
        ("DONNÉES!!!!", "donnees!!"),
        ("l'adresse", "l adresse"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("code 4821", "code 00"),
        ("voir https://proximus-verif.example/be svp", "voir somelink svp"),
        ("a\u202eb\u200bc", "abc"),
        ("nooooon", "noon"),
        ("", ""),
    ],
)
def test_writing_differences_disappear(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_keep_their_numbers() -> None:
    assert plain_words("les 20 chiffres, l'eSIM !") == "les 20 chiffres l esim"


@given(st.text(max_size=5_000))
def test_any_text_can_be_folded(text: str) -> None:
    assert fold(fold(text)) == fold(fold(fold(text)))
    assert "  " not in plain_words(text)


def test_length_is_bounded() -> None:
    assert len(fold("ab " * 100_000)) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("text", "expected"), [("😂😂", False), ("?!", False), ("a", True), ("7", True), (" \u202e", False)]
)
def test_emoji_and_signs_are_no_words(text: str, expected: bool) -> None:
    assert has_words(text) is expected
