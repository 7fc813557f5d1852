"""One way from a text to the encoder's pieces."""

from __future__ import annotations

import pytest
from sentencepiece import SentencePieceProcessor

from bot.features.pieces import END, MAX_PIECES, START, UNKNOWN, pieces_of
from bot.features.sentence_encoder import FOLDER


@pytest.fixture(scope="module")
def cutter() -> SentencePieceProcessor:
    return SentencePieceProcessor(model_file=str(FOLDER / "pieces.model"))


@pytest.mark.parametrize("text", ["", "is mijn adres gezien?", "😂", "mijn gegevens " * 200])
def test_pieces_stand_between_start_and_end_and_are_bounded(cutter: SentencePieceProcessor, text: str) -> None:
    first, *pieces, last = pieces_of(text, cutter)
    assert (first, last) == (START, END)
    assert len(pieces) <= MAX_PIECES


def test_compatibility_forms_are_read_like_plain_letters(cutter: SentencePieceProcessor) -> None:
    assert pieces_of("ｍｏｎ ａｄｒｅｓｓｅ", cutter) == pieces_of("mon adresse", cutter)


def test_the_words_of_our_languages_are_known(cutter: SentencePieceProcessor) -> None:
    assert UNKNOWN not in pieces_of("Mes données, mijn gegevens, my data", cutter)
