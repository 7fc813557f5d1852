"""`python -m tests.model.vectors FILE`: keeps the vectors of held-out messages in FILE, or compares with those kept there.

Run it on two machines, or here and under an emulated processor: `qemu-x86_64 -cpu Haswell .venv/bin/python -m …` has AVX2 and
no instructions for 8-bit products.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from bot.features.sentence_encoder import encoder_version, sentence_encoder
from tests.processor import processor
from tests.utterances import held_out

EACH = 10  # one message in so many: an emulated processor is slow


def main(file: Path) -> None:
    vectors = np.stack([sentence_encoder().encode(message.text) for message in held_out("eval")[::EACH]])
    if not file.exists():
        np.savez(file, vectors=vectors, version=encoder_version(), processor=processor())
        print(f"{len(vectors)} vectors of encoder {encoder_version()} kept, from {processor()}.")
        return
    with np.load(file) as kept:
        if str(kept["version"]) != encoder_version():
            raise SystemExit(f"{file} was made with another encoder. Remove it, and make it anew.")
        cosines = (vectors * kept["vectors"]).sum(axis=1)
        print(f"Cosine to those from {kept['processor']}: mean {cosines.mean():.5f}, least {cosines.min():.5f}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
