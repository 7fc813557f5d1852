"""`make train` also runs this: learns from data/subtopics what precisely is asked within each topic.

The topic's lines of data/nlu are examples of its general question. Some of them ask for a subtopic all the same,
because they were written before it existed; they are left out, found by classifiers that each learnt from the other
half of the lines. All questions together, each a class of its own, tell the topic as well (`bot.nlu.question_expert`).
Writes models/subtopics.npz.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from bot.conversation.subtopics import DATA, NONE, lines, topic_of
from bot.features.encoding_cache import encode_cached
from bot.features.sentence_encoder import Vectors
from bot.language import LANGUAGES, Language
from bot.nlu.question_expert import SCALE
from bot.nlu.subtopic_reader import BUCKETS, FILE, letters_of
from bot.topics import OUT_OF_SCOPE

ROOT = Path(__file__).parents[2]
GENERAL, ELSEWHERE = 120, 40  # so many lines of a topic's own and on other subjects, in each language
SMOOTHING = 0.1  # added to what is counted in each bucket
TAKEN_FOR = 0.5  # such a line that is so likely to ask for a subtopic is none
OUTSIDE = 4000  # lines out of scope in each language, beside all questions
C = 60.0
STEPS = 100  # more of them change the figures less than other lines would
# Of the classifier of all questions. A faster pace ends further from the best weights: 0.01 in ten passes had 0.67 of
# the precise questions that measure right where this has 0.72.
PASSES, PACE, DECAY, BATCH = 20, 0.003, 1e-5, 512
SEED = 0


@dataclass(frozen=True)
class Learnt:
    """What was learnt of a topic: its classes, their weights on vectors (classes by 384; biases) and on letters."""

    names: list[str]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    letters: npt.NDArray[np.float16]


def main(folder: Path = DATA, file: Path = FILE) -> None:
    asked: dict[str, dict[str, str]] = defaultdict(dict)  # the subtopic of each text, by topic
    for line in lines(folder):
        asked[topic_of(line.subtopic)][line.text] = line.subtopic
    # All at once, because the cache is written anew each time that something is missing in it.
    encode_cached([text for subtopics in asked.values() for text in subtopics])
    # One thread: sums that are shared out have other last decimals, and what is learnt from them would be another file.
    with threadpool_limits(1):
        learnt = [_learn(topic, subtopics) for topic, subtopics in sorted(asked.items())]
        questions = _learn_questions(asked)
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(
        unfinished,
        topics=np.array("\n".join(sorted(asked))),
        subtopics=np.array("\n".join(name for topic in learnt for name in topic.names)),
        sizes=np.array([len(topic.names) for topic in learnt]),
        weights=np.concatenate([topic.weights for topic in learnt]).T.astype(np.float32, order="C"),
        bias=np.concatenate([topic.bias for topic in learnt]),
        letters=np.concatenate([topic.letters for topic in learnt]).T.astype(np.float16, order="C"),
        questions=np.array("\n".join(questions.classes_)),
        question_weights=questions.coefs_[0],
        question_bias=questions.intercepts_[0],
    )
    unfinished.replace(file)
    count = sum(map(len, asked.values()))
    print(f"Learnt what precisely is asked within {len(asked)} topics from {count} lines: {file}.")


def _learn(topic: str, subtopics: dict[str, str]) -> Learnt:
    """Learn a topic from texts; `subtopics` has the class of each."""
    texts, names = [*subtopics], [*subtopics.values()]
    vectors, general = encode_cached(texts), _general(topic, subtopics)
    is_general = _asks_for_none(vectors, names, encode_cached(general))
    texts += [text for text, is_one in zip(general, is_general, strict=True) if is_one] + _of(
        OUT_OF_SCOPE, ELSEWHERE, {}
    )
    names += [NONE] * (len(texts) - len(names))
    classifier = _fitted(encode_cached(texts), names)
    classes = [str(name) for name in classifier.classes_]
    return Learnt(
        classes,
        classifier.coef_.astype(np.float32),
        classifier.intercept_.astype(np.float32),
        _letters(texts, [classes.index(name) for name in names], len(classes)),
    )


def _learn_questions(asked: dict[str, dict[str, str]]) -> MLPClassifier:
    """A classifier of all subtopics, and of each topic's general question; without hidden layers it is linear."""
    texts = [text for subtopics in asked.values() for text in subtopics]
    names = [subtopic for subtopics in asked.values() for subtopic in subtopics.values()]
    for topic in sorted({path.stem for path in (ROOT / "data" / "nlu").glob("*/*.yml")}):
        general = _of(topic, OUTSIDE if topic == OUT_OF_SCOPE else GENERAL, asked.get(topic, {}))
        texts += general
        names += [topic] * len(general)
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
        return classifier.fit(SCALE * encode_cached(texts), names)


def _asks_for_none(vectors: Vectors, names: list[str], general: Vectors) -> npt.NDArray[np.bool_]:
    """Which general lines ask for no subtopic, judged by a classifier that learnt from the other half of them."""
    is_none = np.zeros(len(general), dtype=bool)
    for half, other in ((slice(0, None, 2), slice(1, None, 2)), (slice(1, None, 2), slice(0, None, 2))):
        taught = general[other]
        classifier = _fitted(np.concatenate([vectors, taught]), [*names, *[NONE] * len(taught)])
        of_subtopics = [place for place, name in enumerate(classifier.classes_) if name != NONE]
        is_none[half] = classifier.predict_proba(general[half])[:, of_subtopics].max(axis=1) < TAKEN_FOR
    return is_none


def _fitted(vectors: Vectors, names: list[str]) -> LogisticRegression:
    return LogisticRegression(C=C, max_iter=STEPS, random_state=SEED).fit(vectors, names)


def _letters(texts: list[str], classes: list[int], count: int) -> npt.NDArray[np.float16]:
    """The logarithm of how likely each class has letters in each bucket (shape: classes by buckets)."""
    counted = np.full((count, BUCKETS), SMOOTHING, dtype=np.float64)
    for text, one in zip(texts, classes, strict=True):
        places, counts = letters_of(text)
        counted[one, places] += counts
    likely: npt.NDArray[np.float16] = np.log(counted / counted.sum(axis=1, keepdims=True)).astype(np.float16)
    return likely


def _general(topic: str, known: dict[str, str]) -> list[str]:
    return _of(topic, GENERAL, known)


@cache  # those on other subjects are asked for with each topic, and are thousands
def _lines_of(topic: str, language: Language) -> list[str]:
    path = ROOT / "data" / "nlu" / language / f"{topic}.yml"
    if not path.exists():  # a new language may have no lines yet
        return []
    (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    return [line.removeprefix("- ").strip() for line in entry["examples"].splitlines() if line.strip()]


def _of(topic: str, count: int, known: dict[str, str]) -> list[str]:
    """A fixed sample of a topic's lines of data/nlu, so many in each language."""
    chosen: list[str] = []
    for language in LANGUAGES:
        usable = [text for text in _lines_of(topic, language) if text not in known]
        chosen += Random(SEED).sample(usable, min(count, len(usable)))
    return chosen


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
