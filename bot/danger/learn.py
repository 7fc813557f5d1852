"""`make train` also runs this: learns from data/nlu what danger sounds like, and writes models/danger.npz.

Positive examples are the lines of the topics `crisis` and `in_danger`. Negative ones are the lines of all other topics,
many of which only sound like danger, in two groups (off topic, and about the incident) because they are worded
differently; the messages of data/conversations without danger, which are short and depend on what came before; and what
customers wrote that was wrongly taken for danger (data/danger). Who denies a danger that was heard is learnt from
data/danger, too. No held-out message is used. Words and letters are learnt here; the meaning of the same lines is, as
two of the encoder's heads, in bot/nlu/learn_heads.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.svm import LinearSVC

from bot.conversation.corpus import conversations
from bot.danger.kinds import is_danger_kind
from bot.danger.reader import ABOUT_THE_INCIDENT, FILE, GROUPS, LETTER_NGRAMS, WORD_NGRAMS
from bot.features.ngram_features import NgramFeatures
from bot.language import LANGUAGES, Language
from bot.text_folding import fold, has_words
from bot.training_lines import all_lines

Weights = npt.NDArray[np.float32]

DATA = Path(__file__).parents[2] / "data"
# Of data/danger: what denies it, what in a talk about danger does not, and what only sounds like it.
DENIES, DOES_NOT_DENY, SOUNDS_LIKE_IT = "denies", "does_not_deny", "sounds_like_it"
WORD_MIN_LINES, LETTER_MIN_LINES = 2, 4
C_OF_NGRAMS, C_OF_MEANING = 0.5, 1.0


def main() -> None:
    lines = read_lines()
    learn(lines, read_denials())
    print(f"Learnt from {len(lines)} lines which words danger is told in: {FILE}.")


def read_lines() -> list[tuple[str, str]]:
    """Every training line and its topic."""
    lines: list[tuple[str, str]] = []
    for language in LANGUAGES:
        lines += all_lines(language)
        for turns in conversations(language):
            if not any(is_danger_kind(topic) for turn in turns for topic in turn["topics"]):
                lines += [(turn["user"], turn["topics"][0]) for turn in turns if has_words(turn["user"])]
        lines += [(text, SOUNDS_LIKE_IT) for text, kind in _said(language) if kind == SOUNDS_LIKE_IT]
    return lines


def read_denials() -> list[tuple[str, bool]]:
    """What customers say once danger was heard, and whether it denies that there is any."""
    said = [one for language in LANGUAGES for one in _said(language)]
    return [(text, kind == DENIES) for text, kind in said if kind != SOUNDS_LIKE_IT]


def _said(language: Language) -> Iterator[tuple[str, str]]:
    """The lines of data/danger, each with the [kind] above it; a new language may have none."""
    path, kind = DATA / "danger" / f"{language}.txt", ""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line.strip():
            yield line.strip(), kind


def denial_lines(lines: Sequence[tuple[str, str]], denials: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """What tells a denial from what is none: what is said once danger was heard, and what tells of danger."""
    return [(text, False) for text, topic in lines if is_danger_kind(topic)] + [*denials]


def learn(lines: Sequence[tuple[str, str]], denials: Sequence[tuple[str, bool]], file: Path = FILE) -> None:
    """Write what was learnt to `file`; the same lines make the same file."""
    features = NgramFeatures(WORD_NGRAMS, WORD_MIN_LINES, LETTER_NGRAMS, LETTER_MIN_LINES)
    about_denial = denial_lines(lines, denials)
    texts = [text for text, _ in (*lines, *denials)]
    table = features.learn([fold(text) for text in texts])
    rows = {text: row for row, text in enumerate(texts)}
    weights, bias = fit_groups(table[: len(lines)], [topic for _, topic in lines], C_OF_NGRAMS)
    denial_weights, denial_bias = fit_denial(
        table[[rows[text] for text, _ in about_denial]], [denies for _, denies in about_denial], C_OF_NGRAMS
    )
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(
        unfinished,
        **features.arrays(),
        weights=weights,
        bias=bias,
        denial_weights=denial_weights,
        denial_bias=denial_bias,
    )
    unfinished.replace(file)


def fit_groups(features: Any, topics: Sequence[str], c: float) -> tuple[Weights, Weights]:
    """The weights (features by GROUPS) and biases of a classifier of danger and of what is none."""
    classifier = LinearSVC(C=c, class_weight="balanced", random_state=0)
    classifier.fit(features, [topic if topic in GROUPS else ABOUT_THE_INCIDENT for topic in topics])
    order = [classifier.classes_.tolist().index(group) for group in GROUPS]
    return (
        np.ascontiguousarray(classifier.coef_[order].T, dtype=np.float32),
        classifier.intercept_[order].astype(np.float32),
    )


def fit_denial(features: Any, denies: Sequence[bool], c: float) -> tuple[Weights, Weights]:
    """The weights (features by 1) and bias of a classifier that tells a denial from what is none."""
    classifier = LinearSVC(C=c, class_weight="balanced", random_state=0).fit(features, denies)
    return classifier.coef_.T.astype(np.float32), classifier.intercept_.astype(np.float32)


if __name__ == "__main__":
    main()
