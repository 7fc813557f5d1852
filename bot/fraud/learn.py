"""`python -m bot.fraud.learn`: learns from data/fraud how fraud is worded; writes content/fraud_ngrams.json.

Run after data/fraud or the folding of words changed. The same lines make the same file.
"""

from __future__ import annotations

import json
from collections import Counter
from math import sqrt
from pathlib import Path
from typing import Any

from bot.content import ROOT
from bot.fraud.familiar import FILE, runs_of_letters, words_in_a_row
from bot.fraud.links import without_links
from bot.fraud.wording import Wording
from bot.language import LANGUAGES

DATA = ROOT / "data" / "fraud"
LURES, OTHERS = "lures", ("genuine", "everyday")
IN_MESSAGES = {"words": 2, "letters": 4}  # that an n-gram must occur in
KEPT = 8_000  # n-grams, those that tell most
C = 4.0
DECIMALS = 2


def read(kind: str, folder: Path = DATA) -> list[str]:
    """All messages of a kind."""
    files = [folder / f"{kind}_{language}.jsonl" for language in LANGUAGES]
    return [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    fraudulent = read(LURES)
    others = [text for kind in OTHERS for text in read(kind)]
    table = learn(fraudulent, others)
    FILE.write_text(json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"Learnt from {len(fraudulent)} fraudulent messages and {len(others)} others: {FILE}.")


def learn(fraudulent: list[str], others: list[str]) -> dict[str, dict[str, float]]:
    """The weights of n-grams, by kind, and the bias."""
    messages = [_ngrams(text) for text in (*fraudulent, *others)]
    counts = Counter(ngram for message in messages for ngram in message)
    features = sorted(ngram for ngram, count in counts.items() if count >= IN_MESSAGES[ngram[0]])
    labels = [True] * len(fraudulent) + [False] * len(others)
    weights, _ = _fitted(messages, labels, features)
    telling = sorted(sorted(features, key=lambda ngram: (-round(abs(weights[ngram]), 5), ngram))[:KEPT])
    weights, bias = _fitted(messages, labels, telling)
    table: dict[str, dict[str, float]] = {"bias": {"": round(bias, DECIMALS)}, "words": {}, "letters": {}}
    for kind, ngram in telling:
        table[kind][ngram] = round(weights[kind, ngram], DECIMALS)
    return table


_Ngram = tuple[str, str]  # its kind and itself


def _ngrams(text: str) -> set[_Ngram]:
    words = Wording(without_links(text)).words
    return {*(("words", one) for one in words_in_a_row(words)), *(("letters", one) for one in runs_of_letters(words))}


def _fitted(
    messages: list[set[_Ngram]], labels: list[bool], features: list[_Ngram]
) -> tuple[dict[_Ngram, float], float]:
    # Who only reads does without them.
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    place = {ngram: number for number, ngram in enumerate(features)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, message in enumerate(messages):
        known = sorted(ngram for ngram in message if ngram in place)
        of_kind = Counter(kind for kind, _ in known)
        rows += [row] * len(known)
        columns += [place[ngram] for ngram in known]
        values += [1 / sqrt(of_kind[kind]) for kind, _ in known]
    matrix: Any = csr_matrix((values, (rows, columns)), shape=(len(messages), len(features)))
    model = LogisticRegression(C=C, class_weight="balanced", solver="liblinear", tol=1e-6, max_iter=20_000).fit(
        matrix, labels
    )
    return dict(zip(features, model.coef_[0].tolist(), strict=True)), float(model.intercept_[0])


if __name__ == "__main__":
    main()
