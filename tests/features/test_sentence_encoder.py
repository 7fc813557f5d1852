"""The sentence encoder is repeatable, bounded, and knows that translations mean the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.features import encoding_cache
from bot.features.encoding_cache import encode_cached
from bot.features.sentence_encoder import RECENT, SentenceEncoder, Vectors, sentence_encoder

TEXTS = ["Quelles données ?", "welke gegevens staan er in het bestand van uw partner", "which data?", "😂", ""]


def test_a_text_has_the_same_vector_alone_among_others_and_in_another_encoder() -> None:
    together = sentence_encoder().encode_all(TEXTS)
    assert np.array_equal(together, np.stack([sentence_encoder().encode(text) for text in TEXTS]))
    assert np.array_equal(together, SentenceEncoder().encode_all(TEXTS))
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_a_text_is_encoded_once_and_only_its_vector_is_kept() -> None:
    encoder = SentenceEncoder()
    first = encoder.encode("est-ce que mon adresse a été vue ?")
    assert encoder.encode("est-ce que mon adresse a été vue ?") is first
    for number in range(2 * RECENT):
        encoder.encode(f"question {number}")
    assert len(encoder._recent) == RECENT
    assert "adresse" not in repr(encoder.__dict__)
    assert np.array_equal(encoder.encode("est-ce que mon adresse a été vue ?"), first)


def test_translations_are_nearer_than_other_questions() -> None:
    french, dutch, other = sentence_encoder().encode_all(
        ["Est-ce que mon mot de passe a été vu ?", "Is mijn wachtwoord gezien?", "Wie is er verantwoordelijk?"]
    )
    assert french @ dutch > french @ other


def test_a_very_long_text_is_read_as_far_as_its_beginning() -> None:
    long = "mijn gegevens staan in dat bestand " * 40
    assert np.array_equal(sentence_encoder().encode(long), sentence_encoder().encode(long + " en nog iets"))


def test_only_new_lines_are_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREACHLINE_CACHE", str(tmp_path))
    asked: list[str] = []

    class Encoder:
        def __init__(self, threads: int) -> None: ...

        def encode_all(self, texts: list[str]) -> Vectors:
            asked.extend(texts)
            return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    monkeypatch.setattr(encoding_cache, "SentenceEncoder", Encoder)
    first = encode_cached(["a", "bb", "a"])
    second = encode_cached(["bb", "ccc"])
    assert asked == ["a", "bb", "ccc"]
    assert first.tolist() == [[1, 1], [2, 1], [1, 1]]
    assert second.tolist() == [[2, 1], [3, 1]]
