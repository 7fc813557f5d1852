"""`make train` also runs this: learns from data/subtopics and data/nlu which question a message asks.

All subtopics together are classes, and beside them each topic's general question, of which a sample of the topic's
lines in data/nlu are examples. Writes models/questions.npz.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from bot.conversation.subtopics import DATA, lines, topic_of
from bot.features.encoding_cache import encode_cached
from bot.language import LANGUAGES, Language
from bot.nlu.question_reader import BUCKETS, FILE, SCALE, letters_of
from bot.topics import OUT_OF_SCOPE

ROOT = Path(__file__).parents[2]
GENERAL = 120  # so many lines of each topic's own, in each language
OUTSIDE = 4000  # and out of scope
SMOOTHING = 0.1  # added to what is counted in each bucket
# A faster pace ends further from the best weights: 0.01 in ten passes had 0.67 of the precise questions that measure
# right where this has 0.72.
PASSES, PACE, DECAY, BATCH = 20, 0.003, 1e-5, 512
SEED = 0


def main(folder: Path = DATA, file: Path = FILE) -> None:
    asked = read_questions(folder)
    texts, names = [text for text, _ in asked], [name for _, name in asked]
    vectors = encode_cached(texts)
    # One thread: sums that are shared out have other last decimals, and what is learnt from them would be another file.
    with threadpool_limits(1):
        classifier = _fitted(SCALE * vectors, names)
    questions = classifier.classes_.tolist()
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(
        unfinished,
        questions=np.array("\n".join(questions)),
        weights=classifier.coefs_[0],
        bias=classifier.intercepts_[0],
        letters=_letters(texts, [questions.index(name) for name in names], len(questions)),
    )
    unfinished.replace(file)
    print(f"Learnt {len(questions)} questions from {len(texts)} lines: {file}.")


def read_questions(folder: Path = DATA) -> list[tuple[str, str]]:
    """Every text that is learnt from, with its question: a subtopic, or a topic for its general question."""
    asked = {(topic_of(line.subtopic), line.text): line.subtopic for line in lines(folder)}
    read = [(text, subtopic) for (_, text), subtopic in asked.items()]
    for topic in sorted({path.stem for path in (ROOT / "data" / "nlu").glob("*/*.yml")}):
        for language in LANGUAGES:
            usable = [text for text in _lines_of(topic, language) if (topic, text) not in asked]
            count = min(OUTSIDE if topic == OUT_OF_SCOPE else GENERAL, len(usable))
            read += [(text, topic) for text in Random(SEED).sample(usable, count)]
    return read


def _lines_of(topic: str, language: Language) -> list[str]:
    path = ROOT / "data" / "nlu" / language / f"{topic}.yml"
    if not path.exists():  # a new language may have no lines yet
        return []
    (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    return [line.removeprefix("- ").strip() for line in entry["examples"].splitlines() if line.strip()]


def _fitted(vectors: npt.NDArray[np.float32], names: list[str]) -> MLPClassifier:
    """A linear classifier, for it has no hidden layers; its optimiser needs a hundredth of others' time."""
    classifier = MLPClassifier(
        hidden_layer_sizes=(),
        max_iter=PASSES,
        n_iter_no_change=PASSES,
        learning_rate_init=PACE,
        alpha=DECAY,
        batch_size=BATCH,
        random_state=SEED,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is meant to stop before that
        return classifier.fit(vectors, names)


def _letters(texts: list[str], classes: list[int], count: int) -> npt.NDArray[np.float16]:
    """The logarithm of how likely each class has letters in each bucket (shape: buckets by classes)."""
    counted = np.full((count, BUCKETS), SMOOTHING, dtype=np.float64)
    for text, one in zip(texts, classes, strict=True):
        places, counts = letters_of(text)
        counted[one, places] += counts
    likely = np.log(counted / counted.sum(axis=1, keepdims=True))
    return np.ascontiguousarray(likely.T, dtype=np.float16)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
