"""From a text to the pieces that the sentence encoder reads: the same in tuning, in training and in service."""

from __future__ import annotations

import unicodedata
from typing import Protocol

# Where the four special pieces stand in the encoder's vocabulary.
START, PAD, END, UNKNOWN = range(4)
MAX_CHARACTERS = 600
MAX_PIECES = 96  # bounds the time of one text
MAX_PIECES_AFTER, MAX_PIECES_BOTH = 80, 126  # of a text read after what was said before, and of the two together


class Cutter(Protocol):
    """A tokenizer: from a text to the ids of its SentencePiece pieces."""

    def encode(self, text: str) -> list[int]: ...


def pieces_of(text: str, cutter: Cutter) -> list[int]:
    """The beginning of `text` as at most `MAX_PIECES` pieces, between START and END."""
    return [START, *cutter.encode(normalised(text[:MAX_CHARACTERS]))[:MAX_PIECES], END]


def pieces_after(text: str, said: str, cutter: Cutter) -> list[int]:
    """The pieces of `text`, and behind them those of what was `said` before it; each ends in END, unless cut short."""
    both = (
        [*pieces_of(text, cutter)[:MAX_PIECES_AFTER], *pieces_of(said, cutter)[1:]] if said else pieces_of(text, cutter)
    )
    return both[:MAX_PIECES_BOTH]


def normalised(text: str) -> str:
    """The pieces are cut from this form (NFKC); the vocabulary's own file normalises nothing."""
    return unicodedata.normalize("NFKC", text)
