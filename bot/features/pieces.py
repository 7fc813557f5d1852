"""From a text to the pieces that the sentence encoder reads: the same in tuning, in training and in service."""

from __future__ import annotations

import unicodedata
from typing import Protocol

# Where the four special pieces stand in the encoder's vocabulary.
START, PAD, END, UNKNOWN = range(4)
MAX_CHARACTERS = 600
MAX_PIECES = 96  # bounds the time of one text


class Cutter(Protocol):
    """A tokenizer: from a text to the ids of its SentencePiece pieces."""

    def encode(self, text: str) -> list[int]: ...


def pieces_of(text: str, cutter: Cutter) -> list[int]:
    """The beginning of `text` as at most `MAX_PIECES` pieces, between START and END."""
    return [START, *cutter.encode(normalised(text[:MAX_CHARACTERS]))[:MAX_PIECES], END]


def normalised(text: str) -> str:
    """The pieces are cut from this form (NFKC); the vocabulary's own file normalises nothing."""
    return unicodedata.normalize("NFKC", text)
