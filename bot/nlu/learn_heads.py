"""`make train` runs this first: learns the heads of the sentence encoder, unless those shipped are of today's lines.

Every text is encoded, which takes most of the time, and then four linear classifiers learn from the vectors: the
topics (data/nlu, and lines of data/subtopics), all questions (bot/nlu/learn_questions.py), what danger sounds like and
who denies it (bot/danger/learn.py). Writes encoder/tuned/heads.npz, which belongs into the repository.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import SGDClassifier
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from bot.conversation.subtopics import some, topic_of
from bot.danger import learn as danger
from bot.danger.reader import GROUPS
from bot.features.encoding_cache import encode_cached
from bot.features.heads import FILE, Head, Name, learnt_from, write_heads
from bot.features.sentence_encoder import Vectors, encoder_version
from bot.language import LANGUAGES
from bot.nlu.learn_questions import read_questions
from bot.nlu.single_read_importer import OF_SUBTOPICS
from bot.training_lines import all_lines

Labelled = Sequence[tuple[str, str]]

# The inverse of the regularisation of the classifier of topics, and how often it goes over the lines.
C, PASSES = 1.0, 5
# Of the classifier of questions. A faster pace ends further from the best weights: 0.01 in ten passes had 0.67 of the
# precise questions that measure right where this has 0.72.
PASSES_OF_QUESTIONS, PACE, DECAY, BATCH = 20, 0.003, 1e-5, 512
SCALE = np.float32(8)  # of vectors of length 1, so that few passes over the lines are enough
SEED = 0


def main() -> None:
    topics, questions, dangers, denials = read_topics(), read_questions(), danger.read_lines(), danger.read_denials()
    digest = digest_of(topics, questions, dangers, denials)
    if learnt_from() == digest:
        print(f"The encoder's heads are those of these lines: {FILE}.")
        return
    print("Lines or encoder are others than those of the encoder's heads, so these are learnt anew, in ten minutes.")
    texts = [text for lines in (topics, questions, dangers, denials) for text, _ in lines]
    encode_cached([*dict.fromkeys(texts)])
    # One thread: sums that are shared out have other last decimals, and what is learnt from them would be another file.
    with threadpool_limits(1):
        heads = learn(topics, questions, dangers, denials)
    write_heads(heads, digest)
    print(f"Learnt the encoder's heads: {FILE}. Commit it, so that nobody else has to.")


def read_topics() -> list[tuple[str, str]]:
    """Every text that topics are learnt from, with its topic."""
    own = [line for language in LANGUAGES for line in all_lines(language)]
    return list(dict.fromkeys(own + [(line.text, topic_of(line.subtopic)) for line in some(0, OF_SUBTOPICS)]))


def digest_of(*learnt: Sequence[tuple[str, object]]) -> str:
    """Of all that makes heads what they are."""
    settings = (C, PASSES, PASSES_OF_QUESTIONS, PACE, DECAY, BATCH, SEED, danger.C_OF_MEANING)
    return hashlib.sha256(json.dumps([encoder_version(), settings, learnt]).encode()).hexdigest()


def learn(
    topics: Labelled, questions: Labelled, dangers: Labelled, denials: Sequence[tuple[str, bool]]
) -> dict[Name, Head]:
    """The same lines make the same heads."""
    about_denial = danger.denial_lines(dangers, denials)
    return {
        "topics": _topics(*_encoded(topics)),
        "questions": _questions(*_encoded(questions)),
        "danger": Head([*GROUPS], *danger.fit_groups(*_encoded(dangers), danger.C_OF_MEANING)),
        "denial": Head(["denies"], *danger.fit_denial(*_encoded(about_denial), danger.C_OF_MEANING)),
    }


def _encoded(lines: Sequence[tuple[str, Any]]) -> tuple[Vectors, list[Any]]:
    return encode_cached([text for text, _ in lines]), [label for _, label in lines]


def _topics(vectors: Vectors, topics: list[str]) -> Head:
    """By the loss of a support vector machine, by gradient descent: as good here in a fifth of LinearSVC's time."""
    classifier = SGDClassifier(
        loss="squared_hinge",
        alpha=1 / (2 * C * len(topics)),
        class_weight="balanced",
        learning_rate="invscaling",
        eta0=0.1,
        power_t=0.25,
        average=True,
        max_iter=PASSES,
        tol=None,
        random_state=SEED,
    ).fit(vectors, topics)
    return _head(classifier.classes_, classifier.coef_.T, classifier.intercept_)


def _questions(vectors: Vectors, questions: list[str]) -> Head:
    """Without hidden layers it is linear; its optimiser needs a hundredth of others' time for so many classes."""
    classifier = MLPClassifier(
        hidden_layer_sizes=(),
        max_iter=PASSES_OF_QUESTIONS,
        n_iter_no_change=PASSES_OF_QUESTIONS,
        learning_rate_init=PACE,
        alpha=DECAY,
        batch_size=min(BATCH, len(questions)),
        random_state=SEED,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is meant to stop before that
        classifier.fit(SCALE * vectors, questions)
    return _head(classifier.classes_, SCALE * classifier.coefs_[0], classifier.intercepts_[0])


def _head(classes: Sequence[str], weights: Vectors, bias: Vectors) -> Head:
    return Head(list(map(str, classes)), np.ascontiguousarray(weights, dtype=np.float32), bias.astype(np.float32))


if __name__ == "__main__":
    main()
