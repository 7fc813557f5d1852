"""The heads of the sentence encoder: linear classifiers on its vectors, learnt from our lines and shipped beside it.

`make train` learns them anew (bot/nlu/learn_heads.py) where lines or encoder have changed since. They are shipped
because that takes ten minutes, nearly all of it to encode the lines: whoever only wants to run what is here need not.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from bot.features.sentence_encoder import FOLDER, Vectors, encoder_version

FILE = FOLDER / "heads.npz"
# Which topic; which question of all; which danger or none; whether a danger that was heard is denied.
Name = Literal["topics", "questions", "danger", "denial"]


class HeadsUnlearnt(Exception):
    """There are none for this encoder."""


@dataclass(frozen=True)
class Head:
    """A linear classifier: the weights (384 by classes) and biases of its classes."""

    classes: list[str]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def margins(self, vector: Vectors) -> Vectors:
        """Of one vector or of many (vectors by 384), by class."""
        return np.asarray(vector @ self.weights + self.bias)


def write_heads(heads: Mapping[Name, Head], learnt_from: str, file: Path = FILE) -> None:
    """`learnt_from`: the digest of all that they were learnt from."""
    arrays: dict[str, Any] = {"encoder": np.array(encoder_version()), "learnt_from": np.array(learnt_from)}
    for name, head in heads.items():
        arrays |= {f"{name}_classes": np.array("\n".join(head.classes))}
        arrays |= {f"{name}_weights": head.weights, f"{name}_bias": head.bias}
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez(unfinished, **arrays)
    unfinished.replace(file)


def learnt_from(file: Path = FILE) -> str | None:
    """The digest of what the heads in `file` were learnt from, if there is such a file."""
    if not file.exists():
        return None
    with np.load(file) as kept:
        return str(kept["learnt_from"])


def read_head(name: Name, file: Path = FILE) -> Head:
    """Raises `HeadsUnlearnt`."""
    if not file.exists():
        raise HeadsUnlearnt(f"{file} is missing, with which the encoder's vectors are read. `make train` makes it.")
    with np.load(file) as kept:
        if str(kept["encoder"]) != encoder_version():
            raise HeadsUnlearnt(f"{file} was learnt with another encoder. `make train` makes it anew.")
        classes = str(kept[f"{name}_classes"]).split("\n")
        return Head(classes, kept[f"{name}_weights"], kept[f"{name}_bias"])


@cache
def head(name: Name) -> Head:
    """The one of this process."""
    return read_head(name)
