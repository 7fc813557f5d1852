"""`python -m tests.model.disturbed_rasa SEED run …`: the real Rasa, reading vectors that are a little off.

What a test of a learnt model claims should not hang on a model's last decimals: on another processor, or after other
roundings of the encoder's weights, each vector is a little different. Here each is turned by chance, by cosine 0.99: more
than 8 bits cost (see docs/quality.md). The same text is turned the same way each time.
"""

from __future__ import annotations

import runpy
import sys
import zlib

import numpy as np

from bot.features.sentence_encoder import SentenceEncoder, Vectors

COSINE = 0.99


def disturb(seed: int) -> None:
    """Turn what the encoder gives in this process."""
    encode = SentenceEncoder.encode_after

    def turned(self: SentenceEncoder, text: str, said: str) -> Vectors:
        vector = encode(self, text, said)
        length = np.linalg.norm(vector)
        vector = vector / length
        chance = np.random.default_rng([seed, zlib.crc32(text.encode())])
        aside = chance.standard_normal(len(vector)).astype(np.float32)
        aside -= (aside @ vector) * vector
        aside /= np.linalg.norm(aside)
        return np.asarray(length * (COSINE * vector + np.sqrt(1 - COSINE**2) * aside), dtype=np.float32)

    SentenceEncoder.encode_after = turned  # type: ignore[method-assign]


if __name__ == "__main__":
    disturb(int(sys.argv.pop(1)))
    runpy.run_module("bot.rasa", run_name="__main__")
