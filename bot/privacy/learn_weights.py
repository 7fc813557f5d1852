"""`python -m bot.privacy.learn_weights`: learns what the clues of passwords and codes weigh; writes
content/secret_weights.json.

Learnt from are data/secrets, the lines in tests/utterances/privacy that rules were set on, and, as messages without a
secret, what customers write in data/nlu and data/conversations. To be run again when a rule, a list of
content/secrets.yml or a clue has changed; a test notices, by what is read of the lines with a secret or without one
(`digest`), and not by customers' lines, of which there are more every week. On one machine the same lines make the same
file; on another the last digit of a weight may differ.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.content import ROOT
from bot.language import LANGUAGES, Language
from bot.privacy.clues import Clues
from bot.privacy.codes import Codes
from bot.privacy.digits import Found, ordinary_numbers, rows
from bot.privacy.mail import find_mail
from bot.privacy.masking import ANSWER
from bot.privacy.names import Named
from bot.privacy.numbers import find_numbers
from bot.privacy.passwords import Passwords
from bot.privacy.reading import read
from bot.privacy.weighing import BIAS, FILE, LONGEST

DATA, UTTERANCES = ROOT / "data", ROOT / "tests" / "utterances" / "privacy"
# How much a line counts: a secret less where the rules were set on it, for there they are better than elsewhere.
FRESH, SET_ON, CUSTOMERS = 1.0, 0.3, 0.3
PARTS = {"chatted": FRESH, "setting": SET_ON, "varied": SET_ON, "typed": SET_ON, "damaged": SET_ON}
WORDS_GIVE_AWAY = frozenset(("password", "code", "pin", "puk", "cvc"))
MESSAGES, PAIRS = 12_000, 1_000  # of customers, by language
IN_CANDIDATES, KEPT = 3, 12_000  # clues
C = 1.0


@dataclass(frozen=True)
class Example:
    """The clues of one candidate, whether it is a secret, and how much it counts."""

    clues: frozenset[str]
    is_secret: bool
    counts: float


def main() -> None:
    planted = [example for language in LANGUAGES for example in planted_in(language)]
    examples = planted + [example for language in LANGUAGES for example in _of_customers(language)]
    learnt = {"learnt_from": digest(planted), "weights": learn(examples)}
    FILE.write_text(json.dumps(learnt, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    secrets = sum(example.is_secret for example in examples)
    print(f"Learnt from {secrets} secrets and {len(examples) - secrets} other words and numbers: {FILE}.")


def digest(planted: list[Example]) -> str:
    """Of what is learnt from; it changes with a line, a rule, a list or a clue wherever a line shows the difference."""
    seen = hashlib.sha256(repr((IN_CANDIDATES, KEPT, C, CUSTOMERS, MESSAGES, PAIRS)).encode())
    for example in planted:
        seen.update(repr((sorted(example.clues), example.is_secret, example.counts)).encode())
    return seen.hexdigest()


def learn(examples: list[Example]) -> dict[str, int]:
    """The weights of the clues that tell most, in hundredths."""
    counts = Counter(clue for example in examples for clue in example.clues)
    clues = sorted(clue for clue, count in counts.items() if count >= IN_CANDIDATES)
    weights = _fitted(examples, clues)
    telling = sorted(sorted(clues, key=lambda clue: (-round(abs(weights[clue]), 5), clue))[:KEPT])
    return {clue: round(100 * weight) for clue, weight in _fitted(examples, telling).items()}


def planted_in(language: Language) -> Iterator[Example]:
    """Of the lines of which it is known whether they hold a secret."""
    folders = {DATA / "secrets": FRESH} | {UTTERANCES / part: planted for part, planted in PARTS.items()}
    for folder, planted in folders.items():
        for kind, counts in (("secrets", planted), ("ordinary", FRESH)):
            for line in map(json.loads, (folder / f"{kind}_{language}.jsonl").read_text(encoding="utf-8").splitlines()):
                for text in _read_as(line):
                    yield from _candidates(text, _secrets(text, line), counts)


def _of_customers(language: Language) -> Iterator[Example]:
    for text in _customers(language):
        yield from _candidates(text, [], CUSTOMERS, leave_out_found=True)


def _read_as(line: dict[str, Any]) -> list[str]:
    """The text; of two messages, the ways in which they are read together."""
    if "texts" not in line:
        return [line["text"]]
    if any(len(list(filter(None, secret["values"]))) > 1 for secret in line.get("secrets", ())):
        return []  # a number that is cut in two, which other rules join
    texts = line["texts"]
    return ["\n".join(texts)] + [": ".join(texts)] * (len(texts[-1].split()) <= ANSWER)


def _secrets(text: str, line: dict[str, Any]) -> list[tuple[bool, int, int]]:
    """Where the line's secrets stand, and whether it is words that give them away."""
    found = []
    for secret in line.get("secrets", ()):
        for value in secret.get("values") or [secret["value"]]:
            start = text.find(value.strip()) if value.strip() else -1
            while start >= 0:
                found.append((secret["kind"] in WORDS_GIVE_AWAY, start, start + len(value.strip())))
                start = text.find(value.strip(), start + 1)
    return found


