"""Our own sentence encoders: multilingual-e5-small, tuned on our topics and written in 8 bits (see encoder/).

One reads messages alone, the other after what was said before them. Each is made when it is first needed and once per
process. A text is always encoded alone, because 8-bit arithmetic takes
its scale from the whole batch: so the same text has the same vector in training and in service, run after run.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from bot.features.pieces import pieces_after
from bot.features.settings import encoder_settings

Vectors = npt.NDArray[np.float32]
T = TypeVar("T")

FOLDER = Path(__file__).parents[2] / "encoder" / "tuned"
IN_CONVERSATION = FOLDER.parent / "in_conversation"
GRAPH = "encoder.onnx"
RECENT = 8  # texts whose vectors are at hand: one message is read for its topic, for danger and for a denial
WEIGHTS = "encoder.weights"  # beside the graph, so that ONNX Runtime maps them into memory instead of copying them


class SentenceEncoder:
    """From texts to vectors of 384 numbers and length 1; near in meaning is near in space, in all three languages."""

    def __init__(self, folder: Path = FOLDER, threads: int = 2) -> None:
        """`threads` share each text: two are a tenth faster when one text comes alone, one is best for many texts."""
        from onnxruntime import InferenceSession, SessionOptions
        from sentencepiece import SentencePieceProcessor

        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A thread that waits for its part leaves the core to others.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = InferenceSession(folder / GRAPH, options, providers=["CPUExecutionProvider"])
        self._cutter = SentencePieceProcessor(model_file=str(FOLDER / "pieces.model"))
        self._recent: OrderedDict[bytes, Vectors] = OrderedDict()  # by a hash, so that no text is kept
        self._lock = Lock()

    def encode(self, text: str) -> Vectors:
        """The vector of one text (shape: 384), of length 1."""
        key = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
        with self._lock:
            known = self._recent.get(key)
        if known is not None:
            return known
        vector = self._encode(text)
        with self._lock:
            self._recent[key] = vector
            while len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return vector

    def _encode(self, text: str) -> Vectors:
        vector = self.encode_after(text, "")
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def encode_after(self, text: str, said: str) -> Vectors:
        """The vector of one text after what was `said` before it (shape: 384), of any length."""
        pieces = np.array([pieces_after(text, said, self._cutter)], dtype=np.int64)
        (vectors,) = self._session.run(None, {"pieces": pieces})
        return np.asarray(vectors[0], dtype=np.float32)

    def encode_all(self, texts: list[str]) -> Vectors:
        """The vectors of many texts (shape: texts by 384), each encoded alone, several at a time."""
        return _each(self._encode, texts)

    def encode_all_after(self, pairs: list[tuple[str, str]]) -> Vectors:
        """The same of many texts, each with what was said before it, as `encode_after` has them."""
        return _each(lambda pair: self.encode_after(*pair), pairs)


def _each(encode: Callable[[T], Vectors], what: list[T]) -> Vectors:
    with ThreadPoolExecutor(encoder_settings().threads) as pool:
        found = pool.map(encode, what)
        return np.stack(list(tqdm(found, total=len(what), desc="Encoding lines", mininterval=2, leave=False)))


@cache
def encoder_version() -> str:
    """What tells one tuned encoder from another."""
    return hashlib.sha1((FOLDER / GRAPH).read_bytes() + (FOLDER / WEIGHTS).read_bytes()).hexdigest()[:12]


@cache
def sentence_encoder() -> SentenceEncoder:
    """The one encoder of this process."""
    return SentenceEncoder()
