"""The encoders are repeatable, and encoded lines are kept by content."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.encoders import EncoderName, encoder
from bot.nlu.encoding_cache import encode_cached

TEXTS = ["Quelles données ?", "welke gegevens?", "which data?"]


@pytest.mark.parametrize("name", ["use", "e5"])
def test_the_same_text_gives_the_same_vector(name: EncoderName) -> None:
    encode = encoder(name)
    assert encode is not None
    first, second = encode(TEXTS), encode(TEXTS)
    assert np.array_equal(first, second)
    assert np.allclose(encode(TEXTS[:1]), first[:1], atol=1e-5), "alone or in a batch"
    assert np.allclose(np.linalg.norm(first, axis=1), 1, atol=1e-3)


@pytest.mark.parametrize("name", ["use", "e5"])
def test_translations_are_nearer_than_other_questions(name: EncoderName) -> None:
    encode = encoder(name)
    assert encode is not None
    french, dutch, other = encode(
        ["Quel temps fera-t-il demain ?", "Welk weer wordt het morgen?", "Ik wil een hond kopen"]
    )
    assert french @ dutch > french @ other


def test_only_new_lines_are_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREACHLINE_CACHE", str(tmp_path))
    asked: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    first = encode_cached("use", encode, ["a", "bb", "a"])
    second = encode_cached("use", encode, ["bb", "ccc"])
    assert asked == ["a", "bb", "ccc"]
    assert first.tolist() == [[1, 1], [2, 1], [1, 1]]
    assert second.tolist() == [[2, 1], [3, 1]]