def _candidates(
    text: str, secrets: list[tuple[bool, int, int]], counts: float, leave_out_found: bool = False
) -> Iterator[Example]:
    """`leave_out_found`: nobody looked whether the text holds a secret, and a text in which a rule finds one may."""
    reading = read(text)
    named, ordinary, digit_rows = Named(reading), ordinary_numbers(reading.text), list(rows(reading))
    hidden: list[Found] = [*find_mail(reading), *find_numbers(reading, named, ordinary, digit_rows)]
    codes = Codes(reading, named, ordinary)
    by_rule = [*codes.find(digit_rows), *Passwords(reading, named, ordinary, codes).find()]
    if by_rule and leave_out_found:
        return
    for one, _, clues in Clues(reading, named, ordinary, by_rule).of_all():
        start, end = reading.span(one.start, one.end)
        kinds = {by_words for by_words, begins, ends in secrets if begins < end and ends > start}
        if False not in kinds and not any(begins < one.end and ends > one.start for _, begins, ends in hidden):
            yield Example(frozenset(clues), bool(kinds), counts)


def _customers(language: Language) -> list[str]:
    """Messages of customers, and pairs of them that follow each other."""
    lines = (DATA / "conversations" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    talks = [[turn["user"] for turn in talk["turns"]] for talk in map(json.loads, lines)]
    said = [line for file in sorted((DATA / "nlu" / language).glob("*.yml")) for line in _lines(file)]
    messages = _some([*said, *(text for talk in talks for text in talk)], MESSAGES)
    pairs = _some(["\n".join(pair) for talk in talks for pair in pairwise(talk)], PAIRS)
    return [*messages, *pairs]


def _lines(file: Path) -> Iterator[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    yield from (line.strip().removeprefix("- ") for line in lines if line.startswith("    - "))


def _some(texts: list[str], number: int) -> list[str]:
    """The same ones each time."""
    fitting = sorted({text for text in texts if len(text) <= LONGEST})
    return random.Random(1).sample(fitting, min(number, len(fitting)))


def _fitted(examples: list[Example], clues: list[str]) -> dict[str, float]:
    # Who only reads does without them.
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    place = {clue: number for number, clue in enumerate(clues)}
    columns = [sorted(place[clue] for clue in example.clues if clue in place) for example in examples]
    flat = [column for row in columns for column in row]
    begins = [0]
    for row in columns:
        begins.append(begins[-1] + len(row))
    matrix: Any = csr_matrix(([1.0] * len(flat), flat, begins), shape=(len(examples), len(clues)))
    model = LogisticRegression(C=C, solver="liblinear", tol=1e-4, max_iter=1_000).fit(
        matrix, [example.is_secret for example in examples], sample_weight=[example.counts for example in examples]
    )
    return dict(zip(clues, model.coef_[0].tolist(), strict=True)) | {BIAS: float(model.intercept_[0])}


if __name__ == "__main__":
    main()
