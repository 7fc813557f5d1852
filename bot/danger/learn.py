"""`make train` also runs this: learns from data/nlu what danger sounds like, and writes models/danger.npz.

Positive examples are the lines of the topics `crisis` and `in_danger`. Negative ones are the lines of all other topics,
many of which only sound like danger, in two groups (off topic, and about the incident) because they are worded
differently; the messages of data/conversations without danger, which are short and depend on what came before; and what
customers wrote that was wrongly taken for danger (data/danger). Who denies a danger that was heard is learnt from
data/danger, too. No held-out message is used.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
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
from bot.language import LANGUAGES, Language
from bot.text_folding import fold, has_words

DATA = Path(__file__).parents[2] / "data"
# Of data/danger: what denies it, what in a talk about danger does not, and what only sounds like it.
DENIES, DOES_NOT_DENY, SOUNDS_LIKE_IT = "denies", "does_not_deny", "sounds_like_it"
WORD_MIN_LINES, LETTER_MIN_LINES = 2, 4
C_OF_NGRAMS, C_OF_MEANING = 0.5, 1.0


def main() -> None:
    lines = read_lines()
    learn([text for text, _ in lines], [topic for _, topic in lines], read_denials(), FILE)
    print(f"Learnt from {len(lines)} lines what danger sounds like: {FILE}.")


def read_lines() -> list[tuple[str, str]]:
    """Every training line and its topic."""
    lines: list[tuple[str, str]] = []
    for language in LANGUAGES:
        for path in sorted((DATA / "nlu" / language).glob("*.yml")):
            (entry,) = YAML(typ="safe").load(path)["nlu"]
            lines += [
                (line.removeprefix("- ").strip(), path.stem) for line in entry["examples"].splitlines() if line.strip()
            ]
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


def learn(texts: list[str], topics: list[str], denials: list[tuple[str, bool]], file: Path) -> None:
    """Write what was learnt to `file`; the same lines make the same file."""
    features = NgramFeatures(WORD_NGRAMS, WORD_MIN_LINES, LETTER_NGRAMS, LETTER_MIN_LINES)
    said = [*texts, *(text for text, _ in denials)]
    table, vectors = features.learn([fold(text) for text in said]), encode_cached(said)
    ngrams = _fitted(table[: len(texts)], topics, C_OF_NGRAMS)
    meaning = _fitted(vectors[: len(texts)], topics, C_OF_MEANING)
    # What tells of danger denies none.
    rows = [row for row, topic in enumerate(topics) if is_danger_kind(topic)]
    is_denial = [False] * len(rows) + [denies for _, denies in denials]
    rows += range(len(texts), len(said))
    denied_in_words = _fitted_alone(table[rows], is_denial, C_OF_NGRAMS)
    denied_by_meaning = _fitted_alone(vectors[rows], is_denial, C_OF_MEANING)
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.npz")
    np.savez_compressed(
        unfinished,
        **features.arrays(),
        ngram_weights=ngrams[0],
        ngram_bias=ngrams[1],
        meaning_weights=meaning[0],
        meaning_bias=meaning[1],
        ngram_denial=denied_in_words[0],
        meaning_denial=denied_by_meaning[0],
        denial_bias=denied_in_words[1] + denied_by_meaning[1],
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


def _fitted_alone(
    features: object, is_one: list[bool], c: float
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Weights (features) and bias of a classifier that tells what is one from what is none."""
    classifier = LinearSVC(C=c, class_weight="balanced", random_state=0).fit(features, is_one)
    return classifier.coef_[0].astype(np.float32), classifier.intercept_.astype(np.float32)


if __name__ == "__main__":
    main()
