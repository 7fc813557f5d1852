"""Encoded training lines, kept by content, so that training again after a small change takes seconds."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np

from bot.features.sentence_encoder import SentenceEncoder, Vectors, encoder_version
from bot.features.settings import encoder_settings


def cache_file() -> Path:
    """One file per version of the encoder."""
    return encoder_settings().cache / "encodings" / f"{encoder_version()}.npz"


def encode_cached(texts: list[str]) -> Vectors:
    """The vectors of `texts`, looking up those that an earlier training has encoded with the same encoder."""
    file = cache_file()
    known = _read(file)
    keys = [hashlib.sha1(text.encode()).hexdigest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        known.update(zip(missing, SentenceEncoder(threads=1).encode_all(list(missing.values())), strict=True))
        _write(file, known)
    return np.stack([known[key] for key in keys])


def _read(file: Path) -> dict[str, Vectors]:
    if not file.exists():
        return {}
    with np.load(file) as stored:
        return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))


def _write(file: Path, known: dict[str, Vectors]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez(unfinished, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    unfinished.replace(file)
