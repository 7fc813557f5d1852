"""`make train` also runs this: learns from data/nlu what danger sounds like, and writes models/danger.npz.

Positive examples are the lines of the topics `crisis` and `in_danger`. Negative ones are the lines of all other topics,
many of which only sound like danger, in two groups (off topic, and about the incident) because they are worded
differently; and the messages of data/conversations without danger, which are short and depend on what came before. No
held-out message is used.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ruamel.yaml import YAML
from sklearn.svm import LinearSVC

from bot.conversation.corpus import conversations
from bot.danger.kinds import is_danger_kind
from bot.danger.reader import ABOUT_THE_INCIDENT, FILE, GROUPS, LETTER_NGRAMS, WORD_NGRAMS
from bot.features.encoding_cache import encode_cached
from bot.features.ngram_features import NgramFeatures
from bot.language import LANGUAGES
from bot.text_folding import fold, has_words

DATA = Path(__file__).parents[2] / "data" / "nlu"
WORD_MIN_LINES, LETTER_MIN_LINES = 2, 4
C_OF_NGRAMS, C_OF_MEANING = 0.5, 1.0


def main() -> None:
    lines = read_lines()
    learn([text for text, _ in lines], [topic for _, topic in lines], FILE)
    print(f"Learnt from {len(lines)} lines what danger sounds like: {FILE}.")


def read_lines() -> list[tuple[str, str]]:
    """Every training line and its topic."""
    lines: list[tuple[str, str]] = []
    for language in LANGUAGES:
        for path in sorted((DATA / language).glob("*.yml")):
            (entry,) = YAML(typ="safe").load(path)["nlu"]
            lines += [
                (line.removeprefix("- ").strip(), path.stem) for line in entry["examples"].splitlines() if line.strip()
            ]
        for turns in conversations(language):
            if not any(is_danger_kind(topic) for turn in turns for topic in turn["topics"]):
                lines += [(turn["user"], turn["topics"][0]) for turn in turns if has_words(turn["user"])]
    return lines


def learn(texts: list[str], topics: list[str], file: Path) -> None:
    """Write what was learnt to `file`; the same lines make the same file."""
    features = NgramFeatures(WORD_NGRAMS, WORD_MIN_LINES, LETTER_NGRAMS, LETTER_MIN_LINES)
    ngrams = _fitted(features.learn([fold(text) for text in texts]), topics, C_OF_NGRAMS)
    meaning = _fitted(encode_cached(texts), topics, C_OF_MEANING)
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(
        unfinished,
        **features.arrays(),
        ngram_weights=ngrams[0],
        ngram_bias=ngrams[1],
        meaning_weights=meaning[0],
        meaning_bias=meaning[1],
    )
    unfinished.replace(file)


def _fitted(features: object, topics: list[str], c: float) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Weights (features by GROUPS) and biases of one classifier."""
    classifier = LinearSVC(C=c, class_weight="balanced", random_state=0)
    classifier.fit(features, [topic if topic in GROUPS else ABOUT_THE_INCIDENT for topic in topics])
    order = [classifier.classes_.tolist().index(group) for group in GROUPS]
    return (
        np.ascontiguousarray(classifier.coef_[order].T, dtype=np.float32),
        classifier.intercept_[order].astype(np.float32),
    )


if __name__ == "__main__":
    main()
